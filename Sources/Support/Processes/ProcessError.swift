import Diagnostics

/// Why a program could not be run to its end.
public enum ProcessError: DiagnosableError, Equatable {
    case noPipe(reason: String)
    case notStarted(program: String, reason: String)
    /// It was killed, with what it had started.
    case tookTooLong(program: String, limitSeconds: Double)
    /// The user asked to stop; it was killed, with what it had started.
    case interrupted(program: String)
    /// It ended with another status than 0.
    case failed(program: String, lastWords: String)

    /// One line without a full stop.
    public var reason: String {
        switch self {
        case .noPipe(let reason): "no pipe to a program: \(reason)"
        case .notStarted(let program, let reason): "\(program): \(reason)"
        case .tookTooLong(let program, let limit): "\(program) took longer than \(limit.formatted) s and was stopped"
        case .interrupted(let program): "\(program) was stopped"
        case .failed(let program, let lastWords): "\(program) failed" + (lastWords.isEmpty ? "" : ": \(lastWords)")
        }
    }

    public var blame: Blame {
        switch self {
        case .noPipe, .notStarted, .tookTooLong, .failed: .machine
        case .interrupted: .interruption
        }
    }

    public var diagnostics: [Diagnostic] { [Diagnostic(code: code, reason)] }

    private var code: String {
        switch self {
        case .noPipe: "process.no-pipe"
        case .notStarted: "process.not-started"
        case .tookTooLong: "process.took-too-long"
        case .interrupted: "process.interrupted"
        case .failed: "process.failed"
        }
    }
}

extension Double {
    /// `20`, not `20.0`.
    fileprivate var formatted: String { Int(exactly: self).map(String.init) ?? String(self) }
}
