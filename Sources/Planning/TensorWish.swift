import InferenceCore

/// What a suite asks for one tensor of a variant; the name may be left to Pawl to find.
public struct TensorWish: Sendable, Hashable {
    public var name: String?
    public var transposition: [Int]?
    public var cast: TensorLink.Cast?

    public init(name: String? = nil, transposition: [Int]? = nil, cast: TensorLink.Cast? = nil) {
        self.name = name
        self.transposition = transposition
        self.cast = cast
    }

    func link(to name: String) -> TensorLink { TensorLink(name: name, transposition: transposition, cast: cast) }
}

/// What a suite asks for the tensors of a variant, by the golden set's names.
public struct TensorWishes: Sendable, Hashable {
    public var inputs: [String: TensorWish] = [:]
    public var outputs: [String: TensorWish] = [:]

    public init() {}

    public var isEmpty: Bool { inputs.isEmpty && outputs.isEmpty }
}
