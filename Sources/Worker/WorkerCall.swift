/// A request that the supervisor makes of a worker, and the shape of its reply.
///
/// On the wire a call is one frame holding `{"call": name, "arguments": {...}}`, answered by one frame holding
/// `{"reply": {...}}` or `{"error": {...}}`; `docs/worker-protocol.md` describes it for other languages.
public protocol WorkerCall: Codable, Sendable {
    associatedtype Reply: Codable & Sendable
    static var name: String { get }
}

/// The version of everything below; a worker of another version is refused at the handshake.
public let workerProtocolVersion = 2
