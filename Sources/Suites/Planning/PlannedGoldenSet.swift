import GoldenSets

public struct PlannedGoldenSet: Sendable {
    public var folder: String
    public var set: GoldenSet
}
