import COpenVINO
import InferenceCore

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
        if let reason = failure(status) { return .failure(Refusal(reason: reason)) }
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
