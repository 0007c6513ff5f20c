/// How a worker is started: an executable and its arguments, never a shell.
public struct WorkerCommand: Sendable, Hashable {
    public var arguments: [String]
    /// Added to the supervisor's own environment.
    public var environment: [String: String]

    /// - Precondition: `arguments` is not empty; the first is a path, or a name to look for in PATH.
    public init(arguments: [String], environment: [String: String] = [:]) {
        precondition(!arguments.isEmpty, "a worker needs an executable")
        self.arguments = arguments
        self.environment = environment
    }

    /// For people and records.
    public var text: String { arguments.joined(separator: " ") }
}
