/// A table with its columns aligned: the first to the left, the others to the right.
struct TextTable {
    var header: [String]
    var rows: [[String]]

    func text(asMarkdown: Bool) -> String {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).enumerated().map { index, pair in
                let padding = String(repeating: " ", count: pair.1 - pair.0.count)
                return index == 0 ? pair.0 + padding : padding + pair.0
            }
            return asMarkdown ? "| " + padded.joined(separator: " | ") + " |" : padded.joined(separator: "  ")
        }
        let rule = widths.enumerated().map { index, width in
            asMarkdown
                ? String(repeating: "-", count: max(width - 1, 1)) + (index == 0 ? "-" : ":")
                : String(repeating: "-", count: width)
        }
        let separator = asMarkdown ? "| " + rule.joined(separator: " | ") + " |" : rule.joined(separator: "  ")
        return ([line(header), separator] + rows.map(line)).joined(separator: "\n")
    }
}
