/// One fact about the machine that two runs do not share.
public struct MachineDifference: Sendable, Equatable, CustomStringConvertible {
    /// Such as `frequency governor`.
    public var name: String
    /// "unknown" when the fact could not be read.
    public var earlier: String
    public var later: String

    public init(name: String, earlier: String, later: String) {
        self.name = name
        self.earlier = earlier
        self.later = later
    }

    public var description: String { "\(name): was \(earlier), is \(later)" }
}
