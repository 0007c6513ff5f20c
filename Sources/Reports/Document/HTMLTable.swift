/// A table that a screen reader, a printer and a phone can read: on a phone each row becomes a card, whose values carry the
/// column's title. The roles keep its meaning where CSS changes how it is displayed.
struct HTMLTable {
    let table: Document.Table
    let text: (Prose) -> String

    init(_ table: Document.Table, text: @escaping (Prose) -> String) {
        self.table = table
        self.text = text
    }

    var html: String {
        let titles = table.columns.map { HTMLText.escaped($0.title) }
        let head = zip(table.columns, titles).map {
            "<th scope=\"col\" role=\"columnheader\"\(number($0))>\($1)</th>"
        }.joined()
        let bodies = table.groups.map { group in
            let title = group.title.map {
                "<tr role=\"row\" class=\"group\"><th scope=\"rowgroup\" colspan=\"\(titles.count)\" role=\"rowheader\">"
                    + "\(text($0))</th></tr>\n"
            }
            let rows = group.rows.map { row in
                let cells = zip(table.columns.indices, row).map { column, cell in
                    column == table.headingColumn
                        ? "<th scope=\"row\" role=\"rowheader\">\(text(cell))</th>"
                        : "<td role=\"cell\"\(style(table.columns[column], cell)) data-label=\"\(titles[column])\">\(text(cell))</td>"
                }
                return "<tr role=\"row\">\(cells.joined())</tr>\n"
            }
            return "<tbody role=\"rowgroup\">\n\(title ?? "")\(rows.joined())</tbody>\n"
        }
        let html = """
            <table role="table" class="\(table.style.rawValue)">
            <caption>\(text(table.caption))</caption>
            <thead role="rowgroup"><tr role="row">\(head)</tr></thead>
            \(bodies.joined())</table>
            """
        guard table.style == .matrix || table.style == .confusion else { return html }
        // Wide content scrolls sideways by itself, also by keyboard.
        return
            "<div class=\"scroll\" role=\"region\" aria-label=\"\(HTMLText.escaped(table.caption.plain))\" tabindex=\"0\">\n\(html)\n</div>"
    }

    private func number(_ column: Document.Table.Column) -> String {
        column.alignment == .right ? " class=\"number\"" : ""
    }

    /// A cell whose mark says that something is wrong is seen from afar.
    private func style(_ column: Document.Table.Column, _ cell: Prose) -> String {
        let standing = cell.parts.lazy.compactMap { part in
            if case .mark(let badge) = part, badge.standing == .failed || badge.standing == .error {
                badge.standing
            } else {
                nil
            }
        }.first
        let classes = [column.alignment == .right ? "number" : nil, standing?.rawValue].compactMap { $0 }
        return classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    }
}
