/// A program and its arguments that copy a file to a worker's machine, with marks that the file's places are put in for.
public enum PushTemplate {
    /// The file on the supervisor's machine.
    public static let source = "{source}"
    /// Where the worker waits for it, on its own machine.
    public static let destination = "{destination}"
    public static let example = "scp -q {source} board:{destination}"

    /// - Returns: the marks that no argument of the program holds; empty for a template that can be used.
    public static func lacking(in words: [String]) -> [String] {
        [source, destination].filter { mark in !words.dropFirst().contains { $0.contains(mark) } }
    }

    /// - Returns: the command for one file; each argument stays one argument, whatever the names hold.
    public static func command(_ template: [String], source: String, destination: String) -> [String] {
        template.map { word in
            var result = "", rest = word[...]
            // In one go: a name may itself hold what looks like a mark.
            while let brace = rest.firstIndex(of: "{") {
                result += rest[..<brace]
                rest = rest[brace...]
                if rest.hasPrefix(Self.source) {
                    result += source
                    rest = rest.dropFirst(Self.source.count)
                } else if rest.hasPrefix(Self.destination) {
                    result += destination
                    rest = rest.dropFirst(Self.destination.count)
                } else {
                    result.append(rest.removeFirst())
                }
            }
            return result + rest
        }
    }
}

/// Splits a command line into words without a shell: nothing is expanded, and there are no escapes.
public enum CommandLineTokenizer {
    /// Blanks separate words; between two quotes of a kind (`'` or `"`) all stands for itself.
    ///
    /// - Returns: nil when a quote is not closed.
    public static func split(_ text: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let ended = word { words.append(ended) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        return words + (word.map { [$0] } ?? [])
    }
}
