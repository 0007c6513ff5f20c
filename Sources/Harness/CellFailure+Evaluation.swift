import Diagnostics
import Records

extension CellFailure {
    /// Nothing is wrong with the cell: it was not reached.
    static let timeIsOver = CellFailure(
        kind: .interrupted, phase: "evaluate",
        message: "the time for the run was over before its golden set was evaluated",
        hint: "allow more time with --budget")

    /// The worker did its part, but its answers cannot be scored.
    static func evaluation(_ error: any Error) -> CellFailure {
        let words = (error as? any DiagnosableError)?.diagnostics.first
        return CellFailure(
            kind: .error, phase: "evaluate", message: words?.message ?? "\(error)", hint: words?.hint)
    }
}
