import Records
import Suites

/// Equal things, which are said before anything that was measured of them.
extension Judgement {
    /// Nil when outputs differ, may differ, or the gate asks for a change.
    ///
    /// Outputs that are equal bit for bit differ in no metric, on these samples or any others that give them: nothing is left to
    /// estimate, and a gate that allows "no change" has passed.
    func identicalOutputs(with counterpart: CellRecord, _ purpose: PairRecord.Purpose) -> Finding? {
        guard metric.origin != .measurement, cell.goldenSetDigest == counterpart.goldenSetDigest,
            let accuracy = cell.accuracy, let other = counterpart.accuracy,
            let digest = accuracy.origin?.scoresDigest, digest == other.origin?.scoresDigest,
            let value = identicalValue(accuracy, other, purpose), allowsNoChange(value)
        else { return nil }
        let count = run.goldenSet(of: cell)?.sampleNames.count ?? accuracy.predictions.count
        let samples = counted(count)
        let isLevel = metric.origin == .comparison
        let noChange = gate.limitsRatio ? 1.0 : 0
        var details = identity(with: counterpart)
        if cell.modelFile.digest != counterpart.modelFile.digest {
            details.append("two different model files, one behaviour: what was changed has no effect on these outputs")
        }
        if metric.origin == .groundTruth {
            details.append("\(metric.title) \(Quantity.text(value, metric.dimension)) of both")
        }
        var finding = Finding(
            state: .passed,
            headline: "passes: identical outputs: \(metric.title) cannot differ, all outputs are those of the \(role), "
                + "bit for bit, on \(samples)",
            details: details,
            evidence: Verdict.Evidence(
                baselineValue: isLevel ? nil : value, candidateValue: value, effect: isLevel ? value : noChange,
                low: isLevel ? value : noChange, high: isLevel ? value : noChange, confidence: 1,
                limit: gate.limitValue, samples: count),
            secondsSpent: accuracy.seconds + other.seconds)
        finding.measured = "outputs identical to the \(role)'s, bit for bit"
        return finding
    }

    /// The metric's value; nil for what is not a number: equal outputs that are none are broken all the same.
    private func identicalValue(
        _ accuracy: AccuracyRecord, _ other: AccuracyRecord, _ purpose: PairRecord.Purpose
    ) -> Double? {
        if metric.origin == .groundTruth {
            guard let value = accuracy.metrics[metric], value == other.metrics[metric], value.isFinite else {
                return nil
            }
            return value
        }
        let metrics = purpose == .reference ? accuracy.metrics : accuracy.metricsAgainstBaseline
        return metrics[metric].flatMap { $0.isFinite ? $0 : nil }
    }

    private func allowsNoChange(_ value: Double) -> Bool {
        switch gate.limit {
        case .maximumDrop(let limit), .maximumRise(let limit), .maximumIncrease(let limit): limit >= 0
        case .maximumRatio(let limit): limit >= 1
        case .maximum(let limit): value <= limit
        // Without noise there is no ratio of a signal to it: the recorded one is the largest that is told.
        case .minimum(let limit): metric == .signalToNoise || value >= limit
        }
    }

    /// What is the matter when the variant's files are the reference's, which nobody expects of another variant; nil when they are
    /// not, or a runtime or an option sets the two apart.
    var twinOfReference: String? {
        guard cell.side == .candidate, !cell.isReference, !cell.isAnchor,
            let reference = run.counterpart(of: cell, for: .reference), reference.id != cell.id,
            reference.modelFile.digest == cell.modelFile.digest
        else { return nil }
        let before = run.counterpart(of: cell, for: .baseline)
        let changedReference = before.map { $0.modelFile.digest != cell.modelFile.digest } ?? false
        guard changedReference || reference.runtime.runsLike(cell.runtime) else { return nil }
        return "\(cell.name) is byte for byte the file of the reference \(reference.name)"
            + (changedReference ? ", the baseline's was another" : "")
    }

    /// Says what is equal first, and in the headline of what did not pass.
    func addingTwin(to finding: Finding) -> Finding {
        // Against the reference the verdict says "identical files" by itself.
        guard gate.against == .baseline, let twin = twinOfReference, finding.state != .notJudged else {
            return finding
        }
        var finding = finding
        finding.details.insert(twin, at: 0)
        if finding.state != .passed { finding.headline += "; \(twin)" }
        return finding
    }
}
