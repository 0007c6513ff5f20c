import COpenVINO
import InferenceCore
import Support

/// A model that OpenVINO has compiled for a device.
final class OpenVINOSession: InferenceSession {
    let inputs: [TensorSpec]
    let outputs: [TensorSpec]
    let unreadableOutputs: [UnreadableOutput]
    /// The C interface tells nothing that a model says of itself.
    let metadata = ModelMetadata()

    private let api: OpenVINOAPI
    private let outputIndices: [Int]
    private let model: OwnedObject
    /// Of every bound inference, where a profile was asked for.
    private var counters: [RunCounter]?

    init(
        modelAt path: String, options: SessionOptions, device: String, core: OwnedObject, version: String,
        api: OpenVINOAPI
    ) throws(InferenceError) {
        let functions = api.functions
        guard !GitLFSPointer.isAt(path) else { throw ModelRefusal.lfsPointer(path: path) }
        let properties = try Properties(options)

        var read: OpaquePointer?
        if let reason = api.reason(functions.core_read_model(core.pointer, path, nil, &read)) {
            throw Self.refusal(of: path, reason, version)
        }
        guard let read else { throw .invalidModel(path: path, reason: "the library made no model") }
        let source = OwnedObject(read, release: functions.model_free, keeping: [core])

        func compile(_ properties: [(key: String, value: String)]) -> Result<OpaquePointer, OpenVINOAPI.Refusal> {
            api.compile(source.pointer, core: core.pointer, device: device, properties: properties)
        }
        switch compile(properties.all) {
        case .success(let compiled):
            model = OwnedObject(compiled, release: functions.compiled_model_free, keeping: [core])
        case .failure(let refused):
            // The library's status does not tell a bad model from a bad property: it is the property if all is well
            // without it.
            guard !properties.free.isEmpty, case .success(let compiled) = compile(properties.fixed) else {
                throw Self.uncompilable(path, refused.reason, version)
            }
            functions.compiled_model_free(compiled)
            throw .unsupportedOption(
                name: properties.free.map(\.key).joined(separator: ", "),
                value: properties.free.map(\.value).joined(separator: ", "), reason: refused.reason, hint: nil)
        }
        try api.requireInForce(options, in: model.pointer)

        self.api = api
        inputs = try api.specifications(
            of: .input, model: model.pointer, source: source.pointer, modelPath: path
        ).specifications
        let ports = try api.specifications(
            of: .output, model: model.pointer, source: source.pointer, modelPath: path)
        outputs = ports.specifications
        outputIndices = ports.indices
        unreadableOutputs = ports.unreadable
        counters = options.profilesOperators ? [] : nil
    }

    /// What was read and cannot be compiled is no damaged file.
    private static func uncompilable(_ path: String, _ reason: String, _ version: String) -> InferenceError {
        let error = refusal(of: path, reason, version)
        guard case .invalidModel = error else { return error }
        return .unsupportedModel(
            path: path, reason: reason,
            hint:
                "OpenVINO \(version) read the model and cannot compile it; state the shapes of its inputs where they are open, "
                + "or try its operators one by one with `pawl runtime coverage \(path) --runtime openvino==\(version)`")
    }

    private static func refusal(of path: String, _ reason: String, _ version: String) -> InferenceError {
        ModelRefusal.error(
            path: path, reason: reason, runtime: "OpenVINO \(version)", requirement: "openvino==\(version)")
    }

    func bind(inputs tensors: [String: Tensor]) throws(InferenceError) -> any BoundInference {
        try inputs.requireMatch(tensors)
        let counter = RunCounter()
        let inference = try OpenVINOInference(
            inputs: inputs.compactMap { input in tensors[input.name].map { (input.name, $0) } },
            outputs: zip(outputIndices, outputs).map { (index: $0, name: $1.name) }, model: model, counter: counter,
            api: api)
        counters?.append(counter)
        return inference
    }

    /// The library does not say.
    func plannedArenaBytes() -> UInt64? { nil }

    func finishProfile() throws(InferenceError) -> [OperatorTiming] {
        guard let counters else {
            throw .runtimeFailure(
                operation: "ending the profile",
                reason: "the session was opened without profiling, or it was ended before")
        }
        self.counters = nil
        let request = OwnedObject(
            try api.make("creating a request") {
                api.functions.compiled_model_create_infer_request(model.pointer, $0)
            },
            release: api.functions.infer_request_free)
        return try api.profile(
            of: request.pointer, inferences: counters.reduce(0) { $0 + $1.runs.pointee })
    }
}
