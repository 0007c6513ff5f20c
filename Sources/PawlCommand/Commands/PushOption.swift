import Suites

/// `--push LABEL=COMMAND`: how files get to the workers of some runtimes, in the place of the suite's `push`.
struct PushOption {
    private let pattern: String
    private let words: [String]

    private static let name = "--push"
    private static let hint =
        "write \(name) \"LABEL=PROGRAM ...\", such as \(name) \"board=\(PushTemplate.example)\"; "
        + "blanks separate words, quotes keep them together, no shell reads them"

    /// - Returns: nil when the option is not given.
    init?(_ arguments: ParsedArguments) throws(UsageError) {
        guard let text = arguments[Self.name] else { return nil }
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
            throw UsageError(message: "\(Self.name) cannot be '\(text)': it names no runtime", hint: Self.hint)
        }
        guard let words = CommandLineTokenizer.split(String(text[text.index(after: sign)...])) else {
            throw UsageError(message: "\(Self.name) cannot be '\(text)': a quote is not closed", hint: Self.hint)
        }
        let lacking = PushTemplate.lacking(in: words)
        guard lacking.isEmpty else {
            throw UsageError(
                message: "\(Self.name) cannot be '\(text)': it lacks \(lacking.joined(separator: " and "))",
                hint: Self.hint)
        }
        pattern = String(text[..<sign])
        self.words = words
    }

    /// The suite with this command for every runtime whose label fits and that has a `worker`.
    ///
    /// - Throws: `UsageError` when there is none.
    func applied(to suite: Suite) throws(UsageError) -> Suite {
        let glob = GlobPattern(pattern)
        let labels = suite.runtimes.values.filter { $0.worker != nil && glob.matches($0.label) }.map(\.label)
        guard !labels.isEmpty else {
            let known = suite.runtimes.values.filter { $0.worker != nil }.map(\.label).sorted()
            throw UsageError(
                message: "\(Self.name) names '\(pattern)', which is no runtime with a 'worker' in \(suite.file)",
                hint: known.isEmpty
                    ? "files are copied for runtimes with the key 'worker'" : "known: \(known.joined(separator: ", "))")
        }
        var suite = suite
        for label in labels { suite.runtimes[label]?.push = words }
        return suite
    }
}
