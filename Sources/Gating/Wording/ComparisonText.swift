import Foundation
import Records

/// The wording of verdicts and reports about outputs that differ: no more than the outputs prove.
public enum ComparisonText {
    /// For the details of a verdict that did not pass: the worst output, what explains it, the worst samples.
    ///
    /// - Parameter role: "reference" or "baseline".
    static func details(_ comparison: OutputComparison, _ role: String, on set: GoldenSetRecord) -> [String] {
        [outputs(comparison, role)].compactMap { $0 } + explanations(comparison, role, on: set)
            + comparison.worstSamples.map { sample($0, role, on: set) }
    }

    /// What explains differences, a line for each output that has an explanation.
    public static func explanations(
        _ comparison: OutputComparison, _ role: String = "reference", on set: GoldenSetRecord
    ) -> [String] {
        comparison.tensors.compactMap { tensor in
            tensor.explanation.map { explain($0, tensor, role, on: set) }
        }
    }

    /// "12.3 dB", or why there is none.
    public static func fidelity(_ tensor: TensorComparison) -> String {
        tensor.fidelity.map { decibels($0.sqnr) } ?? "not comparable"
    }

    private static func outputs(_ comparison: OutputComparison, _ role: String) -> String? {
        guard let worst = comparison.worstTensor else { return nil }
        let others = comparison.tensors.filter { $0.output != worst.output }
            .map { "'\($0.output)' \(fidelity($0))" }
        let error = worst.fidelity.map { ", largest error \(number($0.maximumAbsoluteError))" } ?? ""
        return "output '\(worst.output)' against the \(role)'s: SQNR \(fidelity(worst))\(error), over "
            + VerdictText.count(worst.samples, "sample", "samples")
            + (others.isEmpty ? "" : "; the other outputs: \(others.joined(separator: ", "))")
    }

    private static func sample(_ sample: SampleComparison, _ role: String, on set: GoldenSetRecord) -> String {
        let name = set.sampleNames.indices.contains(sample.sample) ? set.sampleNames[sample.sample] : "\(sample.sample)"
        let predictions = [text(sample.prediction), text(sample.otherPrediction)]
        let words = predictions.contains("") ? "" : "; predicted \(predictions[0]), the \(role) \(predictions[1])"
        return "among the worst: \(name): SQNR of '\(sample.output)' \(decibels(sample.sqnr)), largest error "
            + number(sample.maximumAbsoluteError) + words
    }

    private static func text(_ prediction: SamplePrediction) -> String {
        [
            prediction.text.map { "'\($0)'" },
            prediction.score.map { prediction.text == nil ? number($0) : "(\(number($0)))" },
        ]
        .compactMap { $0 }.joined(separator: " ")
    }

    private static func explain(
        _ explanation: TensorExplanation, _ tensor: TensorComparison, _ role: String, on set: GoldenSetRecord
    ) -> String {
        let name = "'\(tensor.output)'"
        switch explanation {
        case .missing:
            return "the \(role)'s output \(name) has no counterpart, so it was not compared"
        case .notFinite(let samples):
            return
                "\(name) has NaN or infinity in \(samples) of \(VerdictText.count(tensor.samples, "sample", "samples"))"
        case .otherShape(let shape):
            return "\(name) has shape \(shape), the \(role)'s \(tensor.shape), and no order of axes makes them agree"
        case .zeros: return "\(name) is all zeros"
        case .constant:
            return "\(name) is the same for every sample compared: the inputs may not reach it"
        case .linear(let factor, let offset, let left):
            let isShifted = abs(offset) > 1e-6 * max(1, abs(factor))
            return
                "\(name) is \(number(factor)) times the \(role)'s\(isShifted ? " plus \(number(offset))" : ""); with that "
                + "undone the two agree to \(decibels(left)): a scale\(isShifted ? " or zero point" : "") that only one side applies"
        case .withoutSoftmax(let left): return missingStep("softmax", name, left, role, isMissing: true)
        case .withSoftmax(let left): return missingStep("softmax", name, left, role, isMissing: false)
        case .withoutSigmoid(let left): return missingStep("sigmoid", name, left, role, isMissing: true)
        case .withSigmoid(let left): return missingStep("sigmoid", name, left, role, isMissing: false)
        case .axes(let axes, let left):
            return "with the axes of \(name) in the order \(axes) the two agree to \(decibels(left)): another layout; "
                + "if that is meant, write outputs: { \(tensor.output): { transpose: \(axes) } } under the variant"
        case .lastAxis(let order, let left):
            return "with the last axis of \(name) in another order the two agree to \(decibels(left)): "
                + moved(order, on: set, role)
        }
    }

    private static func missingStep(
        _ step: String, _ name: String, _ left: Double, _ role: String, isMissing: Bool
    ) -> String {
        isMissing
            ? "after a \(step) \(name) agrees with the \(role)'s to \(decibels(left)): that step seems to be missing"
            : "\(name) agrees to \(decibels(left)) with a \(step) of the \(role)'s: that step seems to be one too many"
    }

    /// "entry 3 ('cat') is the reference's 5 ('dog')", for the first few.
    private static func moved(_ order: [Int], on set: GoldenSetRecord, _ role: String) -> String {
        func entry(_ index: Int) -> String {
            order.count == set.classNames.count ? "\(index) ('\(set.classNames[index])')" : "\(index)"
        }
        let moved = order.indices.filter { order[$0] != $0 }
        let shown = moved.prefix(3).map { "entry \(entry($0)) is the \(role)'s \(entry(order[$0]))" }
        return shown.joined(separator: ", ") + (moved.count > 3 ? " and \(moved.count - 3) more" : "")
    }

    private static func decibels(_ value: Double) -> String { Quantity.text(value, .decibels) }

    private static func number(_ value: Double) -> String { Quantity.significant(value, digits: 4) }
}
