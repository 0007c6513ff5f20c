/// How to start the worker of a runtime that Pawl's own worker cannot open.
public struct InstalledWorker: Sendable, Hashable {
    /// The program's absolute path, and its arguments.
    public let arguments: [String]
    /// What the program needs beyond the environment that it inherits.
    public let environment: [String: String]

    public init(arguments: [String], environment: [String: String] = [:]) {
        self.arguments = arguments
        self.environment = environment
    }
}
