import Foundation
import Records
import TaskMetrics

extension OutputComparison {
    /// How many samples are named at most.
    static let worstSampleLimit = 5

    /// Holds every output of a reference against the candidate's of the same name.
    ///
    /// - Complexity: O(elements of all outputs), and a little for what differs.
    public init(candidate: EvaluatedSet, reference: EvaluatedSet, on set: GoldenSet) {
        self.init()
        let theirs = reference.tensors(on: set), ours = candidate.tensors(on: set)
        let keys = Set(set.manifest.comparedTensors)
        let judged = set.manifest.outputs.filter { keys.contains($0.key) && theirs[$0.name] != nil }.map(\.name)
        let primary = judged.isEmpty ? theirs.keys.min().map { [$0] } ?? [] : judged
        var farthest = Double.infinity
        for (name, other) in theirs.sorted(by: { $0.key < $1.key }) where other.table.rows > 0 {
            var comparison = TensorComparison(output: name, shape: other.table.shape(ofRow: 0), samples: 0)
            guard let own = ours[name] else {
                comparison.explanation = .missing
                tensors.append(comparison)
                continue
            }
            let pair = PairedOutput(reference: other, candidate: own)
            guard !pair.rows.isEmpty else { continue }
            comparison.samples = pair.rows.count
            let notFinite = pair.notFinite
            if notFinite > 0 {
                comparison.explanation = .notFinite(samples: notFinite)
            } else {
                comparison.explanation = OutputExplanation(pair).find(
                    shape: own.table.shape(ofRow: pair.rows[0].candidate))
            }
            if notFinite == 0, pair.hasEqualShapes {
                let fidelity = pair.fidelity
                comparison.fidelity = TensorComparison.Fidelity(
                    sqnr: fidelity.pooledSQNR, cosineSimilarity: fidelity.meanCosineSimilarity,
                    maximumAbsoluteError: fidelity.maximumAbsoluteError ?? 0)
                // Of several outputs that are judged the farthest decides, and names the worst samples.
                if primary.contains(name), fidelity.pooledSQNR < farthest {
                    farthest = fidelity.pooledSQNR
                    let judged = fidelity.judged(on: set)
                    // Groups are numbered by themselves; what was left out of an excerpt leaves the samples as they are.
                    let items = judged.samples == pair.rows.count ? pair.rows.map(\.sample) : Array(0..<judged.samples)
                    worstSamples = Self.worst(judged, items, name, candidate, reference, set)
                }
            }
            tensors.append(comparison)
        }
    }

    private static func worst(
        _ fidelity: TensorFidelity, _ items: [Int], _ output: String, _ candidate: EvaluatedSet,
        _ reference: EvaluatedSet, _ set: GoldenSet
    ) -> [SampleComparison] {
        let worst = items.indices.filter { fidelity.noisePowers[$0] > 0 }
            .map { (row: $0, sqnr: fidelity.sqnr(ofSample: $0), error: fidelity.maximumAbsoluteErrors[$0]) }
            .sorted { ($0.sqnr, -$0.error, $0.row) < ($1.sqnr, -$1.error, $1.row) }
        return worst.prefix(worstSampleLimit).map { found in
            let sample = items[found.row]
            return SampleComparison(
                sample: sample, output: output, sqnr: found.sqnr, maximumAbsoluteError: found.error,
                prediction: candidate.prediction(for: sample, of: set),
                otherPrediction: reference.prediction(for: sample, of: set))
        }
    }
}

extension EvaluatedSet {
    /// What was predicted for a sample, or for a group of them, in words where the task has any.
    fileprivate func prediction(for sample: Int, of set: GoldenSet) -> SamplePrediction {
        var prediction = SamplePrediction()
        if evaluation.predictions.indices.contains(sample) {
            let index = Int(evaluation.predictions[sample])
            prediction.text = set.classNames.indices.contains(index) ? set.classNames[index] : "\(index)"
        } else if evaluation.texts.indices.contains(sample) {
            prediction.text = evaluation.texts[sample]
        }
        let table = set.manifest.task.outputs.first.flatMap { $0.reduction == .none ? outputs[$0.name] : nil }
        let row = table.flatMap { table in
            try? table.averaged(over: [set.samples(ofJudged: sample)], named: [""]).withRow(0) { Array($0) }
        }
        switch set.manifest.task {
        case .classification(let task) where task.scores == nil: break
        case .classification: prediction.score = row?.max().map(Double.init)
        case .binary, .regression, .anomaly: prediction.score = row?.last.map(Double.init)
        default: break
        }
        return prediction
    }
}
