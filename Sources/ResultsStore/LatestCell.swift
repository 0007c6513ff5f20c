import Foundation
import Records

/// A cell as the latest run of a machine left it.
public struct LatestCell: Sendable, Equatable {
    public var address: CellAddress
    public var isReference: Bool
    /// Name and version: `onnxruntime 1.31.1`.
    public var runtime: String
    /// `CellRecord.device`, or the host where it is none.
    public var machine: String
    public var run: String
    public var startedAt: Date
    /// What kept it from being measured whole, if anything.
    public var failure: String?
    public var verdicts: [Verdict.State: Int]
    /// In base units.
    public var values: [Metric: Double] = [:]
}
