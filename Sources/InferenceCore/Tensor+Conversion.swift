extension Tensor {
    /// A copy with its axes in another order, as numpy.transpose: axis i of the result is axis `axes[i]` of this.
    ///
    /// - Precondition: `axes` is a permutation of this tensor's axes.
    /// - Complexity: O(elements).
    public func transposed(_ axes: [Int]) -> Tensor {
        precondition(axes.sorted() == Array(shape.indices), "no permutation of the tensor's axes")
        let width = elementType.byteCount
        let result = TensorStorage(byteCount: bytes.count)
        let sizes = axes.map { shape[$0] }
        let strides = AxisWalk.strides(of: shape)
        guard let source = bytes.baseAddress, let target = result.bytes.baseAddress, elementCount > 0 else {
            return Tensor(
                elementType: elementType, shape: sizes, bytes: UnsafeRawBufferPointer(result.bytes), owner: result)
        }
        var written = 0
        AxisWalk(sizes: sizes, strides: axes.map { strides[$0] }).forEach { element in
            (target + written).copyMemory(from: source + element * width, byteCount: width)
            written += width
        }
        return Tensor(
            elementType: elementType, shape: sizes, bytes: UnsafeRawBufferPointer(result.bytes), owner: result)
    }

    /// A copy of whole numbers in another integer type.
    ///
    /// - Throws: `InferenceError.notCastable` unless both types are integers and every value is one of `type`.
    public func cast(to type: ElementType) throws(InferenceError) -> Tensor {
        guard type != elementType else { return self }
        let result = TensorStorage(byteCount: elementCount * type.byteCount)
        let target = result.bytes
        for index in 0..<elementCount {
            guard let value = integer(at: index) else {
                throw .notCastable(from: elementType, to: type, value: nil)
            }
            guard type.store(value, in: target, at: index) else {
                throw .notCastable(from: elementType, to: type, value: value)
            }
        }
        return Tensor(elementType: type, shape: shape, bytes: UnsafeRawBufferPointer(target), owner: result)
    }

    /// Nil for what is no integer, and for unsigned values beyond Int64.
    private func integer(at index: Int) -> Int64? {
        func load<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) -> Int64? {
            Int64(exactly: bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Value>.size, as: Value.self))
        }
        return switch elementType {
        case .int8: load(Int8.self)
        case .int16: load(Int16.self)
        case .int32: load(Int32.self)
        case .int64: load(Int64.self)
        case .uint8: load(UInt8.self)
        case .uint16: load(UInt16.self)
        case .uint32: load(UInt32.self)
        case .uint64: load(UInt64.self)
        case .float16, .bfloat16, .float32, .float64, .bool: nil
        }
    }
}

extension ElementType {
    public var isInteger: Bool {
        switch self {
        case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: true
        case .float16, .bfloat16, .float32, .float64, .bool: false
        }
    }

    /// False where the value is none of this type.
    fileprivate func store(_ value: Int64, in memory: UnsafeMutableRawBufferPointer, at index: Int) -> Bool {
        func put<Value: FixedWidthInteger & BitwiseCopyable>(_: Value.Type) -> Bool {
            guard let exact = Value(exactly: value) else { return false }
            memory.storeBytes(of: exact, toByteOffset: index * MemoryLayout<Value>.size, as: Value.self)
            return true
        }
        return switch self {
        case .int8: put(Int8.self)
        case .int16: put(Int16.self)
        case .int32: put(Int32.self)
        case .int64: put(Int64.self)
        case .uint8: put(UInt8.self)
        case .uint16: put(UInt16.self)
        case .uint32: put(UInt32.self)
        case .uint64: put(UInt64.self)
        case .float16, .bfloat16, .float32, .float64, .bool: false
        }
    }
}
