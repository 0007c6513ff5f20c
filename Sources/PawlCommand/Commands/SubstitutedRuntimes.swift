import Diagnostics
import Suites

/// `--with` and `--against-with`: a suite with other runtimes than it declares.
struct SubstitutedRuntimes {
    let option: String
    let substitutions: [RuntimeSubstitution]

    /// - Returns: nil when the option is not given.
    init?(_ arguments: ParsedArguments, option: String) throws(UsageError) {
        guard let text = arguments[option] else { return nil }
        guard let substitutions = RuntimeSubstitution.parse(text) else {
            throw UsageError(
                message: "\(option) cannot be '\(text)'",
                hint:
                    "write LABEL=NAME==VERSION, such as \(option) ort=onnxruntime==1.31.1; several with commas between")
        }
        self.option = option
        self.substitutions = substitutions
    }

    /// - Throws: `UsageError` for a label that the suite does not declare, and for keys that the other runtime would ignore.
    func applied(to suite: Suite) throws(UsageError) -> Suite {
        for substitution in substitutions {
            let lost = suite.runtimes[substitution.label]?.keysNotTaken(by: substitution.name) ?? []
            guard !lost.isEmpty else { continue }
            let keys = lost.map { "'\($0)'" }.joined(separator: " and ")
            throw UsageError(
                message:
                    "\(option) puts \(substitution.name) in place of runtime '\(substitution.label)', whose \(keys) "
                    + "it does not take", hint: "declare it in \(suite.file) as a runtime with keys of its own")
        }
        if let suite = suite.substituting(substitutions) { return suite }
        let known = suite.runtimes.keys.sorted()
        let unknown = substitutions.first { suite.runtimes[$0.label] == nil }?.label ?? ""
        throw UsageError(
            message: "\(option) names '\(unknown)', which is no runtime of \(suite.file)",
            hint: Suggestion.hint(for: unknown, among: known))
    }

    /// For the record: a run by the suite's file alone would have had another runtime.
    func remarks(side: String) -> [String] {
        substitutions.map { "runtime '\($0.label)' of the \(side) is \($0.name) \($0.version), by \(option)" }
    }
}

/// `--push LABEL=COMMAND`: how files get to the workers of some runtimes, in place of the suite's `push`.
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
