extension Migration {
    /// Changes of an input that were tried because answers had little to do with their labels.
    static let version2InputTrials: StaticString = """
        CREATE TABLE input_trials (
            cell INTEGER PRIMARY KEY REFERENCES accuracy_passes (cell) ON DELETE CASCADE,
            trials TEXT NOT NULL
        ) STRICT;
        """
}
