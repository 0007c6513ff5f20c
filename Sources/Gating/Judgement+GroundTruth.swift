import Comparison
import Measures
import Records
import Statistics

/// Answers that have nothing to do with their labels: nothing that is judged by those labels passes.
extension Judgement {
    /// The cells that stand for the labels being right: the model's reference and what the gate compares with.
    private var standards: [CellRecord] {
        let reference = run.counterpart(of: cell, for: .reference)
        let counterpart = gate.purpose.flatMap { run.counterpart(of: cell, for: $0) }
        var seen: Set<Int> = []
        return [reference, counterpart].compactMap { $0 }.filter { seen.insert($0.id).inserted }
    }

    /// An error where labels and answers of a reference do not belong together; nil where they do, or nobody can say.
    var doubt: Finding? {
        guard metric.origin == .answers else { return nil }
        for standard in standards {
            guard let check = checks[standard.id], check.contradicts(metric),
                let set = run.goldenSet(of: standard)
            else { continue }
            let role = standard.isReference ? "reference" : "baseline"
            return .error(
                "no verdict: the \(role) \(standard.name) \(GroundTruthText.complaint(check, metric)): "
                    + "its labels or its inputs are wrong",
                details: GroundTruthText.evidence(check, on: set) + [Self.errorRate])
        }
        return nil
    }

    /// A floor that guessing reaches says nothing.
    func withoutEmptyPass(_ finding: Finding) -> Finding {
        guard finding.state == .passed, metric.origin == .answers, let check = checks[cell.id],
            check.contradicts(metric), let set = run.goldenSet(of: cell)
        else { return finding }
        return .error(
            "no verdict: \(cell.variant) \(GroundTruthText.complaint(check, metric)), and the limit lets that pass",
            details: GroundTruthText.evidence(check, on: set) + [Self.errorRate] + finding.details)
    }

    /// Why a cell that fell to chance did, for what did not pass.
    func chanceDetails(_ finding: Finding) -> [String] {
        guard finding.state == .failed || finding.state == .inconclusive, metric.origin != .measurement,
            let check = checks[cell.id], let set = run.goldenSet(of: cell)
        else { return [] }
        var lines = GroundTruthText.evidence(check, on: set)
        if let chance = [Metric.accuracy, .areaUnderCurve].first(where: { check.contradicts($0) }) {
            lines.insert("\(cell.variant) \(GroundTruthText.complaint(check, chance))", at: 0)
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
            "no value: all labels are \(label)\(name): \(metric.title) wants samples of both classes",
            details: ["add samples of the other class to golden set '\(set.id)', or correct its labels"])
    }

    private static let errorRate =
        "of models that make a quarter of the way from guessing to perfect, fewer than 0.5 % are said to be at chance"
}
