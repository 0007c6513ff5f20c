extension Document {
    /// Rows under titled columns.
    package struct Table: Sendable, Equatable {
        package enum Style: String, Sendable {
            case cells, gates, runs, operators = "cells operators", choice = "cells choices", facts = "facts-table",
                series = "cells series"
            case matrix = "cells matrix", confusion = "cells confusion", sparks
        }

        package struct Column: Sendable, Equatable {
            package enum Alignment: Sendable { case left, right }

            package var title: String
            package var alignment: Alignment
            /// On a terminal that is too narrow the column of the highest goes first; 0 stays.
            package var priority: Int
            /// Whether its text may take several lines.
            package var wraps: Bool
            package var reach: Reach

            package init(
                _ title: String, _ alignment: Alignment = .left, priority: Int = 0, wraps: Bool = false,
                reach: Reach = .everywhere
            ) {
                self.title = title
                self.alignment = alignment
                self.priority = priority
                self.wraps = wraps
                self.reach = reach
            }
        }

        package struct Group: Sendable, Equatable {
            package var title: Prose?
            package var rows: [[Prose]]

            package init(title: Prose? = nil, _ rows: [[Prose]]) {
                self.title = title
                self.rows = rows
            }
        }

        package var style: Style
        /// For those who hear a page read.
        package var caption: Prose
        package var columns: [Column]
        package var groups: [Group]
        /// Of groups' titles, where they become a column.
        package var groupTitle: String
        /// What the rows are, for saying how many were left out: `cells`.
        package var noun: String
        /// So many rows are shown on a terminal, and then how many more there are; nil shows all.
        package var mostOnTerminal: Int?
        package var hasHeader = true
        /// Which column tells a row from others.
        package var headingColumn = 0

        package init(
            _ style: Style, caption: Prose, columns: [Column], rows: [[Prose]], noun: String = "rows",
            mostOnTerminal: Int? = nil, hasHeader: Bool = true
        ) {
            self.init(
                style, caption: caption, columns: columns, groups: [Group(rows)], groupTitle: "", noun: noun,
                hasHeader: hasHeader)
            self.mostOnTerminal = mostOnTerminal
        }

        /// Without the columns in which no row has a value; the first stays.
        package var withoutEmptyColumns: Table {
            let rows = groups.flatMap(\.rows)
            let kept = columns.indices.filter { column in
                column == 0 || rows.isEmpty || rows.contains { $0.count <= column || $0[column].plain != "–" }
            }
            var table = self
            table.columns = kept.map { columns[$0] }
            for group in groups.indices {
                table.groups[group].rows = groups[group].rows.map { row in
                    kept.filter(row.indices.contains).map { row[$0] }
                }
            }
            return table
        }

        package init(
            _ style: Style, caption: Prose, columns: [Column], groups: [Group], groupTitle: String,
            noun: String = "rows",
            hasHeader: Bool = true
        ) {
            self.style = style
            self.caption = caption
            self.columns = columns
            self.groups = groups
            self.groupTitle = groupTitle
            self.noun = noun
            self.hasHeader = hasHeader
        }

        /// Without the columns that a printer does not show.
        func reaching(_ reach: Reach) -> Table {
            let kept = columns.indices.filter { columns[$0].reach >= reach }
            guard kept.count < columns.count else { return self }
            var table = self
            table.columns = kept.map { columns[$0] }
            table.groups = groups.map { group in
                Group(title: group.title, group.rows.map { row in kept.map { row[$0] } })
            }
            return table
        }
    }
}
