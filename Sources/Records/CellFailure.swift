/// Why a cell has no (or not all) values.
public struct CellFailure: Sendable, Codable, Equatable {
    public enum Kind: String, Sendable, Codable {
        /// The worker reported an error as a value: bad model, mismatched inputs, non-finite outputs.
        case error
        /// The worker died from a signal.
        case crash
        /// The worker exited without a word.
        case exit
        /// A phase took longer than its limit.
        case timeout
        /// Killed by the kernel, or an allocation failed.
        case outOfMemory = "out_of_memory"
        /// The worker broke the protocol.
        case protocolViolation = "protocol_violation"
        /// The worker answered what cannot be true, such as a time of 0.
        case implausible
        /// The run was stopped first.
        case interrupted
    }

    public var kind: Kind
    /// `load`, `warm-up`, `measure`, `evaluate`, `profile`, `start`.
    public var phase: String
    /// One sentence.
    public var message: String
    public var hint: String?
    /// Such as `SIGSEGV`.
    public var signal: String?
    public var exitCode: Int32?
    /// Last lines that the worker wrote to standard error.
    public var standardErrorTail: [String]

    public init(
        kind: Kind, phase: String, message: String, hint: String? = nil, signal: String? = nil, exitCode: Int32? = nil,
        standardErrorTail: [String] = []
    ) {
        self.kind = kind
        self.phase = phase
        self.message = message
        self.hint = hint
        self.signal = signal
        self.exitCode = exitCode
        self.standardErrorTail = standardErrorTail
    }
}
