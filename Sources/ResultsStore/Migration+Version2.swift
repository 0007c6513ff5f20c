extension Migration {
    /// `docs/database.md` describes each column.
    static let version2 = Migration(scripts: [version2Conversions, version2InputTrials])
}

extension Migration {
    /// How a cell's tensors were converted between the golden set's units and the model's.
    static let version2Conversions: StaticString = """
        CREATE TABLE conversions (
            cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
            tensor TEXT NOT NULL,
            conversion TEXT NOT NULL,
            PRIMARY KEY (cell, tensor)
        ) STRICT, WITHOUT ROWID;
        """
}

extension Migration {
    /// Changes of an input that were tried because answers had little to do with their labels.
    static let version2InputTrials: StaticString = """
        CREATE TABLE input_trials (
            cell INTEGER PRIMARY KEY REFERENCES accuracy_passes (cell) ON DELETE CASCADE,
            trials TEXT NOT NULL
        ) STRICT;
        """
}
