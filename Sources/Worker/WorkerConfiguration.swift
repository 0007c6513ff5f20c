import InferenceCore

/// Opens the library at a path; the composition root knows which names exist.
public typealias RuntimeOpener = @Sendable (_ libraryPath: String) throws(InferenceError) -> any InferenceRuntime

/// What the composition root gives a worker.
public struct WorkerConfiguration: Sendable {
    /// For people, such as `pawl-worker 0.1.0`.
    public var name: String
    /// Describes the machine in a line, for a supervisor on another one.
    public var describeDevice: @Sendable () -> String?
    public var runtimes: [String: RuntimeOpener]
    /// Finds a library that the supervisor, on another machine, cannot name; throws a `DiagnosableError`.
    public var locateLibrary: @Sendable (RuntimeAddress) throws -> String
    /// Where files are kept that a supervisor sent.
    public var receivedFilesFolder: String

    public init(
        name: String, describeDevice: @escaping @Sendable () -> String? = { nil }, runtimes: [String: RuntimeOpener],
        locateLibrary: @escaping @Sendable (RuntimeAddress) throws -> String, receivedFilesFolder: String
    ) {
        self.name = name
        self.describeDevice = describeDevice
        self.runtimes = runtimes
        self.locateLibrary = locateLibrary
        self.receivedFilesFolder = receivedFilesFolder
    }
}
