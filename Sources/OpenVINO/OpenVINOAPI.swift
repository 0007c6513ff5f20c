import COpenVINO
import InferenceCore

/// The opened library's functions, with its statuses turned into Swift errors.
struct OpenVINOAPI: StatusChecking, @unchecked Sendable {
    /// Valid for the life of the process: the library is never closed.
    let functions: OpenVINOFunctions
    /// Of this version.
    let elements: ElementNumbering

    /// The library's words for a status; nil for success.
    func reason(_ status: OpenVINOStatus) -> String? {
        guard status != 0 else { return nil }
        // Versions before 2023.1 keep what went wrong to themselves.
        if let message = functions.get_last_err_msg?() {
            defer { functions.free(message) }
            let words = String(cString: message).trimmingWhitespace()
            if !words.isEmpty { return OpenVINOMessage.atAGlance(words) }
        }
        return functions.get_error_info(status).map { String(cString: $0) } ?? "status \(status)"
    }

    func release(_ text: UnsafeMutablePointer<CChar>) { functions.free(text) }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let trimmed = drop(while: \.isWhitespace)
        return String(trimmed.reversed().drop(while: \.isWhitespace).reversed())
    }
}

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
                    elements.code(of: tensor.elementType), OpenVINOShape(rank: rank, dimensions: buffer.baseAddress),
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
        guard let elementType = elements.type(of: code) else {
            throw .runtimeFailure(operation: operation, reason: unpassable(elementType: code))
        }
        var byteCount = 0
        try check(operation, functions.tensor_get_byte_size(object.pointer, &byteCount))
        var shape = OpenVINOShape()
        var sizes: [Int] = []
        if let reason = reason(functions.tensor_get_shape(object.pointer, &shape)) {
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

extension OpenVINOAPI {
    /// Prepares a model for a device.
    ///
    /// - Returns: the compiled model, or the library's words for why there is none.
    func compile(
        _ model: OpaquePointer, core: OpaquePointer, device: String, properties: [(key: String, value: String)]
    ) -> Result<OpaquePointer, Refusal> {
        var compiled: OpaquePointer?
        let status = CStringArray.with(properties.flatMap { [$0.key, $0.value] }) { texts in
            openvino_compile(
                functions.core_compile_model, core, model, device, texts, properties.count, &compiled)
        }
        if let reason = reason(status) { return .failure(Refusal(reason: reason)) }
        guard let compiled else { return .failure(Refusal(reason: "the library made no compiled model")) }
        return .success(compiled)
    }

    struct Refusal: Error {
        var reason: String
    }

    /// Holds what a compiled model says of itself against what was asked for: hints are hints.
    ///
    /// - Throws: `InferenceError.unsupportedOption` when the library would do something else.
    func requireInForce(
        _ options: SessionOptions, in model: OpaquePointer
    ) throws(InferenceError) {
        let asked = [
            ("threads", Properties.threads, "\(options.threads)"),
            ("precision", Properties.precision, options.precision.rawValue),
        ]
        for (name, key, value) in asked {
            let found = try string("reading \(key)") { functions.compiled_model_get_property(model, key, $0) }
            guard found == value else {
                throw .unsupportedOption(
                    name: name, value: value, reason: "on this processor the library would use \(found) instead",
                    hint: "write '\(name): \(found)', so that the results say so")
            }
        }
    }
}
