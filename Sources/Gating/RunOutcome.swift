import Records

/// What became of a run as a whole, for reports and for the exit code alike.
public enum RunOutcome: String, Sendable, Codable, CaseIterable {
    case failed
    /// Stopped before its end.
    case interrupted
    /// Still being measured, according to the record.
    case running
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
        self.init(
            status: run.status, states: Set(run.verdicts.map(\.state)), onInconclusive: run.onInconclusive)
    }

    /// The same from what a list of runs knows.
    ///
    /// - Parameter states: of the run's verdicts.
    public init(status: RunRecord.Status, states: Set<Verdict.State>, onInconclusive: InconclusivePolicy) {
        if states.contains(.failed) {
            self = .failed
        } else if status == .running {
            self = .running
        } else if status == .interrupted {
            self = .interrupted
        } else if status == .incomplete || states.contains(.error) {
            self = .incomplete
        } else if states.contains(.inconclusive), onInconclusive == .fail {
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
        case .interrupted, .running, .incomplete, .inconclusive: 3
        }
    }
}
