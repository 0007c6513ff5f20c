import Records

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
    /// Cells that are measured alone although a pair takes them in: an earlier run, which measured them alone, is their baseline.
    public var cellsAlone: Set<Int>
    public var warnings: [String]

    public init(
        suite: SuiteReference, against: SuiteReference?, measurement: MeasurementPolicy,
        goldenSets: [PlannedGoldenSet], cells: [PlannedCell], pairs: [PlannedPair], cellsAlone: Set<Int> = [],
        warnings: [String]
    ) {
        self.suite = suite
        self.against = against
        self.measurement = measurement
        self.goldenSets = goldenSets
        self.cells = cells
        self.pairs = pairs
        self.cellsAlone = cellsAlone
        self.warnings = warnings
    }
}
