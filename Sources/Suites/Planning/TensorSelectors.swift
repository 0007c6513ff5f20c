import Diagnostics
import GoldenSets
import InferenceCore

/// Selects a tensor of a variant for one that the golden set names; its name may be left for Pawl to find.
public struct TensorSelector: Sendable, Hashable {
    public var name: String?
    public var transposition: [Int]?
    public var cast: TensorLink.Cast?
    /// What the model's integers stand for, where the model does not say it, or says it wrongly.
    public var quantization: TensorQuantization?
    /// Of an input that is left out where the model has none of that name.
    public var mayBeMissing = false
    public var preprocessing: TensorPreprocessing?

    public init(
        name: String? = nil, transposition: [Int]? = nil, cast: TensorLink.Cast? = nil,
        quantization: TensorQuantization? = nil
    ) {
        self.name = name
        self.transposition = transposition
        self.cast = cast
        self.quantization = quantization
    }

    func link(to name: String) -> TensorLink {
        TensorLink(name: name, transposition: transposition, cast: cast, preprocessing: preprocessing)
    }
}

/// What a suite asks for the tensors of a variant, by the golden set's names.
public struct TensorSelectors: Sendable, Hashable {
    public var inputs: [String: TensorSelector] = [:]
    public var outputs: [String: TensorSelector] = [:]

    public init() {}

    public var isEmpty: Bool { inputs.isEmpty && outputs.isEmpty }
}

extension TensorSelectors {
    /// - Parameter findings: gets what of the declaration cannot fit the golden set.
    init(_ variant: VariantDeclaration, on set: GoldenSet, findings: inout [Diagnostic]) {
        let known = set.feed.inputNames + set.manifest.state.keys.sorted()
        for (name, declared) in variant.inputs.sorted(by: { $0.key < $1.key }) {
            guard known.contains(name) else {
                findings.append(
                    Diagnostic(
                        code: "plan.unknown-input",
                        "golden set '\(set.manifest.id)' has no input '\(name)'", at: declared.location,
                        hint: "'inputs' of a variant begin with the golden set's own names; "
                            + Suggestion.hint(for: name, among: known)))
                continue
            }
            inputs[name] = Self.input(name, declared, on: set, findings: &findings)
        }
        for (name, declared) in variant.outputs {
            outputs[name] = TensorSelector(
                name: declared.name, transposition: declared.transposition, quantization: declared.tensorQuantization)
        }
    }

    private static func input(
        _ name: String, _ declared: TensorDeclaration, on set: GoldenSet, findings: inout [Diagnostic]
    ) -> TensorSelector {
        var selector = TensorSelector(
            name: declared.name, transposition: declared.transposition, quantization: declared.tensorQuantization)
        selector.mayBeMissing = declared.mayBeMissing
        let preprocessing = TensorPreprocessing(
            scale: declared.scale ?? 1, offset: declared.offset ?? 0, reversesChannels: declared.reversesChannels,
            layout: declared.layout.flatMap(TensorPreprocessing.Layout.init))
        if !preprocessing.isPlain { selector.preprocessing = preprocessing }
        guard let sample = set.feed.sampleSpec(ofInput: name) else {
            if declared.cast != nil {
                findings.append(
                    Diagnostic(
                        code: "plan.cast", "input '\(name)' carries state, which keeps its type", at: declared.location,
                        hint: "leave 'cast' out"))
            }
            return selector
        }
        let rank = sample.shape.count
        if preprocessing.scale != 1 || preprocessing.offset != 0, !sample.elementType.isFloatingPoint {
            findings.append(
                Diagnostic(
                    code: "plan.preprocessing",
                    "'scale' and 'offset' are for floating-point samples, but '\(name)' is \(sample.elementType.rawValue)",
                    at: declared.location, hint: "make the golden set's samples float32"))
        }
        if preprocessing.layout != nil, TensorPreprocessing.channelAxis(of: sample.shape) == nil {
            findings.append(
                Diagnostic(
                    code: "plan.layout",
                    "'layout' is for images of 1, 3 or 4 channels, but samples of '\(name)' are of shape \(sample.shape)",
                    at: declared.location, hint: "leave 'layout' out, or give the order of axes with 'transpose'"))
        }
        if let axes = declared.transposition, axes.count != rank, axes.count != rank + 1 {
            findings.append(
                Diagnostic(
                    code: "plan.transpose",
                    "'transpose' has \(axes.count) axes, but samples of '\(name)' are of shape \(sample.shape)",
                    at: declared.location,
                    hint: "give \(rank + 1) axes, that of the batch first, or \(rank) for a model without one"))
        }
        if let type = declared.cast.flatMap(ElementType.init(rawValue:)) {
            if sample.elementType.isInteger {
                selector.cast = TensorLink.Cast(from: sample.elementType, to: type)
            } else {
                findings.append(
                    Diagnostic(
                        code: "plan.cast",
                        "'cast' is for whole numbers, but '\(name)' is \(sample.elementType.rawValue)",
                        at: declared.location,
                        hint: "leave 'cast' out: floating-point samples become what the model takes by themselves"))
            }
        }
        return selector
    }
}

extension TensorDeclaration {
    /// Both numbers were checked when the suite was read.
    fileprivate var tensorQuantization: TensorQuantization? {
        quantization.flatMap { try? TensorQuantization(scale: $0.scale, zeroPoint: $0.zeroPoint) }
    }
}
