/// Databases as released versions of Pawl left them, one per schema version; never edited.
enum DatabaseFixtures {
    /// Schema and content of version 1: `SampleRun.make()` with its summaries.
    static let version1 = [
        version1Cells, version1Measurements, version1Summary, version1Rows, version1Baselines,
    ].joined(separator: "\n\n")

    /// The same database once a Pawl of schema version 2 had opened it.
    static let version2 =
        version1 + #"""

            CREATE TABLE conversions (
                cell INTEGER NOT NULL REFERENCES run_cells (cell) ON DELETE CASCADE,
                tensor TEXT NOT NULL,
                conversion TEXT NOT NULL,
                PRIMARY KEY (cell, tensor)
            ) STRICT, WITHOUT ROWID;

            CREATE TABLE input_trials (
                cell INTEGER PRIMARY KEY REFERENCES accuracy_passes (cell) ON DELETE CASCADE,
                trials TEXT NOT NULL
            ) STRICT;

            PRAGMA user_version = 2;
            """#

    /// The same database once a Pawl of schema version 3 had opened it.
    static let version3 =
        version2 + #"""

            CREATE TABLE golden_groups (
                golden_set INTEGER PRIMARY KEY REFERENCES golden_sets (golden_set) ON DELETE CASCADE,
                samples INTEGER NOT NULL CHECK (samples > 0)
            ) STRICT;

            PRAGMA user_version = 3;
            """#

    /// The same database once a Pawl of schema version 4 had opened it.
    static let version4 =
        version3 + #"""

            CREATE TABLE library_origins (
                cell INTEGER PRIMARY KEY REFERENCES run_cells (cell) ON DELETE CASCADE,
                origin TEXT NOT NULL CHECK (origin IN ('tested', 'locked', 'local'))
            ) STRICT;

            PRAGMA user_version = 4;
            """#
}
