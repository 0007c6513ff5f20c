import InferenceCore

/// What a suite asks for one tensor of a variant; the name may be left to Pawl to find.
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
