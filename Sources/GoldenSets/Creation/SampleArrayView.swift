import InferenceCore

/// One array of one sample; its bytes are valid only while the file is being read.
struct SampleArrayView {
    var elementType: ElementType
    /// Without a dimension for samples.
    var shape: [Int]
    var bytes: UnsafeRawBufferPointer

    /// - Parameter file: the whole of an `.npy` file.
    init(_ file: UnsafeRawBufferPointer) throws(NumPyFormatError) {
        let header = try NumPyHeader(file)
        _ = try header.elementBytes(inFileOf: file.count)
        elementType = header.elementType
        shape = header.shape
        bytes = UnsafeRawBufferPointer(rebasing: file[header.byteCount...])
    }

    /// A copy that outlives the file.
    var tensor: Tensor {
        let storage = TensorStorage(byteCount: bytes.count)
        storage.bytes.copyMemory(from: bytes)
        return Tensor(
            elementType: elementType, shape: shape, bytes: UnsafeRawBufferPointer(storage.bytes), owner: storage)
    }

    /// The elements of a floating-point array, exactly; empty for other types.
    var doubles: [Double] {
        func read<Value: BitwiseCopyable>(_: Value.Type, _ convert: (Value) -> Double) -> [Double] {
            stride(from: 0, to: bytes.count, by: MemoryLayout<Value>.size).map {
                convert(bytes.loadUnaligned(fromByteOffset: $0, as: Value.self))
            }
        }
        switch elementType {
        case .float64: return read(Double.self) { $0 }
        case .float32: return read(Float.self, Double.init)
        case .float16: return read(Float16.self, Double.init)
        default: return []
        }
    }

    var description: String { "\(elementType.rawValue)[\(shape.map(String.init).joined(separator: ", "))]" }
}
