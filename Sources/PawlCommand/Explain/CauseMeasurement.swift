import CSystem
import Explanation
import Foundation
import GoldenSets
import Records
import Suites
import Support

/// Tries layers of a candidate in float until the fewest are known with which its gates pass.
///
/// Where evaluating the whole golden set takes long, the search is made on an excerpt, on which a set of layers counts when no gate's value
/// is beyond its limit; what it finds is then judged on the whole set like everything else.
struct CauseMeasurement {
    /// Layers of a cause of which it is told apart what of them breaks the candidate.
    static let mostTold = 8
    /// Evaluations that take no longer are not worth an excerpt.
    private static let quickSeconds = 4.0
    /// Samples of an excerpt.
    private static let excerptSamples = 48

    let pair: ExplainedPair
    let correspondence: ModelCorrespondence
    let divergences: [ValueDivergence]
    let gates: [Gate]
    let folder: TemporaryFolder
    let progress: ExplanationProgress

    /// What is known while it goes on.
    private final class State {
        var trials = 0
        var whole: [Set<Int>: Trial] = [:]
        var failure: String?
    }

    /// - Parameter secondsSpent: of `--budget`, so far.
    /// - Returns: positions of the layers that break the candidate.
    func run(into section: inout AccuracySection, secondsSpent: Double) throws -> [Int] {
        let start = pawl_monotonic_raw_nanoseconds()
        func seconds() -> Double { Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9 }
        let state = State()
        let maker = LayerReplacement(correspondence)
        let budget = try pair.arguments.duration("--budget").map { max(0, $0 - secondsSpent) }
        let whole = try evaluation(on: nil, maker, budget: budget)
        let judge = { (layers: Set<Int>) throws -> Bool? in
            if let known = state.whole[layers] { return known.passes }
            guard let trial = try self.trial(layers, whole, state, counts: \.passes) else { return nil }
            state.whole[layers] = trial
            return trial.passes
        }
        var order = correspondence.suspicions(divergences)
        _ = try judge([])
        if state.whole[[]]?.passes == false, seconds() > Self.quickSeconds, let excerpt = try excerpt() {
            let quick = try evaluation(on: excerpt, maker, budget: budget.map { max(0, $0 - seconds()) })
            var search = CauseSearch(order: order) { layers in
                // The gate decides on all samples; on few of them its interval is too wide for any word.
                try self.trial(layers, quick, state, counts: \.isWithinLimits)?.isWithinLimits
            }
            let found = try search.run()
            if found.ending == .stopped {
                section.searchedSamples = excerpt.sampleCount
                conclude(found, of: state, seconds(), into: &section)
                return found.causes
            }
            if found.ending == .found {
                order = found.causes + order.filter { !found.causes.contains($0) }
                if try judge(Set(found.causes)) == true {
                    section.searchedSamples = excerpt.sampleCount
                    conclude(found, of: state, seconds(), into: &section)
                    try tellParts(found, whole, maker, into: &section)
                    return found.causes
                }
            }
        }
        var search = CauseSearch(order: order, passes: judge)
        let finding = try search.run()
        conclude(finding, of: state, seconds(), into: &section)
        if finding.ending == .found { try tellParts(finding, whole, maker, into: &section) }
        return finding.causes
    }

    private func excerpt() throws -> GoldenSet? {
        // A worker of the suite's own may not see the copies.
        guard pair.plan.cells.allSatisfy({ $0.runtime.worker == nil }) else { return nil }
        return try pair.plan.goldenSets[pair.candidate.goldenSet].set.excerpt(of: Self.excerptSamples, copiesIn: folder)
    }

    /// - Parameter excerpt: nil for the whole golden set.
    private func evaluation(
        on excerpt: GoldenSet?, _ maker: LayerReplacement, budget: Double?
    ) throws -> TrialEvaluation {
        var plan = pair.plan
        plan.cells = [pair.baseline]
        plan.pairs = []
        if let excerpt { plan.goldenSets[pair.candidate.goldenSet].set = excerpt }
        return try TrialEvaluation(
            plan: plan, template: pair.candidate, gates: gates, variant: pair.candidate.variant, maker: maker,
            worker: pair.context.worker, interruption: pair.context.interruption, budgetSeconds: budget,
            observe: { _ in })
    }

    private func trial(
        _ layers: Set<Int>, _ evaluation: TrialEvaluation, _ state: State, counts: (Trial) -> Bool
    ) throws -> Trial? {
        guard let trial = try evaluation.evaluate([layers])[0] else { return nil }
        state.trials += 1
        state.failure = state.failure ?? trial.failure
        progress.tried(
            state.trials, layers.map { correspondence.layers[$0].name }, of: correspondence.layers.count,
            counts(trial))
        return trial
    }

    private func conclude(
        _ finding: CauseSearch.Finding, of state: State, _ seconds: Double, into section: inout AccuracySection
    ) {
        section.ending = finding.ending
        section.isMinimal = finding.isMinimal
        section.candidate = state.whole[[]]
        section.restored = state.whole[Set(finding.causes)]
        section.trials = state.trials
        section.secondsPerTrial = seconds / Double(max(state.trials, 1))
        if let failure = state.failure { section.obstacle = "a mixed model could not be evaluated: \(failure)" }
        section.causes = finding.causes.map { position in
            let layer = correspondence.layers[position]
            let own = divergences.filter { layer.outputs.contains($0.value) }.compactMap { $0.own?.sqnr }.min()
            return AccuracySection.Cause(
                layer: layer.name, operatorType: layer.operatorType, weightBytes: layer.weightBytes, part: nil,
                ownSQNR: own, outputs: layer.outputs)
        }
    }

    /// Whether the reference's weights alone mend each layer that was found.
    private func tellParts(
        _ finding: CauseSearch.Finding, _ evaluation: TrialEvaluation, _ maker: LayerReplacement,
        into section: inout AccuracySection
    ) throws {
        guard finding.causes.count <= Self.mostTold else { return }
        for (index, layer) in finding.causes.enumerated() where correspondence.quantisesInputs(of: layer) {
            maker.quantisedInputs = [layer]
            guard let trial = try evaluation.evaluate([Set(finding.causes)])[0] else { return }
            section.trials += 1
            guard trial.failure == nil else { continue }
            section.causes[index].part = trial.passes ? .weights : .inputs
        }
    }
}

extension Trial {
    /// Whether no gate's value is beyond its limit, however sure that is.
    fileprivate var isWithinLimits: Bool { failure == nil && damage <= 1 }
}
