import Records

/// Two cells to be measured interleaved.
public struct PlannedPair: Sendable, Equatable {
    public var id: Int
    public var purpose: PairRecord.Purpose
    public var baselineCell: Int
    public var candidateCell: Int
}
