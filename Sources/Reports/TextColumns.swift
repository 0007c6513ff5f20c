import Charts

/// Text laid out in columns of a terminal.
public enum TextColumns {
    /// Columns that a terminal gives the text: two for East Asian wide characters and emoji, none for combining marks.
    static func width(of text: String) -> Int {
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

    public static func padded(_ text: String, to columns: Int, alignsRight: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, columns - width(of: text)))
        return alignsRight ? space + text : text + space
    }

    /// Cuts at the end; what is cut is said in full elsewhere.
    static func cut(_ text: String, to columns: Int) -> String {
        guard width(of: text) > columns else { return text }
        var kept = text
        while !kept.isEmpty, width(of: kept) > columns - 1 { kept.removeLast() }
        return kept + "…"
    }

    /// Shortens from the middle, since both ends of a name tell it apart.
    static func shortened(_ text: String, to columns: Int) -> String {
        var limit = text.count
        var result = text
        while limit > 2, width(of: result) > columns {
            limit -= 1
            result = PrintableText.shortened(text, to: limit)
        }
        return result
    }

    /// Breaks at spaces; words longer than a line stay whole.
    public static func wrapped(_ text: String, to columns: Int, indent: String, firstIndent: String) -> String {
        var lines: [String] = []
        var line = firstIndent
        var isEmpty = true
        for word in text.split(separator: " ") {
            if !isEmpty, width(of: line) + 1 + width(of: String(word)) > columns {
                lines.append(line)
                (line, isEmpty) = (indent, true)
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
