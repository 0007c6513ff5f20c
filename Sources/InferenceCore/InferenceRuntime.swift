/// An opened inference library of one version.
///
/// A process opens at most one version of a runtime: two versions of one library cannot share a process.
public protocol InferenceRuntime: Sendable {
    var identity: RuntimeIdentity { get }

    /// Reads and prepares a model.
    ///
    /// - Throws: `InferenceError.invalidModel` for a file that is not a model of this runtime,
    ///   `.unsupportedOption` for an option or provider that the library does not have.
    func openSession(modelAt path: String, options: SessionOptions) throws(InferenceError) -> any InferenceSession
}
