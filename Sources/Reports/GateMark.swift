import Gating
import Records

/// What the gates on one value said of it, as a sign beside it.
///
/// Of several gates the worst answer counts; a value that passed one while another was not judged, such as one against a baseline that
/// was not given, has passed only as far as it was judged.
enum GateMark: CaseIterable {
    case passed, partlyJudged, failed, undecided, error

    /// - Parameter states: of the gates on the value; nil comes of no gate that judged it.
    init?(_ states: [Verdict.State]) {
        guard let worst = Verdict.State.bySeverity.first(where: { $0 != .notJudged && states.contains($0) }) else {
            return nil
        }
        switch worst {
        case .failed: self = .failed
        case .error: self = .error
        case .inconclusive: self = .undecided
        case .passed: self = states.contains(.notJudged) ? .partlyJudged : .passed
        case .notJudged: return nil
        }
    }

    var badge: StatusBadge {
        switch self {
        case .passed: Verdict.State.passed.badge
        case .partlyJudged: StatusBadge("PASS, another gate not judged", symbol: "(✓)", .quiet)
        case .failed: Verdict.State.failed.badge
        case .undecided: Verdict.State.inconclusive.badge
        case .error: Verdict.State.error.badge
        }
    }

    /// In the legend of a table.
    private var words: String {
        switch self {
        case .passed: Verdict.State.passed.participle
        case .partlyJudged: "passed, and another gate on it not judged"
        case .failed: Verdict.State.failed.participle
        case .undecided: Verdict.State.inconclusive.participle
        case .error: Verdict.State.error.participle
        }
    }

    /// `✓ passed, ? undecided; no mark: no gate judged it`; nil where there is no mark to explain.
    static func legend(of marks: Set<GateMark>) -> Prose? {
        guard !marks.isEmpty else { return nil }
        let entries = allCases.filter(marks.contains).map { "\(mark: $0.badge) \($0.words)" as Prose }
        return entries.joined(", ") + "; no mark: no gate judged it"
    }
}
