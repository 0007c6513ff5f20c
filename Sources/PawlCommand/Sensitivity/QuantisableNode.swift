/// A node of a model that a method of quantisation would change.
public struct QuantisableNode: Sendable, Hashable, Codable {
    public var name: String
    /// Its operator type, such as `Conv`.
    public var operatorType: String
    /// Of its constant inputs in single precision; 0 where it works on activations only.
    public var weightBytes: Int

    public init(name: String, operatorType: String, weightBytes: Int) {
        self.name = name
        self.operatorType = operatorType
        self.weightBytes = weightBytes
    }

    private enum CodingKeys: String, CodingKey {
        case name
        case operatorType = "operator"
        case weightBytes = "weight_bytes"
    }
}
