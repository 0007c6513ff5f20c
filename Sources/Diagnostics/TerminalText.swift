/// What goes to a terminal or into a log: the last place that text passes, whoever wrote it.
///
/// Names and errors come from models, workers and databases of others. Reports clean what they print, each in its form; what one of
/// them forgets ends here.
package enum TerminalText {
    /// Takes out what moves a cursor, sets colours or titles, or turns the direction of the text, and breaks what a CI system would
    /// obey: `::command::` at the beginning of a line (GitHub), `##[command]` and `##vso[...]` anywhere (GitHub, Azure).
    ///
    /// - Parameter isTerminal: keeps the colours that Pawl itself writes. Elsewhere no escape stays.
    package static func safe(_ text: String, isTerminal: Bool) -> String {
        guard text.unicodeScalars.contains(where: isSuspicious) else { return text }
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        var isLineStart = true
        var index = 0
        while index < scalars.count {
            let scalar = scalars[index]
            if isTerminal, let length = ownSequence(scalars, at: index) {
                result.append(contentsOf: scalars[index..<index + length])
                index += length
                continue
            }
            let next = index + 1 < scalars.count ? scalars[index + 1] : nil
            switch scalar {
            case "\n", "\t": result.append(scalar)
            // Of a line's end, as CSV has them.
            case "\r" where next == "\n": result.append(scalar)
            case ":" where isLineStart && next == ":": result.append(contentsOf: [":", " "])
            case "#" where next == "#" && isCommand(scalars, at: index + 2):
                result.append(contentsOf: ["#", " "])
            default: result.append(PrintableText.replacement(for: scalar) ?? scalar)
            }
            isLineStart = scalar == "\n" || isLineStart && (scalar == " " || scalar == "\t")
            index += 1
        }
        return String(result)
    }

    /// A text of JSON that says the same, with everything escaped that `safe` would take out: outside of strings JSON has none of it.
    package static func escapedJSON(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isSuspicious) else { return json }
        let scalars = Array(json.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (index, scalar) in scalars.enumerated() {
            let isSecondHash = scalar == "#" && index > 0 && scalars[index - 1] == "#"
            if isSecondHash || scalar.value > 0x7E && PrintableText.replacement(for: scalar) != nil {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    let zeros = String(repeating: "0", count: 4 - digits.count)
                    result.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
                }
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    private static func isSuspicious(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0x00...0x1F, 0x23, 0x3A: true
        case 0x20...0x7E: false
        default: PrintableText.replacement(for: scalar) != nil
        }
    }

    /// Of `ESC [ digits and semicolons m`: how many scalars, nil for anything else.
    private static func ownSequence(_ scalars: [Unicode.Scalar], at index: Int) -> Int? {
        guard scalars[index] == "\u{1B}", index + 2 < scalars.count, scalars[index + 1] == "[" else { return nil }
        var end = index + 2
        while end < scalars.count, end - index < 8, "0123456789;".unicodeScalars.contains(scalars[end]) { end += 1 }
        guard end < scalars.count else { return nil }
        return scalars[end] == "m" ? end - index + 1 : nil
    }

    private static func isCommand(_ scalars: [Unicode.Scalar], at index: Int) -> Bool {
        guard index < scalars.count else { return false }
        let scalar = scalars[index]
        return scalar == "[" || scalar.isASCII && scalar.properties.isAlphabetic
    }
}
