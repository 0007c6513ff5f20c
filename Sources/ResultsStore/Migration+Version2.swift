extension Migration {
    /// `docs/database.md` describes each column.
    static let version2 = Migration(scripts: [version2Conversions, version2InputTrials])
}
