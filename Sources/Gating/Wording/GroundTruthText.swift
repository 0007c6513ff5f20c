import Foundation
import Records
import Statistics

/// The wording of verdicts and reports about predictions unrelated to their labels: no more than was tested.
public enum GroundTruthText {
    /// "is right on 1.00 % of 200 samples, no more than naming the most frequent class every time (50.50 %)"
    static func complaint(_ check: GroundTruthCheck, _ metric: Metric, on set: GoldenSetRecord) -> String {
        if metric.ranksSamples, let area = check.areaUnderCurve {
            return "has an AUC of \(share(area)), no more than guessing (50 %)"
        }
        if let quality = check.qualities[metric] { return PredictionQualityText.complaint(quality, on: set) }
        guard let right = check.right, let guess = check.guess else { return "is no better than guessing" }
        let found = "is right on \(share(right.share)) of \(set.counted(right.trials))"
        let naming = "naming the most frequent class every time (\(share(guess)))"
        return switch check.outcome(of: metric) {
        case .atOrBelow: found + ", no more than \(naming)"
        case .undecided: found + ", which so few \(set.judgedWord)s do not tell from \(naming)"
        default: found
        }
    }

    /// What explains it, the strongest first; empty where nothing was found.
    public static func evidence(_ check: GroundTruthCheck, on set: GoldenSetRecord) -> [String] {
        var lines: [String] = []
        if let finding = check.explanation { lines.append(explain(finding, on: set)) }
        if let finding = check.inputExplanation { lines.append(explain(finding, on: set)) }
        for finding in [check.readingExplanation, check.unitsExplanation, check.lineExplanation].compactMap(\.self) {
            lines.append(PredictionQualityText.explain(finding, on: set))
        }
        if let quality = check.qualities[.spearman], quality.outcome == .atOrBelow,
            -quality.value >= LabelTrials.claimed(guess: 0, plain: 0)
        {
            lines.append(PredictionQualityText.oppositeSimilarities(quality))
        }
        if check.area == .above, check.classes == .atOrBelow, let area = check.areaUnderCurve {
            lines.append(
                "the scores do rank the \(set.judgedWord)s (AUC \(share(area))): not the labels are wrong but what is made of "
                    + "the scores; look at 'scores' and 'threshold' under 'output' in golden.yaml")
        } else if let area = check.areaUnderCurve, check.area == .atOrBelow, area < 0.5, check.explanation == nil,
            1 - area >= LabelTrials.claimed(guess: 0.5, plain: area)
        {
            lines.append(
                set.task == "anomaly"
                    ? "with the opposite sign of the scores the AUC is \(share(1 - area)): where higher is normal, write "
                        + "'score: normality' under 'output' in golden.yaml (--scores normality)"
                    : "with the two classes swapped the AUC is \(share(1 - area))")
        }
        if let collapse = check.collapse {
            lines.append("\(share(collapse.share)) of the predictions are one class, \(name(collapse.prediction, set))")
        }
        return lines
    }

    /// For cells whose labels explain their predictions better after a change, and for references at chance, where no verdict tells it.
    public static func warnings(in run: RunRecord) -> [String] {
        run.cells.flatMap { cell -> [String] in
            guard let set = run.goldenSet(of: cell), let check = GroundTruthCheck(of: cell, on: set) else { return [] }
            let evidence = evidence(check, on: set)
            let chance =
                check.firstMetric(where: check.contradicts)
                ?? (cell.isReference && check.isNearChance
                    ? check.firstMetric { check.qualities[$0]?.isNearChance ?? check.qualities.isEmpty } : nil)
            guard chance != nil || !evidence.isEmpty else { return [] }
            let told = run.verdicts.filter { $0.cell == cell.id || cell.isReference }
                .flatMap { [$0.headline] + $0.details }
            let complaint = chance.map { "\(cell.name) \(Self.complaint(check, $0, on: set))" }
            let isTold = { (text: String) in told.contains { $0.contains(text) } }
            if let complaint, !isTold(complaint) {
                return [([complaint] + evidence.filter { !isTold($0) }).joined(separator: "; ")]
            }
            return evidence.filter { !isTold($0) }.map { "\(cell.name): \($0)" }
        }
    }

    /// What is wrong with a golden set on which its model predicts no better than by guessing, beyond doubt, and what explains it; nil where
    /// nothing is, or too few samples tell.
    ///
    /// Scores that do rank the samples have right labels: what is made of them is set in the manifest, so that a set must be there first.
    public static func refusal(in run: RunRecord) -> (complaint: String, evidence: [String])? {
        for cell in run.cells where cell.isReference {
            guard let set = run.goldenSet(of: cell), let check = GroundTruthCheck(of: cell, on: set),
                check.area != .above,
                let chance = check.firstMetric(where: check.contradicts)
            else { continue }
            return (complaint(check, chance, on: set), evidence(check, on: set))
        }
        return nil
    }

