import CLiteRT
import InferenceCore

/// Memory of one input or output, allocated by the library and shared with it.
struct TensorBuffer {
    enum Access: Int32 {
        case read = 0
        case write = 1
    }

    let object: OwnedObject
    let elementType: ElementType
    let shape: [Int]
    let byteCount: Int

    /// - Parameters:
    ///   - requirements: what the compiled model asks of this port's memory.
    ///   - operation: for errors.
    init(
        elementType: ElementType, shape: [Int], requirements: OpaquePointer, environment: OwnedObject,
        api: LiteRTAPI, operation: String
    ) throws(InferenceError) {
        var type = LiteRtRankedTensorType()
        type.elementType = elementType.liteRTCode
        type.layout = LiteRtLayout(sizes: shape)
        byteCount = shape.reduce(1, *) * elementType.byteCount
        let buffers = api.buffers
        // The library allocates what it asks for, whatever the shape says.
        let required = try api.count(operation) { buffers.requiredSize(requirements, $0) }
        guard required >= byteCount else {
            throw .runtimeFailure(
                operation: operation,
                reason: "the library wants \(required) bytes for a shape of \(byteCount); a size that depends on the "
                    + "inputs' values cannot be used; " + InterpreterRuntime.hint)
        }
        object = OwnedObject(
            try api.make(operation) { buffers.create(environment.pointer, &type, requirements, $0) },
            release: buffers.destroy, keeping: [environment])
        self.elementType = elementType
        self.shape = shape
        let pointer = object.pointer
        let packed = try api.count(operation) { buffers.packedSize(pointer, $0) }
        guard packed == byteCount else {
            throw .runtimeFailure(
                operation: operation, reason: "the library made \(packed) bytes of \(byteCount) that the shape asks for"
            )
        }
    }

    /// Lends the memory for the length of a call. It stays where it is for the life of the buffer.
    func withMemory<Result>(
        _ access: Access, _ api: LiteRTAPI, operation: String,
        _ body: (UnsafeMutableRawBufferPointer) -> Result
    ) throws(InferenceError) -> Result {
        var start: UnsafeMutableRawPointer?
        try api.check(operation, api.buffers.lock(object.pointer, &start, access.rawValue))
        guard let start else { throw .runtimeFailure(operation: operation, reason: "it has no memory") }
        let result = body(UnsafeMutableRawBufferPointer(start: start, count: byteCount))
        try api.check(operation, api.buffers.unlock(object.pointer))
        return result
    }
}

extension ElementType {
    /// How the library numbers this type.
    var liteRTCode: Int32 {
        switch self {
        case .float32: Int32(LITERT_ELEMENT_FLOAT32)
        case .float16: Int32(LITERT_ELEMENT_FLOAT16)
        case .bfloat16: Int32(LITERT_ELEMENT_BFLOAT16)
        case .float64: Int32(LITERT_ELEMENT_FLOAT64)
        case .int8: Int32(LITERT_ELEMENT_INT8)
        case .int16: Int32(LITERT_ELEMENT_INT16)
        case .int32: Int32(LITERT_ELEMENT_INT32)
        case .int64: Int32(LITERT_ELEMENT_INT64)
        case .uint8: Int32(LITERT_ELEMENT_UINT8)
        case .uint16: Int32(LITERT_ELEMENT_UINT16)
        case .uint32: Int32(LITERT_ELEMENT_UINT32)
        case .uint64: Int32(LITERT_ELEMENT_UINT64)
        case .bool: Int32(LITERT_ELEMENT_BOOL)
        }
    }

    /// Nil for strings, complex numbers and the formats of less than 8 bits.
    init?(liteRTCode: Int32) {
        guard let type = ElementType.allCases.first(where: { $0.liteRTCode == liteRTCode }) else { return nil }
        self = type
    }
}
