import Diagnostics

/// Text that means itself in GitHub-flavoured Markdown.
enum MarkdownText {
    /// No mark-up, no HTML, no table cell, no mention of a user, no line of its own, no command to a CI system.
    ///
    /// - Parameter isStart: whether a line may begin with it.
    static func escaped(_ text: String, isStart: Bool = true) -> String {
        var result = ""
        for character in PrintableText.clean(text) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // A mention would notify a stranger; an entity shows the sign and means nothing.
            case "@": result += "&#64;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!": result += "\\\(character)"
            // Characters that a combining mark joins to a special one.
            default: result += special(character) ? entities(character) : String(character)
            }
        }
        // What would start a list in a list, or be obeyed by who prints the file in a log.
        if isStart, let first = result.first, "-+=".contains(first) || result.hasPrefix("::") { result = "\\" + result }
        if isStart { result = result.replacing(#/^(\d+)([.)])(?=\s|$)/#) { "\($0.output.1)\\\($0.output.2)" } }
        return result.replacing("http://", with: "http&#58;//").replacing("https://", with: "https&#58;//")
            .replacing("www.", with: "www&#46;")
    }

    /// A code span: no character in it means anything, and it can be copied.
    static func code(_ text: String) -> String {
        // In a table a bar ends the cell, also within a span.
        let text = PrintableText.clean(text)
        if text.isEmpty { return "" }
        if text.contains("|") { return escaped(text) }
        let longest = text.split(whereSeparator: { $0 != "`" }).map(\.count).max() ?? 0
        let fence = String(repeating: "`", count: longest + 1)
        let space = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        return fence + space + text + space + fence
    }

    private static func special(_ character: Character) -> Bool {
        character.unicodeScalars.count > 1
            && character.unicodeScalars.contains { "&<>@\\`*_{}[]#|~!".unicodeScalars.contains($0) }
    }

    private static func entities(_ character: Character) -> String {
        character.unicodeScalars.map { $0.isASCII ? "&#\($0.value);" : String($0) }.joined()
    }
}
