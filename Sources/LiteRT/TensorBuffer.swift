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
