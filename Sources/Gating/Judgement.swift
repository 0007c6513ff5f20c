import Records
import Statistics
import Suites

/// One gate about one cell, with everything that is known of them.
struct Judgement {
    let run: RunRecord
    let gate: Gate
    let cell: CellRecord
    let rule: DecisionRule
    let policy: JudgementPolicy
    let summaries: [Int: CellSummary]
    /// By schedule of looks; nil for what is no schedule.
    let sequences: [[Int]: SequentialRule?]
    /// What cells' answers and labels have to do with each other, by cell id.
    let checks: [Int: GroundTruthCheck]

    var metric: Metric { gate.metric }

    func find() -> Finding { withoutEmptyPass(judge()) }

    private func judge() -> Finding {
        guard gate.limitValue.isFinite else { return .error("no verdict: the gate's limit is not a number") }
        guard gate.against != .baseline || run.hasBaseline else {
            return Finding(
                state: .notJudged,
                headline:
                    "not judged: no baseline was given; pass --baseline NAME, --against SUITE2 or --against-run RUN")
        }
        if let failure = cell.failure { return .failed(cell, as: "\(cell.variant) ", failure) }
        if let finding = onlyOneClass ?? doubt { return finding }
        guard let purpose = gate.purpose else { return absolute() }
        guard let counterpart = run.counterpart(of: cell, for: purpose) else {
            return switch purpose {
            case .reference: .error("no value: model \(cell.model) has no measured reference")
            case .baseline: withoutBaseline
            }
        }
        if let failure = counterpart.failure {
            return .failed(counterpart, as: "the \(role) \(counterpart.model)/\(counterpart.variant) ", failure)
        }
        guard cell.device == counterpart.device || !followsMachine else { return betweenMachines(counterpart) }
        guard purpose == .baseline, let stored = run.storedBaseline(of: cell) else {
            return addingTwin(to: relative(to: counterpart, purpose))
        }
        return addingTwin(to: storedComparison(with: counterpart, stored))
    }

    /// Where the answers come from that a gate on them rests on; empty for gates on anything else.
    var answerDetails: [String] {
        switch metric.dimension {
        case .proportion, .information, .coefficient, .outputUnits, .decibels:
            AnswerText.details(
                [cell] + [gate.purpose.flatMap { run.counterpart(of: cell, for: $0) }].compactMap { $0 }, in: run)
        case .time, .rate, .bytes, .count: []
        }
    }

    /// Why outputs differ from those that a gate compares with, for what did not pass; empty for gates on anything else.
    func comparisonDetails(_ state: Verdict.State) -> [String] {
        guard state != .passed, state != .notJudged, metric.origin != .measurement, let purpose = gate.purpose,
            // What failed has a reason of its own, and so has a reference that is at chance.
            doubt == nil, cell.failure == nil, run.counterpart(of: cell, for: purpose)?.failure == nil,
            let goldenSet = run.goldenSet(of: cell)
        else { return [] }
        let comparison = purpose == .reference ? cell.accuracy?.comparison : cell.accuracy?.comparisonWithBaseline
        return comparison.map { ComparisonText.details($0, role, on: goldenSet) } ?? []
    }

    private func absolute() -> Finding {
        switch (metric.dimension, gate.limit) {
        case (.time, .maximum(let limit)): absoluteTime(.atMost, limit)
        case (.rate, .minimum(let limit)): absoluteTime(.atLeast, limit)
        case (.bytes, .maximum(let limit)):
            metric == .peakMemory ? absoluteMemory(limit) : exact(against: nil, limit)
        case (.count, .maximum(let limit)): placement(limit)
        case (_, .minimum(let limit)) where metric.origin == .answers:
            restsOnUnits ? estimatedLevel(limit) : minimumShare(limit)
        case (_, .maximum(let limit)) where metric.origin == .answers: estimatedLevel(limit)
        default: unsupported
        }
    }

    func relative(to counterpart: CellRecord, _ purpose: PairRecord.Purpose) -> Finding {
        if let finding = identicalOutputs(with: counterpart, purpose) { return finding }
        return switch (metric.dimension, gate.limit) {
        case (.time, .maximumIncrease), (.time, .maximumRatio), (.rate, .maximumDrop):
            relativeTime(to: counterpart, purpose)
        case (.bytes, .maximumIncrease(let limit)):
            metric == .peakMemory
                ? relativeMemory(to: counterpart, purpose, ratio: 1 + limit)
                : exact(against: counterpart, limit)
        case (.bytes, .maximumRatio(let limit)):
            metric == .peakMemory
                ? relativeMemory(to: counterpart, purpose, ratio: limit) : exact(against: counterpart, limit)
        case (.information, .maximum(let limit)): divergence(from: counterpart, purpose, limit)
        case (.proportion, .minimum(let limit)) where metric == .agreement && !answersAreClustered:
            agreement(with: counterpart, limit)
        case (.outputUnits, .maximum(let limit)) where metric == .maximumAbsoluteError:
            largestError(against: counterpart, purpose, limit)
        case (_, .minimum(let limit)) where metric.origin == .contrast:
            estimatedLevel(limit, against: counterpart, purpose)
        case (.proportion, .maximumDrop(let limit)) where !restsOnUnits: drop(from: counterpart, limit)
        case (_, .maximumDrop), (_, .maximumRise), (.outputUnits, .maximumIncrease), (.outputUnits, .maximumRatio):
            metric.origin == .answers ? estimatedChange(from: counterpart) : unsupported
        default: unsupported
        }
    }

    private var unsupported: Finding {
        .error("no verdict: \"\(gate.ruleText)\" is not a question that Pawl can answer")
    }

    /// "reference" or "baseline".
    var role: String { gate.against.rawValue }

    func summary(of cell: CellRecord) -> CellSummary { summaries[cell.id] ?? cell.summary }

    /// "identical files (A/A)", when the two cells run the same bytes.
    func identity(with counterpart: CellRecord) -> [String] {
        guard cell.modelFile.digest == counterpart.modelFile.digest else { return [] }
        return cell.runtime == counterpart.runtime
            ? ["identical files (A/A): any difference is noise"] : ["identical model files on different runtimes"]
    }

    /// The headline of a decision about `phrase`, such as "latency p50 +2.6 % (...), allowed +3 %".
    func headline(
        _ decision: DecisionRule.Decision, complaint: String, phrase: String, passNote: String = "", advice: String
    ) -> String {
        switch decision {
        case .fail: "\(cell.variant) \(complaint): \(phrase)"
        case .pass: "passes: \(passNote)\(phrase)"
        case .undecided: "undecided: \(phrase)\(advice.isEmpty ? "" : "; \(advice)")"
        }
    }
}

extension Judgement {
    /// What the evidence could see, beside what it saw.
    func wouldHaveFailed(_ effect: String) -> String {
        "would have failed a true \(effect) with \(VerdictText.fixed(policy.power * 100, 0)) % power"
    }
}

extension DecisionRule.Decision {
    var state: Verdict.State {
        switch self {
        case .pass: .passed
        case .fail: .failed
        case .undecided: .inconclusive
        }
    }
}
