extension Migration {
    /// What is known of golden samples beside their labels, and how sure predictions were.
    static let version5 = Migration(scripts: [version5GoldenColumns, version5Confidences])
}

extension Migration {
    static let version5GoldenColumns: StaticString = """
        CREATE TABLE golden_columns (
            golden_set INTEGER NOT NULL REFERENCES golden_sets (golden_set) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            different_values TEXT NOT NULL,
            value_indices TEXT NOT NULL,
            PRIMARY KEY (golden_set, position)
        ) STRICT;
        """

    static let version5Confidences: StaticString = """
        CREATE TABLE content_confidences (
            content INTEGER PRIMARY KEY REFERENCES answer_contents (content) ON DELETE CASCADE,
            confidences BLOB NOT NULL
        ) STRICT;
        """
}
