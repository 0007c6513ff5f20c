/// What a worker did against the protocol, in one line without a full stop.
struct ProtocolViolation: Error {
    var reason: String
    /// Whether a worker was waited for in vain.
    var isTimeout = false
}

/// Why a check says nothing of this worker.
struct NotApplicable: Error {
    var reason: String
}

/// The user asked to stop.
struct Stopped: Error {}
