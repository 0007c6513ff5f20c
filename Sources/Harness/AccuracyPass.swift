import Foundation
import GoldenSets
import ModelFormats
import Records
import Suites
import Support

/// Gets every cell's predictions for its golden set, from an earlier run or by evaluation, then computes the task metrics.
///
/// A cell is evaluated when `EvaluationCache` has nothing to reuse for it, and when its scores are wanted for a contrast that no
/// earlier run knows: a candidate that changed is contrasted with a reference that did not.
struct AccuracyPass {
    private let plan: Plan
    private let evaluation: ShardedEvaluation
    private let cache: EvaluationCache
    private let comparisons: [ReferenceComparison]
    private let runID: String
    private let time: RunDeadline
    private let interruption: Interruption
    private let progress: CellProgress
    private let memory: PredictionMemory?
    /// Nil where none are wanted.
    private let trials: InputTrialPass?
    /// What was evaluated now, by cell id.
    private var evaluated: [Int: EvaluatedSet] = [:]

    init(
        plan: Plan, evaluation: ShardedEvaluation, cache: EvaluationCache, runID: String, time: RunDeadline,
        progress: CellProgress, triesInputs: Bool = false, memory: PredictionMemory? = nil
    ) {
        self.memory = memory
        self.plan = plan
        self.evaluation = evaluation
        self.cache = cache
        self.runID = runID
        self.time = time
        self.progress = progress
        interruption = evaluation.workers.interruption
        comparisons = ReferenceComparison.all(of: plan)
        trials =
            triesInputs
            ? InputTrialPass(plan: plan, workers: evaluation.workers, folder: evaluation.folder) : nil
    }

    mutating func run() {
        for warning in cache.warnings { progress.warn(warning) }
        for group in groups where !isWhole(group) {
            guard !interruption.wasTriggered else { return }
            guard time.measuringSecondsLeft > 0 else {
                for id in group { progress.fail(id, .timeIsOver) }
                continue
            }
            run(group)
            if !interruption.wasTriggered { progress.keepWhole() }
        }
    }

    private mutating func run(_ group: Set<Int>) {
        for id in group {
            // Half of a group's predictions are worth nothing without the scores, which are not kept.
            progress.update(id) { record in
                guard let accuracy = record.accuracy else { return }
                if accuracy.origin?.reusedFromRun == nil { record.secondsSpent -= accuracy.seconds }
                record.accuracy = nil
            }
        }
        let comparisons = comparisons.filter { group.contains($0.cell.id) }
        var wanted = neededAtFirst(of: group, comparisons)
        while !wanted.isEmpty, !interruption.wasTriggered {
            evaluate(wanted)
            wanted = neededForComparisons(comparisons, digests: digests)
        }
        guard !interruption.wasTriggered else { return }
        for cell in plan.cells
        where group.contains(cell.id) && evaluated[cell.id] == nil && !progress.hasFailed(cell.id) {
            reuse(cell)
        }
        for comparison in comparisons { record(comparison) }
        tryInputs(of: group)
    }

    // MARK: - Groups

    /// Cells whose predictions are contrasted with one another, in the plan's order. All cells are one group where nothing is kept on
    /// the way and no time presses: the more there are, the better they fill the cores.
    private var groups: [Set<Int>] {
        guard progress.isKept || time.totalSeconds != nil else { return [Set(plan.cells.map(\.id))] }
        var groups = plan.cells.map { Set([$0.id]) }
        for comparison in comparisons {
            let linked = Set([comparison.cell.id, comparison.other.id])
            let touched = groups.filter { !$0.isDisjoint(with: linked) }
            groups.removeAll { !$0.isDisjoint(with: linked) }
            groups.append(touched.reduce(linked) { $0.union($1) })
        }
        return groups.sorted { ($0.min() ?? 0) < ($1.min() ?? 0) }
    }

    /// Whether an earlier process of this run left nothing to do: every cell has its evaluation or a failure, and every contrast its result.
    private func isWhole(_ group: Set<Int>) -> Bool {
        let cells = progress.cells
        guard group.allSatisfy({ cells[$0].accuracy?.origin != nil || cells[$0].failure != nil }) else { return false }
        return comparisons.filter { group.contains($0.cell.id) }.allSatisfy { comparison in
            cells[comparison.cell.id].failure != nil || cells[comparison.other.id].failure != nil
                || cells[comparison.cell.id].accuracy?.origin?[keyPath: comparison.purpose.otherDigest] != nil
        }
    }

