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
        let strides = AxisTraversal.strides(of: shape)
        guard let source = bytes.baseAddress, let target = result.bytes.baseAddress, elementCount > 0 else {
            return Tensor(
                elementType: elementType, shape: sizes, bytes: UnsafeRawBufferPointer(result.bytes), owner: result)
        }
        var written = 0
        AxisTraversal(sizes: sizes, strides: axes.map { strides[$0] }).forEach { element in
            (target + written).copyMemory(from: source + element * width, byteCount: width)
            written += width
        }
        return Tensor(
            elementType: elementType, shape: sizes, bytes: UnsafeRawBufferPointer(result.bytes), owner: result)
    }

    /// A copy of the same numbers in another type. Floating-point numbers are rounded to nearest, ties to even, on their way to
    /// fewer bits (float64 to 16 bits by way of float32); everything else must be held exactly.
    ///
    /// - Throws: `InferenceError.notCastable` for the first number that is none of `type`: a whole number out of its range, a
    ///   fraction for an integer type, a finite number that would become infinite.
    public func cast(to type: ElementType) throws(InferenceError) -> Tensor {
        guard type != elementType else { return self }
        let result = TensorStorage(byteCount: elementCount * type.byteCount)
        let target = result.bytes
        for index in 0..<elementCount {
            if elementType.isFloatingPoint {
                let value = floatingPoint(at: index)
                let isHeld =
                    type.isFloatingPoint
                    ? type.store(value, in: target, at: index)
                    : Int64(exactly: value).map { type.store($0, in: target, at: index) } ?? false
                guard isHeld else { throw .notCastable(from: elementType, to: type, value: "\(value)") }
            } else {
                guard let value = integer(at: index) else {
                    throw .notCastable(from: elementType, to: type, value: "a number beyond \(Int64.max)")
                }
                let isHeld =
                    type.isFloatingPoint
                    ? Double(exactly: value).map { type.store(exactly: $0, in: target, at: index) } ?? false
                    : type.store(value, in: target, at: index)
                guard isHeld else { throw .notCastable(from: elementType, to: type, value: "\(value)") }
            }
        }
        return Tensor(elementType: type, shape: shape, bytes: UnsafeRawBufferPointer(target), owner: result)
    }

    /// Of a floating-point tensor; exact.
    private func floatingPoint(at index: Int) -> Double {
        if elementType == .float64 { return bytes.loadUnaligned(fromByteOffset: index * 8, as: Double.self) }
        if elementType == .float32 {
            return Double(bytes.loadUnaligned(fromByteOffset: index * 4, as: Float.self))
        }
        let bits = bytes.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)
        return Double(elementType == .bfloat16 ? FloatBits.float(bfloat16: bits) : FloatBits.float(halfPrecision: bits))
    }

    /// Of a tensor of whole numbers or truth values; nil for unsigned values beyond Int64.
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
        case .bool: bytes[index] == 0 ? 0 : 1
        case .float16, .bfloat16, .float32, .float64: nil
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
    func store(_ value: Int64, in memory: UnsafeMutableRawBufferPointer, at index: Int) -> Bool {
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
        case .bool: 0...1 ~= value ? put(UInt8.self) : false
        case .float16, .bfloat16, .float32, .float64: false
        }
    }

    /// Stores the nearest number of a floating-point type; false where a finite one would become infinite.
    fileprivate func store(_ value: Double, in memory: UnsafeMutableRawBufferPointer, at index: Int) -> Bool {
        if self == .float64 {
            memory.storeBytes(of: value, toByteOffset: index * 8, as: Double.self)
            return true
        }
        let single = Float(value)
        var stored = single
        switch self {
        case .float32: memory.storeBytes(of: single, toByteOffset: index * 4, as: Float.self)
        case .float16:
            let bits = FloatBits.halfPrecision(single)
            memory.storeBytes(of: bits, toByteOffset: index * 2, as: UInt16.self)
            stored = FloatBits.float(halfPrecision: bits)
        case .bfloat16:
            let bits = FloatBits.bfloat16(single)
            memory.storeBytes(of: bits, toByteOffset: index * 2, as: UInt16.self)
            stored = FloatBits.float(bfloat16: bits)
        default: return false
        }
        return !stored.isInfinite || value.isInfinite
    }

    /// False where the floating-point type does not hold exactly that number.
    fileprivate func store(exactly value: Double, in memory: UnsafeMutableRawBufferPointer, at index: Int) -> Bool {
        guard store(value, in: memory, at: index) else { return false }
        return switch self {
        case .float64: true
        case .float32: Double(memory.loadUnaligned(fromByteOffset: index * 4, as: Float.self)) == value
        case .float16:
            Double(
                FloatBits.float(halfPrecision: memory.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self)))
                == value
        case .bfloat16:
            Double(FloatBits.float(bfloat16: memory.loadUnaligned(fromByteOffset: index * 2, as: UInt16.self))) == value
        default: false
        }
    }
}
