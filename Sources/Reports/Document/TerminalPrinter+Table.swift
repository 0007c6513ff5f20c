import Diagnostics

extension TerminalPrinter {
    /// Columns below their titles. What does not fit goes in this order: quiet additions, the length of lines of text, and on a terminal
    /// the columns that matter least, which is said.
    func table(_ table: Document.Table) -> String {
        var table = table.reaching(.everywhere)
        var hidden = 0
        if isTerminal, let most = table.mostOnTerminal, let rows = table.groups.first?.rows, rows.count > most {
            hidden = rows.count - most
            table.groups[0].rows = Array(rows.prefix(most))
        }
        var dropped: [String] = []
        var layout = Layout(table, self, showsQuiet: true)
        if isTerminal, layout.columns > width { layout = Layout(table, self, showsQuiet: false) }
        layout.narrow(to: width)
        while isTerminal, layout.columns > width,
            let least = table.columns.indices.dropFirst().filter({ table.columns[$0].priority > 0 })
                .max(by: { table.columns[$0].priority < table.columns[$1].priority })
        {
            dropped.append(table.columns[least].title)
            table.columns.remove(at: least)
            for group in table.groups.indices {
                for row in table.groups[group].rows.indices { table.groups[group].rows[row].remove(at: least) }
            }
            layout = Layout(table, self, showsQuiet: false)
            layout.narrow(to: width)
        }
        if isTerminal, layout.columns > width { layout.narrow(to: width, wrappingAll: true) }
        var lines = layout.lines(self)
        if hidden > 0 { lines.append("  and \(hidden) more \(table.noun)") }
        if !dropped.isEmpty {
            lines.append(
                "  left out for want of columns: " + PrintableText.clean(dropped.reversed().joined(separator: ", ")))
        }
        return lines.joined(separator: "\n")
    }

    private struct Layout {
        let table: Document.Table
        let header: [StyledText]
        let groups: [(title: StyledText?, rows: [[StyledText]])]
        var widths: [Int]
        /// Of what a column cannot break.
        let leastWidths: [Int]
        let indent: Int

        init(_ table: Document.Table, _ printer: TerminalPrinter, showsQuiet: Bool) {
            self.table = table
            header = table.columns.map { StyledText(PrintableText.clean($0.title), code: "2") }
            groups = table.groups.map { group in
                (
                    group.title.map { printer.styled("\(strong: $0)") },
                    group.rows.map { row in
                        row.map { cell in
                            let text = printer.styled(cell, showsQuiet: showsQuiet)
                            // A cell that is quiet as a whole would say nothing without it.
                            return text.width == 0 ? printer.styled(cell) : text
                        }
                    }
                )
            }
            indent = table.groups.contains { $0.title != nil } ? 4 : 2
            let rows = groups.flatMap(\.rows) + (table.hasHeader ? [header] : [])
            widths = table.columns.indices.map { column in rows.map { $0[column].width }.max() ?? 0 }
            leastWidths = table.columns.indices.map { column in
                table.columns[column].wraps ? min(40, max(16, rows.map { $0[column].widestPiece }.max() ?? 0)) : 0
            }
        }

        var columns: Int { indent + widths.reduce(0, +) + 2 * max(0, widths.count - 1) }

        /// Makes columns of text narrower, the widest first, no narrower than a word or two.
        mutating func narrow(to limit: Int, wrappingAll: Bool = false) {
            while columns > limit {
                let widest = widths.indices.filter {
                    wrappingAll ? widths[$0] > 8 : table.columns[$0].wraps && widths[$0] > leastWidths[$0]
                }.max { widths[$0] < widths[$1] }
                guard let widest else { return }
                widths[widest] -= 1
            }
        }

        func lines(_ printer: TerminalPrinter) -> [String] {
            let head = table.hasHeader ? line(header, printer) : []
            return head
                + groups.flatMap { group in
                    (group.title.map { title in
                        title.wrapped(to: printer.width - 2, breaksWords: printer.isTerminal)
                            .map { "  " + $0.text(usesColour: printer.usesColour) }
                    } ?? []) + group.rows.flatMap { line($0, printer) }
                }
        }

        private func line(_ cells: [StyledText], _ printer: TerminalPrinter) -> [String] {
            let wrapped = zip(cells, widths).map { $0.wrapped(to: $1, breaksWords: true) }
            return (0..<(wrapped.map(\.count).max() ?? 0)).map { row in
                let texts = wrapped.indices.map { column in
                    let text = row < wrapped[column].count ? wrapped[column][row] : StyledText()
                    return text.padded(
                        to: widths[column], alignsRight: table.columns[column].alignment == .right)
                }
                var line = StyledText(String(repeating: " ", count: indent))
                for (column, text) in texts.enumerated() { line = line + StyledText(column == 0 ? "" : "  ") + text }
                return line.trimmed.text(usesColour: printer.usesColour)
            }
        }
    }
}

extension StyledText {
    /// Without spaces at the end.
    fileprivate var trimmed: StyledText {
        var spans = spans
        while var last = spans.last {
            while last.text.last == " " { last.text.removeLast() }
            spans.removeLast()
            if !last.text.isEmpty {
                spans.append(last)
                break
            }
        }
        return StyledText(spans)
    }
}
