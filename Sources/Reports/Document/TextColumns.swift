import Diagnostics

/// Text laid out in columns of a terminal.
public enum TextColumns {
    /// Columns that a terminal gives the text: two for East Asian wide characters and emoji, none for combining marks.
    public static func width(of text: String) -> Int {
        text.reduce(0) { width, character in
            guard let first = character.unicodeScalars.first else { return width }
            switch first.value {
            // No combining marks below; asking for the category of each letter was a fifth of the time of a long trend.
            case 0..<0x300: return width + 1
            case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
                return width + 2
            default:
                return width + (first.properties.generalCategory == .nonspacingMark ? 0 : 1)
            }
        }
    }

    /// Where a text has to end so as to have no more columns than that.
    private static func end(of text: String, within columns: Int) -> String.Index {
        var used = 0
        return text.indices.first { index in
            used += width(of: String(text[index]))
            return used > columns
        } ?? text.endIndex
    }

    public static func padded(_ text: String, to columns: Int, alignsRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(of: text)))
        return alignsRight ? space + text : text + space
    }

    /// Cuts at the end; what is cut is said in full elsewhere.
    public static func cut(_ text: String, to columns: Int) -> String {
        let end = end(of: text, within: columns)
        guard end < text.endIndex else { return text }
        return text[..<self.end(of: text, within: columns - 1)] + "…"
    }

    /// Shortens from the middle, since both ends of a name tell it apart.
    public static func shortened(_ text: String, to columns: Int) -> String {
        let end = end(of: text, within: columns)
        guard end < text.endIndex else { return text }
        // As many letters as fit are too many by a few at most: those of two columns at the other end.
        var limit = text.distance(from: text.startIndex, to: end) + 1
        var result = PrintableText.shortened(text, to: limit)
        while limit > 2, width(of: result) > columns {
            limit -= 1
            result = PrintableText.shortened(text, to: limit)
        }
        return result
    }

    /// Columns of a text that may switch colours on and off, which takes none.
    public static func shownWidth(of text: String) -> Int {
        width(of: text.contains("\u{1B}") ? text.replacing(#/\x1B\[[0-9;]*m/#, with: "") : text)
    }

    /// Breaks at spaces, and keeps those that it does not break at; words longer than a line, such as paths, stay whole.
    public static func wrapped(_ text: String, to columns: Int, indent: String, firstIndent: String) -> String {
        var lines: [String] = []
        var line = firstIndent
        var used = width(of: line)
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
            let wordColumns = shownWidth(of: String(word))
            if !isEmpty, used + 1 + wordColumns > columns {
                lines.append(line)
                (line, used, isEmpty) = (indent, width(of: indent), true)
            }
            line += (isEmpty ? "" : " ") + word
            used += (isEmpty ? 0 : 1) + wordColumns
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
