extension Migration {
    /// Who vouches for the library that a cell was measured with.
    static let version4 = Migration(scripts: [version4LibraryOrigins])
}

extension Migration {
    /// A table of its own: runs of earlier versions say nothing, and subjects are the same whoever vouches for their library.
    static let version4LibraryOrigins: StaticString = """
        CREATE TABLE library_origins (
            cell INTEGER PRIMARY KEY REFERENCES run_cells (cell) ON DELETE CASCADE,
            origin TEXT NOT NULL CHECK (origin IN ('tested', 'locked', 'local'))
        ) STRICT;
        """
}
