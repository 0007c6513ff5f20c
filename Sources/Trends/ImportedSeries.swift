import Records

/// What is known of series that come from a file rather than from recorded runs.
public struct ImportedSeries: Sendable, Equatable {
    public struct Place: Sendable, Hashable {
        public var cell: CellAddress
        public var recording: Int

        public init(cell: CellAddress, recording: Int) {
            self.cell = cell
            self.recording = recording
        }
    }

    public var measure: TrendMeasure.Stated
    /// What happened before a value.
    public var events: [Place: String]
    /// The file's name, for people.
    public var file: String
    /// Whether times are whole numbers, a day each in `HistoryFacts.startedAt`, rather than dates.
    public var countsTime: Bool

    public init(measure: TrendMeasure.Stated, events: [Place: String], file: String, countsTime: Bool) {
        self.measure = measure
        self.events = events
        self.file = file
        self.countsTime = countsTime
    }
}
