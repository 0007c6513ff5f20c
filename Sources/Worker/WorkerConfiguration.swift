import InferenceCore

/// Opens the library at a path; the composition root knows which names exist.
public typealias RuntimeOpener = @Sendable (_ libraryPath: String) throws(InferenceError) -> any InferenceRuntime

/// What the composition root gives a worker.
public struct WorkerConfiguration: Sendable {
    /// For people, such as `pawl-worker 0.1.0`.
    public var name: String
    /// Describes the machine in a line, for records of what was measured on it.
    public var describeDevice: @Sendable () -> String?
    /// Tells it from others (`MachineIdentity`).
    public var machine: String?
    public var runtimes: [String: RuntimeOpener]
    /// Finds a library that the supervisor, on another machine, cannot name; throws a `DiagnosableError`.
    public var locateLibrary: @Sendable (RuntimeAddress) throws -> String
    /// Where files are kept that a supervisor sent.
    public var receivedFilesFolder: String
    /// Whether the supervisor's own files are left alone even where they could be read.
    public var takesOnlySentFiles: Bool

    public init(
        name: String, describeDevice: @escaping @Sendable () -> String? = { nil },
        machine: String? = MachineIdentity.current, runtimes: [String: RuntimeOpener],
        locateLibrary: @escaping @Sendable (RuntimeAddress) throws -> String, receivedFilesFolder: String,
        takesOnlySentFiles: Bool = false
    ) {
        self.name = name
        self.describeDevice = describeDevice
        self.machine = machine
        self.runtimes = runtimes
        self.locateLibrary = locateLibrary
        self.receivedFilesFolder = receivedFilesFolder
        self.takesOnlySentFiles = takesOnlySentFiles
    }
}
