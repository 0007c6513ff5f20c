/// How a worker is started: an executable and its arguments, never a shell.
public struct WorkerCommand: Sendable, Equatable {
    public var arguments: [String]
    /// Added to the supervisor's own environment.
    public var environment: [String: String]

    /// - Precondition: `arguments` is not empty; the first is a path.
    public init(arguments: [String], environment: [String: String] = [:]) {
        precondition(!arguments.isEmpty, "a worker needs an executable")
        self.arguments = arguments
        self.environment = environment
    }
}
