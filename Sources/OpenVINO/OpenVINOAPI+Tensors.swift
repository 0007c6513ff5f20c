import COpenVINO
import InferenceCore

extension OpenVINOAPI {
    /// The library's tensor over a tensor's own memory, which must outlive it.
    func wrap(_ tensor: Tensor, named name: String) throws(InferenceError) -> OwnedObject {
        guard let start = tensor.bytes.baseAddress else {
            throw .inputMismatch(input: name, expected: "at least one element", found: "none")
        }
        var dimensions = tensor.shape.map(Int64.init)
        let rank = Int64(dimensions.count)
        let pointer = try make("wrapping input '\(name)'") { out in
            dimensions.withUnsafeMutableBufferPointer { buffer in
                // The library reads inputs through a pointer that is mutable in type only.
                functions.tensor_create_from_host_ptr(
                    tensor.elementType.openVINOCode, OpenVINOShape(rank: rank, dimensions: buffer.baseAddress),
                    UnsafeMutableRawPointer(mutating: start), out)
            }
        }
        return OwnedObject(pointer, release: functions.tensor_free)
    }

    /// What a tensor of the library holds; `object` keeps it alive.
    func tensor(_ object: OwnedObject, named name: String) throws(InferenceError) -> Tensor {
        let operation = "reading output '\(name)'"
        var code: Int32 = 0
        try check(operation, functions.tensor_get_element_type(object.pointer, &code))
        guard let elementType = ElementType(openVINOCode: code) else {
            throw .runtimeFailure(operation: operation, reason: Self.unpassable(elementType: code))
        }
        var byteCount = 0
        try check(operation, functions.tensor_get_byte_size(object.pointer, &byteCount))
        var shape = OpenVINOShape()
        var sizes: [Int] = []
        if let reason = failure(functions.tensor_get_shape(object.pointer, &shape)) {
            // The C interface makes no shape of rank 0 (ov_shape_create): a single number is what has the bytes of one.
            guard byteCount == elementType.byteCount else {
                throw .runtimeFailure(operation: operation, reason: reason)
            }
        } else {
            sizes = (0..<Int(shape.rank)).map { Int(shape.dimensions?[$0] ?? 0) }
            try check(operation, functions.shape_free(&shape))
        }
        guard byteCount == sizes.reduce(elementType.byteCount, *) else {
            throw .runtimeFailure(operation: operation, reason: "\(byteCount) bytes do not make \(sizes)")
        }
        var start: UnsafeMutableRawPointer?
        if byteCount > 0 { try check(operation, functions.tensor_data(object.pointer, &start)) }
        return Tensor(
            elementType: elementType, shape: sizes,
            bytes: UnsafeRawBufferPointer(start: start, count: byteCount), owner: object)
    }
}
