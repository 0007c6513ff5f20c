import Diagnostics
import Foundation
import Records
import Reports
import ResultsStore
import Support

/// `pawl import FILE...`
enum ImportSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["import"], abstract: "add runs that were measured elsewhere to the database",
        discussion: """
            Takes bundles as 'pawl export --to bundle' writes them: files, folders of them, or - for standard input. The
            order does not matter, and a run that is there already changes nothing. A run whose id is there with other
            content is refused, and so is a damaged bundle; the others are imported all the same, and the exit code is 3.
            Evaluations of imported runs are not reused by later runs unless you say that you trust them.
            """,
        positionals: [.init(name: "FILE", abstract: "a bundle, a folder of bundles, or -", isRepeated: true)],
        options: [
            .database,
            .init(
                name: "--trust-answers", value: nil,
                abstract: "let later runs reuse evaluations of these runs", completion: .none),
            .format,
        ],
        examples: [
            .init(command: "pawl import *.pawlrun", explanation: "the runs of many machines into one database"),
            .init(command: "pawl import artifacts --db all.db", explanation: "every bundle in a folder"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let importer = BundleImporter(
            database: try LazyDatabase(path: context.databasePath(arguments)),
            trustsEvaluations: arguments.has("--trust-answers"), context: context)
        var report = ImportReport()
        for name in arguments.positionals { importer.take(name, into: &report) }
        report.write(asJSON: context.wantsJSON(arguments), to: context)
        return report.refused == 0 ? .passed : .incomplete
    }
}

/// What became of each bundle: told at once to people, at the end to programs.
struct ImportReport {
    private struct Line: Encodable {
        var file: String
        /// `added`, `unchanged` or `refused`.
        var outcome: String
        var run: String?
        var suite: String?
        var host: String?
        var digest: String?
        var reason: String?
    }

    private struct Summary: Encodable {
        var added: Int
        var unchanged: Int
        var refused: Int
        var bundles: [Line]
    }

    private var lines: [Line] = []

    var refused: Int { count("refused") }

    mutating func note(_ name: String, _ bundle: RunBundle, _ outcome: ImportOutcome, in context: CommandContext) {
        let run = bundle.run
        lines.append(
            Line(
                file: name, outcome: outcome.rawValue, run: run.id, suite: run.suite.name,
                host: run.environment.hostName, digest: bundle.digest))
        if bundle.run.lacksRawValues, outcome == .added {
            context.warn("run \(run.id) came without raw values: they had aged out where it was exported")
        }
    }

    mutating func refuse(_ name: String, _ error: any Error, in context: CommandContext) {
        context.tell(error)
        let reason = (error as? any DiagnosableError)?.diagnostics.first.map { found in
            found.message + (found.cause.map { ": " + $0 } ?? "")
        }
        lines.append(Line(file: name, outcome: "refused", reason: reason ?? "\(error)"))
    }

    func write(asJSON: Bool, to context: CommandContext) {
        let summary = Summary(
            added: count("added"), unchanged: count("unchanged"), refused: refused, bundles: lines)
        if asJSON, (try? context.writeJSON(summary)) != nil { return }
        let rows = lines.map { line -> (String, Prose) in
            let about = line.run.map { "\($0)  \(line.suite ?? "") on \(line.host ?? "")  (\(line.file))" } ?? line.file
            return (line.outcome, Prose(about))
        }
        let counts = "\(summary.added) added, \(summary.unchanged) there already, \(summary.refused) refused"
        context.write(Document(blocks: [.facts(.init(rows)), .paragraph(Prose(counts))]))
    }

    private func count(_ outcome: String) -> Int { lines.count { $0.outcome == outcome } }
}