    /// The blank with which a sequence's reference reads its labels where the golden set's is the first symbol, and what it comes to;
    /// nil where no other than the first does.
    public static func otherBlank(in run: RunRecord) -> (index: Int, words: String)? {
        for cell in run.cells where cell.isReference {
            guard let set = run.goldenSet(of: cell), let trials = cell.accuracy?.readingTrials,
                let found = GroundTruthCheck(of: cell, on: set)?.readingExplanation,
                case .blank(let index) = found.reading
            else { continue }
            return (
                index,
                "with blank \(index) the character error rate is \(share(found.value)), with the first symbol as blank "
                    + share(trials.value)
            )
        }
        return nil
    }

    private static func explain(_ finding: LabelTrials.Finding, on set: GoldenSetRecord) -> String {
        let value = "\(share(finding.right.share))"
        switch finding.change {
        case .offset(let offset):
            return "with labels \(offset > 0 ? "plus" : "minus") \(offset.magnitude) it is \(value): "
                + (offset > 0
                    ? "the model has a class in front of the golden set's first, often a background class"
                    : "the labels count from another first class")
        case .reversed:
            return set.classNames.count == 2
                ? "with the two classes swapped it is \(value)" : "with the classes in reverse order it is \(value)"
        case .permuted(let order):
            let moved = order.indices.filter { order[$0] != $0 }
            let shown = moved.prefix(3).map { "\(name($0, set)) is the model's \(order[$0])" }
            return
                "with the classes in another order it is \(value), counted on \(set.judgedWord)s that did not choose the order: "
                + shown.joined(separator: ", ") + (moved.count > 3 ? " and \(moved.count - 3) more" : "")
        }
    }

    private static func explain(_ finding: GroundTruthCheck.InputExplanation, on set: GoldenSetRecord) -> String {
        let mayBeBetter = finding.change.isScale && finding.right.share < wellExplained
        return "with \(words(finding.change, finding.input)) it is \(share(finding.right.share)) (of "
            + "\(set.counted(finding.right.trials)), as they are \(share(finding.before.share))); the golden set's values lie between "
            + "\(plain(finding.low, 4)) and \(plain(finding.high, 4))"
            + (finding.repair.map {
                "; so does this under the variant: inputs: { \(quoted(finding.input)): { \($0) } }"
            } ?? "")
            + (mayBeBetter ? "; of the few factors that were tried it is the best, and another may fit better" : "")
    }

    /// A model that is right on fewer samples after a change of scale may want another scale.
    private static let wellExplained = 0.95

    /// As a key of YAML: as it is where it means nothing else there.
    private static func quoted(_ name: String) -> String {
        let isPlain =
            name.first?.isLetter == true && name.allSatisfy { $0.isLetter || $0.isNumber || "_-./".contains($0) }
        return isPlain ? name : "'" + name.replacing("'", with: "''") + "'"
    }

    /// "x / 255 for input 'image'"
    private static func words(_ change: InputChange, _ input: String) -> String {
        switch change {
        case .affine(let scale, let offset): "\(formula(scale, offset)) for input '\(input)'"
        case .inverted(let sum):
            "\(sum == 0 ? "-x" : "\(plain(sum, 6)) - x") (inverted) for input '\(input)'"
        case .heightAndWidthSwapped: "height and width of input '\(input)' swapped"
        case .channelsFirst: "the values of input '\(input)' read as channels first (NCHW)"
        case .channelsLast: "the values of input '\(input)' read as channels last (NHWC)"
        case .channelsReversed: "the channels of input '\(input)' in reverse order (BGR for RGB)"
        }
    }

    /// As a person would write it: x / 255, x * 2 - 1, (x + 1) / 2.
    private static func formula(_ scale: Double, _ offset: Double) -> String {
        func number(_ value: Double) -> String { plain(value.magnitude, 6) }
        let isWhole = { (value: Double) in abs(value - value.rounded()) < 1e-6 }
        let inverse = 1 / scale
        let isDivision = scale < 1 && isWhole(inverse * 2)
        let signed = { (value: Double) in value < 0 ? " - \(number(value))" : " + \(number(value))" }
        if scale == 1 { return "x\(signed(offset))" }
        // (x + 1) / 2 rather than x / 2 + 0.5.
        if offset != 0, isWhole(offset / scale), !isWhole(offset) {
            return "(x\(signed(offset / scale))) " + (isDivision ? "/ \(number(inverse))" : "* \(number(scale))")
        }
        let product = isDivision ? "x / \(number(inverse))" : "x * \(number(scale))"
        return offset == 0 ? product : product + signed(offset)
    }

    private static func name(_ index: Int, _ set: GoldenSetRecord) -> String {
        set.classNames.indices.contains(index) ? "\(index) ('\(set.classNames[index])')" : "\(index)"
    }

    /// So many significant digits at most, without zeros that say nothing: "1", "0.2125".
    private static func plain(_ value: Double, _ digits: Int) -> String { String(format: "%.*g", digits, value) }

    static func share(_ value: Double) -> String { Quantity.text(value, .proportion) }
}

extension Metric {
    /// Whether it asks for the order of samples rather than for their classes.
    var ranksSamples: Bool {
        switch self {
        case .areaUnderCurve, .partialAreaUnderCurve, .averagePrecision: true
        default: false
        }
    }
}
