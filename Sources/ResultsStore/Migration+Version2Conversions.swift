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
