import Records
import SuiteModel

/// What all verdicts of a run amount to.
public enum GateOutcome: String, Sendable, Codable {
    case passed
    case failed
    /// Something has no value, is undecided under the policy `fail`, or was not measured to the end.
    case incomplete

    /// One failed verdict fails the run, whatever else is missing. A gate that was not judged changes nothing here;
    /// reports show it.
    public init(verdicts: [Verdict], policy: InconclusivePolicy, status: RunRecord.Status) {
        let states = Set(verdicts.map(\.state))
        if states.contains(.failed) {
            self = .failed
        } else if states.contains(.error) || status != .complete
            || (states.contains(.inconclusive) && policy == .fail)
        {
            self = .incomplete
        } else {
            self = .passed
        }
    }

    /// 0, 1 or 3, as documented for the command line.
    public var exitCode: Int32 {
        switch self {
        case .passed: 0
        case .failed: 1
        case .incomplete: 3
        }
    }
}
