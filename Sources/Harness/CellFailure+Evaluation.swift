import Diagnostics
import Records

extension CellFailure {
    /// The worker did its part, but its answers cannot be scored.
    static func evaluation(_ error: any Error) -> CellFailure {
        let words = (error as? any DiagnosableError)?.diagnostics.first
        return CellFailure(
            kind: .error, phase: "evaluate", message: words?.message ?? "\(error)", hint: words?.hint)
    }
}
