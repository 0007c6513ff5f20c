extension Migration {
    /// Golden sets whose samples are judged in groups.
    static let version3Groups: StaticString = """
        CREATE TABLE golden_groups (
            golden_set INTEGER PRIMARY KEY REFERENCES golden_sets (golden_set) ON DELETE CASCADE,
            samples INTEGER NOT NULL CHECK (samples > 0)
        ) STRICT;
        """
}
