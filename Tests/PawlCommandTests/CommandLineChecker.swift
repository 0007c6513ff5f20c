@testable import PawlCommand

/// Holds a `pawl ...` command line as documentation shows it against the commands' specifications.
enum CommandLineChecker {
    struct Unknown: Error, CustomStringConvertible {
        var description: String
    }

    /// Command lines of pawl in the shell blocks of a Markdown text, with `\` continuations joined.
    static func commandLines(inMarkdown text: String) -> [String] {
        var lines: [String] = []
        var isShell: Bool?
        var continued = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let trimmed = line.drop { $0 == " " }
            if trimmed.hasPrefix("```") {
                let language = trimmed.dropFirst(3).prefix { $0.isLetter }
                isShell = isShell == nil ? ["sh", "shell", "bash", "console", "yaml", "yml"].contains(language) : nil
                continued = ""
                continue
            }
            guard isShell == true else { continue }
            if trimmed.hasSuffix("\\") {
                continued += trimmed.dropLast() + " "
            } else {
                lines.append(continued + trimmed)
                continued = ""
            }
        }
        return lines.filter { words(of: $0).contains { isPawl($0) } }
    }

    /// - Throws: `Unknown` or `UsageError` when a command of the line would be refused.
    static func check(_ line: String) throws {
        var words = words(of: line)[...]
        while let start = words.firstIndex(where: isPawl) {
            let rest = words[(start + 1)...]
            let end = rest.firstIndex { ["|", "&&", "||", ";", ">", ">>", "2>", ")"].contains($0) } ?? rest.endIndex
            try check(arguments: Array(words[(start + 1)..<end]), in: line)
            words = words[end...]
        }
    }

    private static func check(arguments: [String], in line: String) throws {
        if ["--version", "--help", "-h"].contains(arguments.first) { return }
        let found = PawlCommand.specifications.filter { $0.path == Array(arguments.prefix($0.path.count)) }
        guard let specification = found.first else {
            throw Unknown(description: "no such command: \(line)")
        }
        let rest = arguments.dropFirst(specification.path.count)
        if rest.contains("--help") { return }
        _ = try ParsedArguments(rest, for: specification)
    }

    private static func isPawl(_ word: String) -> Bool { word == "pawl" || word.hasSuffix("/pawl") }

    /// Words as a shell would see them, without expansions; a comment ends the line.
    static func words(of line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        var isWord = false
        for character in line + " " {
            if let open = quote {
                if character == open { quote = nil } else { word.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                isWord = true
            } else if character == " " || character == "(" || character == ")" {
                if isWord { words.append(word) }
                if character == ")" { words.append(")") }
                word = ""
                isWord = false
            } else if character == "#", !isWord {
                return words
            } else {
                word.append(character)
                isWord = true
            }
        }
        return words
    }
}
