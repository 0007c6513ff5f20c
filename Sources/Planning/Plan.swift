import GoldenSets
import InferenceCore
import Records
import SuiteModel

/// What will be measured, fully resolved: every file found, every digest known, every pair decided.
public struct Plan: Sendable {
    public var suite: SuiteReference
    public var against: SuiteReference?
    public var measurement: MeasurementPolicy
    /// Opened and verified; `PlannedCell.goldenSet` indexes it.
    public var goldenSets: [PlannedGoldenSet]
    /// Ids are positions.
    public var cells: [PlannedCell]
    /// Ids are positions; empty for a run without gates.
    public var pairs: [PlannedPair]
    public var warnings: [String]

    public init(
        suite: SuiteReference, against: SuiteReference?, measurement: MeasurementPolicy,
        goldenSets: [PlannedGoldenSet], cells: [PlannedCell], pairs: [PlannedPair], warnings: [String]
    ) {
        self.suite = suite
        self.against = against
        self.measurement = measurement
        self.goldenSets = goldenSets
        self.cells = cells
        self.pairs = pairs
        self.warnings = warnings
    }
}

public struct PlannedGoldenSet: Sendable {
    public var folder: String
    public var set: GoldenSet
}

public struct PlannedCell: Sendable {
    public var id: Int
    public var side: CellRecord.Side
    public var model: String
    public var variant: String
    public var runtimeLabel: String
    public var isReference: Bool
    public var modelFile: ModelFileRecord
    public var runtime: LocatedRuntime
    public var options: SessionOptions
    /// Position in `Plan.goldenSets`.
    public var goldenSet: Int

    /// `model/variant`, with the side where it is not the candidate's.
    public var name: String { side == .candidate ? "\(model)/\(variant)" : "\(model)/\(variant) (baseline)" }
}

/// Two cells to be measured interleaved.
public struct PlannedPair: Sendable, Equatable {
    public var id: Int
    public var purpose: PairRecord.Purpose
    public var baselineCell: Int
    public var candidateCell: Int
}

/// A runtime's library on this machine.
public struct LocatedRuntime: Sendable, Hashable {
    public var name: String
    public var version: String
    public var libraryPath: String
    public var libraryDigest: String

    public init(name: String, version: String, libraryPath: String, libraryDigest: String) {
        self.name = name
        self.version = version
        self.libraryPath = libraryPath
        self.libraryDigest = libraryDigest
    }
}
