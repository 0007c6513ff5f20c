import Diagnostics
import Foundation
import Suites

/// `--with` and `--against-with`: a suite with other runtimes than it declares.
struct SubstitutedRuntimes {
    let option: String
    let substitutions: [RuntimeSubstitution]

    /// - Returns: nil when the option is not given.
    init?(_ arguments: ParsedArguments, option: String, in context: CommandContext) throws(UsageError) {
        guard let text = arguments[option] else { return nil }
        guard let substitutions = RuntimeSubstitution.parse(text) else {
            throw UsageError(
                message: "\(option) cannot be '\(text)'",
                hint:
                    "write LABEL=NAME==VERSION or LABEL=LIBRARY, such as \(option) ort=onnxruntime==1.31.1 or "
                    + "\(option) ort=../build/libonnxruntime.so; several with commas between")
        }
        self.option = option
        self.substitutions = substitutions.map { substitution in
            guard case .library(let path) = substitution.replacement else { return substitution }
            return RuntimeSubstitution(
                label: substitution.label,
                .library(URL(fileURLWithPath: context.absolute(path)).standardizedFileURL.path))
        }
    }

    /// - Throws: `UsageError` for a label that the suite does not declare, and for keys that the other runtime would ignore.
    func applied(to suite: Suite) throws(UsageError) -> Suite {
        for substitution in substitutions {
            guard let declared = suite.runtimes[substitution.label] else { continue }
            guard case .release(let name, _) = substitution.replacement else {
                try requireTakesLibrary(declared)
                continue
            }
            let lost = declared.keysNotTaken(by: name)
            guard !lost.isEmpty else { continue }
            let keys = lost.map { "'\($0)'" }.joined(separator: " and ")
            throw UsageError(
                message:
                    "\(option) puts \(name) in place of runtime '\(substitution.label)', whose \(keys) "
                    + "it does not take", hint: "declare it in \(suite.file) as a runtime with keys of its own")
        }
        if let suite = suite.substituting(substitutions) { return suite }
        let known = suite.runtimes.keys.sorted()
        let unknown = substitutions.first { suite.runtimes[$0.label] == nil }?.label ?? ""
        throw UsageError(
            message: "\(option) names '\(unknown)', which is no runtime of \(suite.file)",
            hint: Suggestion.hint(for: unknown, among: known))
    }

    /// A library is opened by Pawl's own worker.
    private func requireTakesLibrary(_ declared: RuntimeDeclaration) throws(UsageError) {
        let isTaken = RuntimeKeys.taken(by: declared.name)?.contains("library") ?? false
        guard !isTaken || declared.worker != nil else { return }
        throw UsageError(
            message:
                "\(option) puts a library in place of runtime '\(declared.label)', which "
                + (declared.worker == nil ? "is \(declared.name)" : "a 'worker' of the suite's own runs"),
            hint: "Pawl opens libraries of onnxruntime, openvino and litert itself; others come from packages")
    }

    /// For the record: a run by the suite's file alone would have had another runtime.
    func remarks(side: String) -> [String] {
        substitutions.map { substitution in
            let words =
                switch substitution.replacement {
                case .release(let name, let version): "\(name) \(version)"
                case .library(let path): "the library \(path)"
                }
            return "runtime '\(substitution.label)' of the \(side) is \(words), by \(option)"
        }
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