    // MARK: - Who is evaluated

    /// What cannot be reused, and what its contrasts will want should every prediction be as it was.
    private func neededAtFirst(of group: Set<Int>, _ comparisons: [ReferenceComparison]) -> Set<Int> {
        group.subtracting(cache.reusable).union(
            neededForComparisons(comparisons, digests: cache.evaluations.mapValues { $0.origin.scoresDigest }))
    }

    /// Cells whose scores are missing for a contrast.
    private func neededForComparisons(_ comparisons: [ReferenceComparison], digests: [Int: String]) -> Set<Int> {
        var wanted: Set<Int> = []
        for comparison in comparisons {
            let pair = [comparison.cell.id, comparison.other.id]
            guard !pair.contains(where: progress.hasFailed) else { continue }
            if let own = digests[comparison.cell.id], let theirs = digests[comparison.other.id],
                comparison.known(own: own, theirs: theirs, former: cache.evaluations[comparison.cell.id]) != nil
            {
                continue
            }
            wanted.formUnion(pair.filter { evaluated[$0] == nil })
        }
        return wanted
    }

    /// As they stand: of what was evaluated, else of what is reused.
    private var digests: [Int: String] {
        var digests = cache.evaluations.mapValues { $0.origin.scoresDigest }
        for cell in progress.cells {
            if let origin = cell.accuracy?.origin { digests[cell.id] = origin.scoresDigest }
        }
        return digests
    }

    // MARK: - Evaluating and reusing

    private mutating func evaluate(_ wanted: Set<Int>) {
        let known = memory?.predictions(among: wanted) ?? [:]
        let cells = plan.cells.filter { wanted.contains($0.id) && known[$0.id] == nil }
        progress.report(.phase(.accuracy, steps: cells.reduce(0) { $0 + evaluation.shardCount(of: $1) }))
        let compared = Set(comparisons.flatMap { [$0.cell.id, $0.other.id] })
        let fresh = evaluation.evaluate(cells, comparing: compared, into: progress)
        memory?.keep(fresh)
        guard !interruption.wasTriggered else { return }
        for (id, fresh) in fresh.merging(known, uniquingKeysWith: { fresh, _ in fresh }).sorted(by: { $0.key < $1.key })
        {
            let set = plan.goldenSets[plan.cells[id].goldenSet].set
            do {
                let judged = try TaskEvaluation.evaluate(outputs: fresh.outputs, on: set)
                evaluated[id] = EvaluatedSet(outputs: fresh.outputs, evaluation: judged, others: fresh.others)
                record(judged, of: id, fresh, on: set)
            } catch {
                progress.fail(id, .evaluation(blame(error, on: set)))
            }
        }
    }

    /// NaN that comes out where NaN went in is the golden set's.
    private func blame(_ error: GoldenSetError, on set: GoldenSet) -> GoldenSetError {
        guard case .nonFiniteScores(_, _, let samples) = error else { return error }
        return set.inputsToBlame(for: samples) ?? error
    }

    private func record(
        _ judged: TaskEvaluation, of id: Int, _ fresh: ShardedEvaluation.Predictions, on set: GoldenSet
    ) {
        let digests = ScoreDigests(of: fresh.outputs, groups: set.groups)
        var accuracy = AccuracyRecord(
            predictions: judged.predictions, labelRanks: judged.labelRanks, texts: judged.texts,
            confidences: judged.confidences, metrics: judged.metrics, unitValues: judged.unitValues,
            seconds: fresh.seconds,
            topK: set.manifest.task.topK ?? GoldenSetManifest.defaultTopK, readingTrials: judged.trials,
            origin: EvaluationProvenance(
                key: key(ofEvaluated: plan.cells[id]), scoresDigest: digests.whole, sampleDigests: digests.rows,
                evaluatedAt: Date()))
        let repetition = repetition(of: accuracy, id)
        accuracy.origin?.repetition = repetition
        progress.update(id) { record in
            record.secondsSpent += fresh.seconds
            record.accuracy = accuracy
        }
    }

