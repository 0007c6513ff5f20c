import Records
import Statistics
import Suites

/// One gate about one cell, with everything that is known of them.
struct Judgement {
    let run: RunRecord
    let gate: Gate
    let kind: GateKind
    let cell: CellRecord
    let rule: DecisionRule
    let policy: JudgementPolicy
    let summaries: [Int: CellSummary]
    let sequences: SequentialRuleCache
    /// What cells' predictions and labels have to do with each other, by cell id.
    let checks: [Int: GroundTruthCheck]
    /// By pair id: what a change of an inference's time comes from, a line each.
    var explained: [Int: [String]] = [:]

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

    /// Where the predictions come from that a gate on them rests on; empty for gates on anything else.
    var evaluationDetails: [String] {
        guard kind.family == .accuracy else { return [] }
        return EvaluationText.details(
            [cell] + [gate.purpose.flatMap { run.counterpart(of: cell, for: $0) }].compactMap { $0 }, in: run)
    }

    /// Why outputs differ from those that a gate compares with, for what did not pass; empty for gates on anything else.
    func comparisonDetails(_ state: Verdict.State) -> [String] {
        told(state) { ComparisonText.details($0, role, on: $1) }
    }

    /// Those of `comparisonDetails` that explain it.
    func explanations(_ state: Verdict.State) -> [String] {
        told(state) { ComparisonText.explanations($0, role, on: $1) }
    }

    private func told(
        _ state: Verdict.State, _ words: (OutputComparison, GoldenSetRecord) -> [String]
    ) -> [String] {
        guard state != .passed, state != .notJudged, metric.origin != .measurement, let purpose = gate.purpose,
            // What failed has a reason of its own, and so has a reference that is at chance.
            doubt == nil, cell.failure == nil, run.counterpart(of: cell, for: purpose)?.failure == nil,
            let goldenSet = run.goldenSet(of: cell)
        else { return [] }
        let comparison = purpose == .reference ? cell.accuracy?.comparison : cell.accuracy?.comparisonWithBaseline
        return comparison.map { words($0, goldenSet) } ?? []
    }

    private func absolute() -> Finding {
        switch kind {
        case .timeBudget(let allowed, let limit):
            TimeBudgetGate(judgement: self, allowed: allowed, limit: limit).find()
        case .memoryBudget(let limit): MemoryBudgetGate(judgement: self, limit: limit).find()
        case .size(let limit): ExactGate(judgement: self, counterpart: nil, limit: limit).find()
        case .placement(let limit): PlacementGate(judgement: self, limit: limit).find()
        case .accuracyLimit(let limit): AccuracyLimitGate(judgement: self, limit: limit).find()
        case .timeChange, .memoryChange, .sizeChange, .accuracyChange, .sliceDrop, .agreement, .divergence,
            .largestError, .fidelity, .unsupported:
            unsupported
        }
    }

    func relative(to counterpart: CellRecord, _ purpose: PairRecord.Purpose) -> Finding {
        if let finding = identicalOutputs(with: counterpart, purpose) { return finding }
        return switch kind {
        case .timeChange(let scale):
            if let scale {
                comparesWithStoredRun
                    ? StoredTimeChangeGate(judgement: self, counterpart: counterpart, scale: scale).find()
                    : TimeChangeGate(judgement: self, counterpart: counterpart, purpose: purpose, scale: scale).find()
            } else {
                .error("no verdict: the gate's limit is out of range")
            }
        case .memoryChange(let ratio):
            MemoryChangeGate(judgement: self, counterpart: counterpart, purpose: purpose, ratio: ratio).find()
        case .sizeChange(let limit): ExactGate(judgement: self, counterpart: counterpart, limit: limit).find()
        case .accuracyChange: AccuracyChangeGate(judgement: self, counterpart: counterpart).find()
        case .sliceDrop(let limit): SliceDropGate(judgement: self, limit: limit, counterpart: counterpart).find()
        case .agreement(let limit):
            AgreementGate(judgement: self, limit: limit, counterpart: counterpart, purpose: purpose).find()
        case .divergence(let limit):
            DivergenceGate(judgement: self, limit: limit, counterpart: counterpart, purpose: purpose).find()
        case .largestError(let limit):
            LargestErrorGate(judgement: self, limit: limit, counterpart: counterpart, purpose: purpose).find()
        case .fidelity(let limit):
            AccuracyLimitGate(judgement: self, limit: limit, counterpart: counterpart, purpose: purpose).find()
        case .timeBudget, .memoryBudget, .size, .placement, .accuracyLimit, .unsupported: unsupported
        }
    }

    private var unsupported: Finding {
        .error("no verdict: \"\(gate.ruleText)\" is not a question that Pawl can answer")
    }

    /// "reference" or "baseline".
    var role: String { gate.against.rawValue }

    /// What the golden set's figures count: "sample", or "group" of samples.
    var judgedWord: String { run.goldenSet(of: cell)?.judgedWord ?? "sample" }

    /// "1 sample", "38 groups"
    func counted(_ count: Int) -> String { VerdictText.count(count, judgedWord, judgedWord + "s") }

    func summary(of cell: CellRecord) -> CellSummary { summaries[cell.id] ?? cell.summary }

    /// "identical files (A/A)", when the two cells run the same bytes.
    func identity(with counterpart: CellRecord) -> [String] {
        guard cell.modelFile.digest == counterpart.modelFile.digest else { return [] }
        return cell.runtime.runsLike(counterpart.runtime)
            ? ["identical files (A/A): any difference is noise"] : ["identical model files on different runtimes"]
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

extension Judgement {
    /// Times and memory are those of a machine; predictions, and the size of a file, are not.
    var followsMachine: Bool { metric.origin == .measurement && metric != .modelSize }

    /// No verdict is better than one that takes the difference of two machines for one of two models.
    func betweenMachines(_ counterpart: CellRecord) -> Finding {
        .error(
            "no value: it was measured on \(place(cell)), the \(role) on \(place(counterpart)): "
                + "the \(metric.title) of two machines cannot be compared",
            details: [
                "hint: give the \(role) a runtime on the same machine, or limit the gate with 'variants: [...]'; "
                    + "gates on predictions do compare across machines"
            ])
    }

    private func place(_ cell: CellRecord) -> String { cell.device ?? run.environment.hostName }
}

/// How much evidence a verdict needs.
public struct JudgementPolicy: Sendable, Equatable {
    /// The probability that a run fails anything of one family wrongly: divided by the number of judgements of the
    /// family (Bonferroni), up front, because a verdict must not depend on how others turn out.
    public var failAlpha: Double
    /// The probability of passing one cell that exceeds its limit. Not divided: a run passes only when all its
    /// judgements pass (intersection-union test).
    public var passAlpha: Double
    /// Of the minimal detectable effect and of "this many more would decide".
    public var power: Double
    /// Differences of memory below this are the grain of pages and allocators, whatever the percentage allows.
    public var memoryFloorBytes: Double

    public init(
        failAlpha: Double = 0.01, passAlpha: Double = 0.05, power: Double = 0.8, memoryFloorBytes: Double = 262_144
    ) {
        self.failAlpha = failAlpha
        self.passAlpha = passAlpha
        self.power = power
        self.memoryFloorBytes = memoryFloorBytes
    }
}
