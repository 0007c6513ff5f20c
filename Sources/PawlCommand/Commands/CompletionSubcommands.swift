import Foundation
import Records
import ResultsStore
import Suites

/// `pawl completion bash|zsh|fish`
enum CompletionSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["completion"], abstract: "print a completion script for your shell",
        positionals: [
            .init(
                name: "SHELL", abstract: "bash, zsh or fish", suggestions: ShellCompletion.allCases.map(\.rawValue),
                completion: .none)
        ],
        examples: [
            .init(command: "source <(pawl completion bash)", explanation: "complete in this shell; zsh alike"),
            .init(command: "pawl completion fish | source", explanation: "in fish"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = arguments.positionals[0]
        guard let shell = ShellCompletion(rawValue: name) else {
            throw UsageError(
                message: "unknown shell '\(name)'",
                hint: "one of: \(ShellCompletion.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        context.output.writeResult(shell.script + "\n")
        return .passed
    }
}

/// What the scripts of `pawl completion` ask at every TAB. Help does not list it.
enum CompletionCandidatesSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["completion-candidates"], abstract: "print what may come next on a command line, for completion scripts",
        discussion: """
            The first line says what the shell offers besides: files, folders or none. Every other one is a word and,
            behind a tab, what it means.
            """,
        positionals: [
            .init(name: "WORD", abstract: "words after 'pawl'; the last is being completed", isRepeated: true)
        ],
        examples: [.init(command: "pawl completion-candidates -- gate --form", explanation: "options that begin so")],
        isHidden: true)

    /// So many of the latest runs are offered.
    private static let runs = 10
    /// Of a run's id.
    private static let digits = 8

    /// Whoever presses TAB wants no message: what cannot be found out is not offered.
    static func run(_ arguments: ParsedArguments, in context: CommandContext) -> ExitCode {
        let completion = CommandLineCompletion(arguments.positionals, commands: PawlCommand.specifications) {
            kind, words in
            (try? recorded(kind, words, in: context)) ?? []
        }
        let lines = completion.candidates.map { candidate in
            candidate.meaning.isEmpty ? candidate.word : "\(candidate.word)\t\(candidate.meaning)"
        }
        context.output.writeResult(([completion.paths.rawValue] + lines).joined(separator: "\n") + "\n")
        return .passed
    }

    private static func recorded(
        _ kind: CommandSpecification.Recorded, _ words: [String], in context: CommandContext
    ) throws -> [CommandLineCompletion.Candidate] {
        if kind == .variants { return variants(words, in: context) }
        let path = database(words, in: context)
        // Opening an empty file would make it a database.
        guard let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int, size > 0 else {
            return []
        }
        // A tenth of a second is what a person at the keyboard waits for whoever writes at the moment.
        let store = try ResultsStore(path: path, ifMissing: .refuse, busyTimeoutSeconds: 0.1)
        switch kind {
        case .baselines: return try baselines(in: store)
        case .runs: return try baselines(in: store) + runs(in: store, typed: words.last ?? "")
        case .suites: return try store.suiteNames().map { .init(word: $0) }.filter(isOneWord)
        case .variants: return []
        }
    }

    /// By the first digits of their ids, as people write them; whoever has typed more than those goes on with the whole of it.
    private static func runs(in store: ResultsStore, typed: String) throws -> [CommandLineCompletion.Candidate] {
        let found = try store.runs(limit: runs)
        let beginnings = Dictionary(grouping: found) { $0.id.prefix(digits) }
        return found.map { run in
            let time = run.startedAt.formatted(.iso8601.dateTimeSeparator(.space))
            let isShort = typed.count <= digits && beginnings[run.id.prefix(digits)]?.count == 1
            return .init(
                word: isShort ? String(run.id.prefix(digits)) : run.id,
                meaning: oneLine("\(run.kind.rawValue) of \(run.suite), \(time)"))
        }.filter(isOneWord)
    }

    /// `model/variant` of the suite that the line names.
    private static func variants(_ words: [String], in context: CommandContext) -> [CommandLineCompletion.Candidate] {
        for word in words.dropLast() where [".yaml", ".yml"].contains(where: word.hasSuffix) {
            guard let suite = try? SuiteReader.read(file: context.absolute(expanded(word, in: context))) else {
                continue
            }
            return suite.models.flatMap { model in
                model.variants.map { variant in
                    .init(
                        word: "\(model.name)/\(variant.name)",
                        meaning: variant.name == model.reference ? "the reference" : "")
                }
            }.filter(isOneWord)
        }
        return []
    }

    private static func baselines(in store: ResultsStore) throws -> [CommandLineCompletion.Candidate] {
        let current = Dictionary(try store.baselines().map { ($0.name, $0) }) { $0.version > $1.version ? $0 : $1 }
        return current.values.sorted { $0.name < $1.name }.map { promotion in
            .init(
                word: promotion.name,
                meaning: oneLine("\(promotion.label) of \(promotion.run.suite.name), run \(promotion.run.shortID)"))
        }
    }

    /// The `--db` of the line, or the default. A shell hands the line over as it is typed, with its `~`.
    private static func database(_ words: [String], in context: CommandContext) -> String {
        var path = "Results/pawl.db"
        for (word, next) in zip(words, words.dropFirst() + [""]) {
            if word == "--db", !next.isEmpty { path = next }
            if word.hasPrefix("--db=") { path = String(word.dropFirst(5)) }
        }
        return context.absolute(expanded(path, in: context))
    }

    private static func expanded(_ path: String, in context: CommandContext) -> String {
        guard path.hasPrefix("~/"), let home = context.environment["HOME"] else { return path }
        return home + path.dropFirst(1)
    }

    /// Names come from files of others: what a shell would split, or take for the next candidate, is not offered.
    private static func isOneWord(_ candidate: CommandLineCompletion.Candidate) -> Bool {
        !candidate.word.isEmpty
            && candidate.word.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || $0.properties.numericType != nil || "-_.+~/".unicodeScalars.contains($0)
            }
    }

    private static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}
