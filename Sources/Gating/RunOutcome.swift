import Records

/// What became of a run as a whole, for reports and for the exit code alike.
public enum RunOutcome: String, Sendable, Codable, CaseIterable {
    case failed
    /// Stopped before its end, or still being measured.
    case interrupted
    /// Something could not be measured, or a gate has no value to judge.
    case incomplete
    /// A gate is undecided, and the run's policy is not to skip it.
    case inconclusive
    case passed
    /// No gate was judged, and every cell was measured.
    case measured

    /// The worst that applies: a failed gate outranks all; then missing values, which never pass; then undecided gates.
    /// A gate that was not judged changes nothing here; reports show it.
    public init(of run: RunRecord) {
        let states = Set(run.verdicts.map(\.state))
        if states.contains(.failed) {
            self = .failed
        } else if run.status == .interrupted || run.status == .running {
            self = .interrupted
        } else if run.status == .incomplete || states.contains(.error) {
            self = .incomplete
        } else if states.contains(.inconclusive), run.onInconclusive == .fail {
            self = .inconclusive
        } else {
            self = states.isDisjoint(with: [.passed, .inconclusive]) ? .measured : .passed
        }
    }

    /// 0, 1 or 3, as documented for the command line.
    public var exitCode: Int32 {
        switch self {
        case .passed, .measured: 0
        case .failed: 1
        case .interrupted, .incomplete, .inconclusive: 3
        }
    }
}
