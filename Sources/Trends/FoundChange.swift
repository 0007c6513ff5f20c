import Statistics

/// A shift of a series with what was concluded from it, before it is put into words and units.
struct FoundChange {
    var shift: LevelShift
    var isMachine = false
    var isAnchorCorrected = false
    /// Levels on either side in the scale of the analysis, as measured.
    var before: Double
    var after: Double
    /// The level before, and the last one that can be compared with it, both without the anchor's moves.
    var comparedBefore: Double
    var comparedLatest: Double
}

/// Levels as measured, changes, and the spread about the levels, in the scale of the analysis.
struct SeriesFinding {
    var levels: [LevelSegmentation.Segment]
    var changes: [FoundChange]
    var noise: Double
    var course = SeriesCourse()
}
