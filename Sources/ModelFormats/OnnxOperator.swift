/// One node of an ONNX model, with what the file says of it.
public struct OnnxOperator: Sendable, Equatable {
    /// `ai.onnx` for ONNX's own operators.
    public var domain: String
    /// Such as `Conv`.
    public var type: String
    /// Of the domain, as the model imports it; nil for a domain that it does not import.
    public var opset: Int?
    /// The node's name; empty when it has none.
    public var name: String
    /// Of the inputs, `float32` or `sequence`; nil where the file does not tell.
    public var inputTypes: [String?]
    public var outputTypes: [String?]
    /// Whether it has graphs within it, such as the branches of an `If`; their nodes are operators of their own.
    public var holdsGraphs: Bool

    public init(
        domain: String, type: String, opset: Int?, name: String, inputTypes: [String?], outputTypes: [String?],
        holdsGraphs: Bool = false
    ) {
        self.domain = domain
        self.type = type
        self.opset = opset
        self.name = name
        self.inputTypes = inputTypes
        self.outputTypes = outputTypes
        self.holdsGraphs = holdsGraphs
    }

    /// The domain that the file leaves empty.
    public static let ownDomain = "ai.onnx"
}
