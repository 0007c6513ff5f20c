import Harness
import Records
import Reports
import Suites
import Support

/// What the latency gates of one pair of cells failed of, measured right after the run.
struct FailedGateExplanation {
    /// For each pair, and for all of a run; never more than the run's own launches may take.
    static let secondsPerPair = LatencySection.defaultSeconds, secondsInAll = 60.0
    /// Less shows nothing with certainty.
    private static let fewestSeconds = 2.0

    /// Of the run.
    let pair: Int
    /// `model/variant`
    let cell: String
    let model: String
    let section: LatencySection

    /// - Parameters:
    ///   - run: judged.
    ///   - plan: that it was measured by.
    ///   - secondsLeft: nil where nothing but the times above limits it.
    /// - Returns: those of which anything was found.
    /// - Throws: `FileError` when no private folder for intermediate files can be made.
    static func measure(
        _ run: RunRecord, as plan: Plan, of suite: Suite, secondsLeft: Double?, patience: BusyWaitLimit,
        arguments: ParsedArguments, context: CommandContext
    ) throws -> [FailedGateExplanation] {
        let pairs = failedPairs(run, plan)
        let all = [secondsInAll, plan.measurement.budgetSeconds, secondsLeft].compactMap { $0 }.min() ?? secondsInAll
        let count = min(pairs.count, Int(all / fewestSeconds))
        if count < pairs.count {
            let names = pairs[count...].map { plan.cells[$0.candidateCell].name }
            context.warn(
                "not explained by operator, for want of time: \(names.joined(separator: ", ")); "
                    + "'pawl explain' does it cell by cell")
        }
        var explanations: [FailedGateExplanation] = []
        for pair in pairs.prefix(count) where !context.interruption.wasTriggered {
            let candidate = plan.cells[pair.candidateCell]
            let section = try LatencySection.measure(
                ExplainedPair(
                    suite, plan: plan.isolating(pair), seed: run.seed, patience: patience, arguments: arguments,
                    context: context), seconds: min(secondsPerPair, all / Double(count)))
            guard !section.headlines.isEmpty else { continue }
            explanations.append(.init(pair: pair.id, cell: candidate.name, model: candidate.model, section: section))
        }
        return explanations
    }

    /// Each once, however many gates it failed.
    private static func failedPairs(_ run: RunRecord, _ plan: Plan) -> [PlannedPair] {
        let failed = run.verdicts.filter { $0.state == .failed && $0.metric.isOfInference }
        return plan.pairs.filter { pair in
            failed.contains { $0.cell == pair.candidateCell && $0.against.rawValue == pair.purpose.rawValue }
                && [pair.baselineCell, pair.candidateCell].allSatisfy { id in
                    !plan.cells[id].runtime.limitations.contains { $0.feature == RuntimeLimitation.profile }
                }
        }
    }

    /// For pages: the whole table.
    var details: Document.Details {
        Document.Details("\(name: cell) beside its \(section.role)", section.section.blocks, reach: .pages)
    }

    func picture(in context: CommandContext) -> RenderedChart? {
        section.picture(of: cell, model: model, name: "operators-\(pair)", in: context)
    }
}
