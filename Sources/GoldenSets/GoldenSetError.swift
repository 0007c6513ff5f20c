import Diagnostics
import Support

/// Why a golden set cannot be used, or a model's predictions on it not be judged.
public enum GoldenSetError: DiagnosableError, Equatable {
    /// Everything wrong with the manifest, or with the data files.
    case invalid([Diagnostic])
    case file(FileError)
    /// The model has an input that the golden set has not.
    case missingInput(expected: String, available: [String])
    /// The golden set has an input that the model has not.
    case extraInput(name: String, modelInputs: [String])
    case inputType(expected: String, found: String)
    case inputShape(expected: String, found: String)
    /// The manifest carries a state on from an output that the model has not.
    case missingState(input: String, output: String, available: [String])
    /// A description of samples and their files do not agree; nil where it concerns all inputs.
    case samples(input: String?, reason: String)
    /// The output's scores cannot be used: wrong count, wrong type.
    case unusableScores(reason: String, hint: String?)
    case nonFiniteScores(count: Int, total: Int, firstSamples: [String])
    /// The golden set feeds NaN or infinity.
    case nonFiniteInput(input: String, hasNaN: Bool, count: Int, total: Int, firstSamples: [String])
    case notProbabilities(sample: String, score: Float)

    public var blame: Blame {
        switch self {
        case .invalid(let findings): .of(findings)
        case .file(let error): error.blame
        case .missingInput, .extraInput, .inputType, .inputShape, .missingState, .samples, .unusableScores,
            .nonFiniteScores,
            .nonFiniteInput, .notProbabilities:
            .input
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .invalid(let diagnostics): diagnostics
        case .file(let error): error.diagnostics
        default: [diagnostic]
        }
    }

    private static let inputHint =
        "names, element types and shapes of the inputs in golden.yaml must be the model's own"

    private var diagnostic: Diagnostic {
        switch self {
        case .invalid, .file:
            preconditionFailure("worded by diagnostics")
        case .missingInput(let expected, let available):
            Diagnostic(
                code: "golden.missing-input", "the model wants an input that the golden set lacks: \(expected)",
                hint: "the golden set has: \(available.joined(separator: ", "))")
        case .extraInput(let name, let modelInputs):
            Diagnostic(
                code: "golden.extra-input", "the golden set has an input that the model lacks: '\(name)'",
                hint: "the model has: \(modelInputs.joined(separator: ", "))")
        case .inputType(let expected, let found):
            Diagnostic(
                code: "golden.input-type", "the model wants \(expected), the golden set has \(found): another type",
                hint: Self.inputHint)
        case .inputShape(let expected, let found):
            Diagnostic(
                code: "golden.input-shape", "the model wants \(expected), the golden set has \(found): another shape",
                hint: Self.inputHint)
        case .missingState(let input, let output, let available):
            Diagnostic(
                code: "golden.missing-state",
                "input '\(input)' takes its state from output '\(output)', which the model does not have",
                hint: "the model's outputs: \(available.joined(separator: ", "))")
        case .samples(let input, let reason):
            Diagnostic(
                code: "golden.samples",
                "the samples\(input.map { " of input '\($0)'" } ?? "") cannot be used: \(reason)",
                hint: "docs/worker-protocol.md describes 'samples'")
        case .unusableScores(let reason, let hint):
            Diagnostic(code: "golden.scores", reason, hint: hint)
        case .nonFiniteScores(let count, let total, let firstSamples):
            Diagnostic(
                code: "golden.non-finite-scores",
                "the model returned NaN or infinity for \(count) of \(total) samples, the first: "
                    + firstSamples.joined(separator: ", "),
                hint: "such a model is broken, often by a conversion to fewer bits; its accuracy is not computed")
        case .nonFiniteInput(let input, let hasNaN, let count, let total, let firstSamples):
            Diagnostic(
                code: "golden.non-finite-input",
                "sample '\(firstSamples.first ?? "")' of input '\(input)' holds \(hasNaN ? "NaN" : "infinity")"
                    + (count > 1 ? ", as \(count == 2 ? "does" : "do") \(count - 1) more of \(total) samples" : "")
                    + ", and so has the output for it",
                hint: "the model is not to blame: correct the golden set's samples"
                    + (firstSamples.count > 1 ? ", the first: \(firstSamples.joined(separator: ", "))" : ""))
        case .notProbabilities(let sample, let score):
            Diagnostic(
                code: "golden.not-probabilities",
                "the model returned \(score) to sample '\(sample)', which is no probability",
                hint: "if the output is not normalised, write 'scores: logits' under 'output' in golden.yaml")
        }
    }
}
