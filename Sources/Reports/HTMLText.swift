import Diagnostics

/// Text and mark-up as HTML.
enum HTMLText {
    static func escaped(_ text: String) -> String {
        PrintableText.clean(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    /// A name from a suite or a machine: its direction of writing must not reorder what stands around it.
    static func name(_ text: String) -> String { "<bdi>\(escaped(text))</bdi>" }

    static func element(_ tag: String, _ content: String, class className: String? = nil) -> String {
        "<\(tag)\(className.map { " class=\"\($0)\"" } ?? "")>\(content)</\(tag)>"
    }
}

/// A table that a screen reader, a printer and a phone can read: on a phone each row becomes a card, whose values carry the
/// column's title. The roles keep its meaning where CSS changes how it is displayed.
struct HTMLTable {
    struct Row {
        var heading: String
        /// Already mark-up.
        var cells: [String]
    }

    /// A row group with a heading of its own, if any.
    struct Group {
        var title: String?
        var rows: [Row]
    }

    var caption: String
    /// The first is that of the row headings.
    var columns: [String]
    var className: String
    var groups: [Group]

    var html: String {
        let head = columns.map { "<th scope=\"col\" role=\"columnheader\">\(HTMLText.escaped($0))</th>" }.joined()
        let bodies = groups.map { group in
            let title = group.title.map {
                "<tr role=\"row\" class=\"group\"><th scope=\"rowgroup\" colspan=\"\(columns.count)\" role=\"rowheader\">"
                    + "\($0)</th></tr>\n"
            }
            let rows = group.rows.map { row in
                let cells = zip(columns.dropFirst(), row.cells).map {
                    "<td role=\"cell\" data-label=\"\(HTMLText.escaped($0))\">\($1)</td>"
                }
                return "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">\(row.heading)</th>"
                    + "\(cells.joined())</tr>\n"
            }
            return "<tbody role=\"rowgroup\">\n\(title ?? "")\(rows.joined())</tbody>\n"
        }
        return """
            <table role="table" class="\(className)">
            <caption>\(HTMLText.escaped(caption))</caption>
            <thead role="rowgroup"><tr role="row">\(head)</tr></thead>
            \(bodies.joined())</table>

            """
    }
}
