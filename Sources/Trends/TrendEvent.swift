/// Something that is known to have changed between two neighbouring points of a series.
public struct TrendEvent: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case model, goldenSet = "golden_set", runtime, options, operatingSystem = "operating_system", machine, pawl
        /// What somebody wrote beside the values.
        case stated
    }

    /// Of the first point after it.
    public var position: Int
    public var kind: Kind
    /// For people: `onnxruntime 1.20.1 -> 1.31.1`.
    public var text: String

    public init(position: Int, kind: Kind, text: String) {
        self.position = position
        self.kind = kind
        self.text = text
    }
}
