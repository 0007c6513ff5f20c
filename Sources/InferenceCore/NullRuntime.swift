/// A runtime whose inference does nothing, so that what remains is the harness's own overhead.
///
/// It takes the same path as every runtime: a model file (see `NullModel`), bound inputs, outputs by name. The outputs
/// stay zero.
public final class NullRuntime: InferenceRuntime {
    public let identity = RuntimeIdentity(
        name: "null", version: "1", libraryPath: "", buildInformation: "does nothing", availableProviders: ["cpu"])

    public init() {}

    /// - Throws: `InferenceError.invalidModel`; `.unsupportedOption` for any provider but `cpu`.
    public func openSession(
        modelAt path: String, options: SessionOptions
    ) throws(InferenceError) -> any InferenceSession {
        guard options.provider == "cpu" else {
            throw .unsupportedOption(
                name: "provider", value: options.provider, reason: "the null runtime has none of that name",
                hint: "known: cpu")
        }
        return NullSession(model: try NullModel(path: path))
    }
}
