import COnnxRuntime
import InferenceCore

extension Interface {
    /// A value over a tensor's own memory; the tensor must outlive it.
    func value(
        over tensor: Tensor, named name: String, memory: OpaquePointer
    ) throws(InferenceError) -> OwnedObject {
        guard let start = tensor.bytes.baseAddress else {
            throw .inputMismatch(input: name, expected: "at least one element", found: "none")
        }
        let shape = tensor.shape.map(Int64.init)
        let pointer = try make("wrapping input '\(name)'") { out in
            // The library reads inputs through a pointer that is mutable in type only.
            table.pointee.CreateTensorWithDataAsOrtValue(
                memory, UnsafeMutableRawPointer(mutating: start), tensor.bytes.count, shape, shape.count,
                tensor.elementType.onnxCode, out)
        }
        return OwnedObject(pointer, release: table.pointee.ReleaseValue)
    }

    /// The tensor in a value, which it keeps alive.
    func tensor(of value: OwnedObject?, named name: String) throws(InferenceError) -> Tensor {
        let operation = "reading output '\(name)'"
        guard let value else { throw .runtimeFailure(operation: operation, reason: "it is not there") }
        let info = OwnedObject(
            try make(operation) { table.pointee.GetTensorTypeAndShape(value.pointer, $0) },
            release: table.pointee.ReleaseTensorTypeAndShapeInfo)
        var reason = ""
        guard let description = try describe(tensor: info.pointer, reason: &reason) else {
            throw .runtimeFailure(operation: operation, reason: reason)
        }
        var start: UnsafeMutableRawPointer?
        try check(operation, table.pointee.GetTensorMutableData(value.pointer, &start))
        let shape = description.shape.map { dimension in
            switch dimension {
            case .fixed(let size): size
            case .dynamic: 0
            }
        }
        let byteCount = shape.reduce(1, *) * description.elementType.byteCount
        return Tensor(
            elementType: description.elementType, shape: shape,
            bytes: UnsafeRawBufferPointer(start: byteCount == 0 ? nil : start, count: byteCount), owner: value)
    }
}
