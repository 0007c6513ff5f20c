/// Ends the worker; it answers, then exits with 0.
public struct ShutdownCall: WorkerCall {
    public static let name = "shutdown"

    public init() {}

    public struct Reply: Codable, Sendable {}
}
