import Gating
import Records

extension RunOutcome {
    /// The word that every report begins with.
    public var word: String {
        switch self {
        case .failed: "FAIL"
        case .interrupted: "INTERRUPTED"
        case .running: "RUNNING"
        case .incomplete: "INCOMPLETE"
        case .inconclusive: "UNDECIDED"
        case .passed: "PASS"
        case .measured: "MEASURED"
        }
    }

    var badge: StatusBadge {
        let standing: Standing =
            switch self {
            case .failed: .failed
            case .interrupted, .incomplete: .error
            case .inconclusive: .undecided
            case .passed: .passed
            case .measured: .quiet
            case .running: .note
            }
        return StatusBadge(word, standing)
    }
}

extension ReportModel {
    public var outcome: RunOutcome { RunOutcome(of: run) }

    /// One line of counts: `1 failed, 1 undecided, 12 passed`.
    public var tally: String {
        let counts = Verdict.State.bySeverity.map { ($0, count($0)) }.filter { $0.1 > 0 }
            .map { "\($0.1) \($0.0.participle)" }
        let unmeasured = run.cells.count { $0.failure != nil }
        let cells =
            Wording.count(run.cells.count, "cell")
            + (unmeasured > 0 ? ", \(unmeasured) not measured whole" : "")
        return counts.isEmpty ? "no gate to judge; \(cells)" : "\(counts.joined(separator: ", ")); \(cells)"
    }
}

extension Verdict.State {
    static let bySeverity: [Verdict.State] = [.failed, .error, .inconclusive, .notJudged, .passed]

    package var badge: StatusBadge {
        switch self {
        case .passed: StatusBadge("PASS", symbol: "✓", .passed)
        case .failed: StatusBadge("FAIL", symbol: "✗", .failed)
        case .inconclusive: StatusBadge("UNDECIDED", symbol: "?", .undecided)
        case .notJudged: StatusBadge("NOT JUDGED", symbol: "–", .quiet)
        case .error: StatusBadge("ERROR", symbol: "!", .error)
        }
    }

    /// After a count.
    var participle: String {
        switch self {
        case .passed: "passed"
        case .failed: "failed"
        case .inconclusive: "undecided"
        case .notJudged: "not judged"
        case .error: "without a value"
        }
    }
}

extension Verdict {
    /// The metric and what it is held against: `latency p50 vs reference`.
    var subject: String {
        switch against {
        case .nothing: metric.title
        case .reference: metric.title + " vs reference"
        case .baseline: metric.title + " vs baseline"
        }
    }
}

extension CellFailure {
    /// One line: what happened, in which phase, with which signal or exit code.
    var summary: String {
        let facts = [
            "\(kind.rawValue.replacing("_", with: " ")) during \(phase)", signal, exitCode.map { "exit code \($0)" },
        ].compactMap { $0 }
        return "\(message) (\(facts.joined(separator: ", ")))"
    }
}
