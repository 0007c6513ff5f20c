import Records
import Statistics

/// Predictions that have nothing to do with their labels: nothing that is judged by those labels passes.
extension Judgement {
    /// The cell whose predictions vouch for the labels: what the gate compares with, else the model's reference.
    ///
    /// A candidate never does. Where it is the reference itself, and the baseline's predictions go with the labels, it is the model that broke
    /// and not the labels.
    private var standard: CellRecord? {
        if let purpose = gate.purpose { return run.counterpart(of: cell, for: purpose) }
        if cell.isReference, let before = run.counterpart(of: cell, for: .baseline), confirmsLabels(before) {
            return before
        }
        return run.counterpart(of: cell, for: .reference)
    }

    /// Whether predictions of another cell on the same golden set are better than guessing, as its labels are.
    private func confirmsLabels(_ other: CellRecord) -> Bool {
        guard other.goldenSetDigest == cell.goldenSetDigest, let check = checks[other.id] else { return false }
        return check.outcome(of: metric) == .above && !check.contradicts(metric)
    }

    /// An error where labels and predictions of what a gate rests on do not belong together; nil where they do, or nobody can say.
    var doubt: Finding? {
        guard metric.origin == .groundTruth, let standard, let check = checks[standard.id], check.contradicts(metric),
            let set = run.goldenSet(of: standard)
        else { return nil }
        let role = standard.side == .baseline ? "baseline" : "reference"
        let others = run.cells.filter { $0.model == cell.model && $0.id != standard.id }
        let suspects =
            others.contains(where: confirmsLabels)
            ? "the labels go with other predictions, so its inputs are wrong or it does not work"
            : "its labels or its inputs are wrong"
        return .error(
            "no verdict: the \(role) \(standard.name) \(GroundTruthText.complaint(check, metric, on: set)): \(suspects)",
            details: GroundTruthText.evidence(check, on: set) + [Self.errorRate])
    }

    /// A floor that guessing reaches says nothing.
    func withoutEmptyPass(_ finding: Finding) -> Finding {
        guard finding.state == .passed, metric.origin == .groundTruth, let check = checks[cell.id],
            check.contradicts(metric), let set = run.goldenSet(of: cell)
        else { return finding }
        return .error(
            "no verdict: \(cell.variant) \(GroundTruthText.complaint(check, metric, on: set)), and the limit lets that pass",
            details: GroundTruthText.evidence(check, on: set) + [Self.errorRate] + finding.details)
    }

    /// Why a cell that fell to chance did, for what did not pass.
    func chanceDetails(_ finding: Finding) -> [String] {
        guard finding.state == .failed || finding.state == .inconclusive, metric.origin != .measurement,
            let check = checks[cell.id], let set = run.goldenSet(of: cell)
        else { return [] }
        var lines = GroundTruthText.evidence(check, on: set)
        if let chance = check.firstMetric(where: check.contradicts) {
            lines.insert("\(cell.variant) \(GroundTruthText.complaint(check, chance, on: set))", at: 0)
        }
        return lines
    }

    /// Why a metric is undefined on a golden set of one class; nil where it has both.
    var onlyOneClass: Finding? {
        guard metric.ranksSamples, let label = checks[cell.id]?.onlyLabel, let set = run.goldenSet(of: cell) else {
            return nil
        }
        let name = set.classNames.indices.contains(Int(label)) ? " ('\(set.classNames[Int(label)])')" : ""
        return .error(
            "no value: all labels are \(label)\(name): \(metric.title) wants \(set.judgedWord)s of both classes",
            details: ["add \(set.judgedWord)s of the other class to golden set '\(set.id)', or correct its labels"])
    }

    private static let errorRate =
        "of models that make a quarter of the way from guessing to perfect, fewer than 0.5 % are said to be at chance"
}
