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
                    "\(option) puts \(substitution.name) in the place of runtime '\(substitution.label)', whose \(keys) "
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
