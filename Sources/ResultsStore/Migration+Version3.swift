extension Migration {
    /// Failures have a new kind as well, `implausible`, which an older Pawl would take for damage.
    static let version3 = Migration(scripts: [version3Groups])
}

extension Migration {
    /// Golden sets whose samples are judged in groups.
    static let version3Groups: StaticString = """
        CREATE TABLE golden_groups (
            golden_set INTEGER PRIMARY KEY REFERENCES golden_sets (golden_set) ON DELETE CASCADE,
            samples INTEGER NOT NULL CHECK (samples > 0)
        ) STRICT;
        """
}