    /// Nil when a file of the model is no longer the one that the plan's digest is of: nobody knows which of the two was evaluated.
    private func key(ofEvaluated cell: PlannedCell) -> String? {
        guard let key = cache.keys[cell.id] else { return nil }
        if (try? ModelContent(path: cell.modelContent.path)) == cell.modelContent { return key }
        progress.warn("\(cell.name): its model changed while it was evaluated; its evaluation will not be reused")
        return nil
    }

    /// Fresh predictions compared with those of another evaluation under the same key: of this run, where they differ, else the
    /// newest of earlier runs.
    private func repetition(of accuracy: AccuracyRecord, _ id: Int) -> RepeatedEvaluation? {
        guard let key = accuracy.origin?.key else { return nil }
        let twin = progress.cells.first { $0.id != id && $0.accuracy?.origin?.key == key && evaluated[$0.id] != nil }
        if let other = twin?.accuracy, let repetition = RepeatedEvaluation(of: accuracy, other, run: runID),
            repetition.isDifferent
        {
            return repetition
        }
        return cache.evaluations[id].flatMap { RepeatedEvaluation(of: accuracy, $0.accuracy, run: $0.run) }
    }

    private func reuse(_ cell: PlannedCell) {
        guard let former = cache.evaluations[cell.id] else { return }
        let accuracy = AccuracyRecord(
            predictions: former.accuracy.predictions, labelRanks: former.accuracy.labelRanks,
            texts: former.accuracy.texts, confidences: former.accuracy.confidences,
            metrics: former.accuracy.metrics.filter { $0.key.origin == .groundTruth },
            unitValues: former.accuracy.unitValues.filter { $0.key.origin == .groundTruth }, seconds: 0,
            topK: former.accuracy.topK, inputTrials: former.accuracy.inputTrials,
            readingTrials: former.accuracy.readingTrials,
            origin: EvaluationProvenance(
                key: former.origin.key, scoresDigest: former.origin.scoresDigest,
                evaluatedAt: former.origin.evaluatedAt, reusedFromRun: former.run))
        progress.update(cell.id) { $0.accuracy = accuracy }
    }

    /// Of what was evaluated now; what is reused has its trials from then.
    private func tryInputs(of group: Set<Int>) {
        guard let trials else { return }
        for cell in plan.cells where group.contains(cell.id) && !progress.hasFailed(cell.id) {
            guard !interruption.wasTriggered, time.measuringSecondsLeft > 0, let fresh = evaluated[cell.id],
                let accuracy = progress.cells[cell.id].accuracy
            else { continue }
            let reference = comparisons.first { $0.cell.id == cell.id && $0.purpose == .reference }
                .flatMap { progress.cells[$0.other.id].accuracy?.metrics[.accuracy] }
            let found = trials.run(cell, fresh.evaluation, reference: reference, seconds: accuracy.seconds)
            progress.update(cell.id) { $0.accuracy?.inputTrials = found }
        }
    }

    // MARK: - Contrasts

    private func record(_ comparison: ReferenceComparison) {
        let (id, other) = (comparison.cell.id, comparison.other.id)
        guard !progress.hasFailed(id), !progress.hasFailed(other),
            let own = digests[id], let theirs = digests[other], let result = result(of: comparison, own, theirs)
        else { return }
        progress.update(id) { record in
            record.accuracy?[keyPath: comparison.purpose.metrics].merge(result.metrics) { $1 }
            record.accuracy?[keyPath: comparison.purpose.unitValues].merge(result.unitValues) { $1 }
            record.accuracy?[keyPath: comparison.purpose.comparison] = result.outputs
            record.accuracy?.origin?[keyPath: comparison.purpose.otherDigest] = theirs
        }
    }

    private func result(of comparison: ReferenceComparison, _ own: String, _ theirs: String) -> TaskComparison? {
        let (id, other) = (comparison.cell.id, comparison.other.id)
        guard let ours = evaluated[id], let reference = evaluated[other] else {
            return comparison.known(own: own, theirs: theirs, former: cache.evaluations[id])
        }
        do {
            return try TaskComparison.compare(candidate: ours, reference: reference, on: comparison.goldenSet)
        } catch {
            progress.fail(id, .evaluation(error))
            return nil
        }
    }
}
