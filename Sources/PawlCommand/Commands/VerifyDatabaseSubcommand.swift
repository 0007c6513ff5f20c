import Diagnostics
import Foundation
import Gating
import Records
import ResultsStore
import Support

/// `pawl verify-db`
enum VerifyDatabaseSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["verify-db"], abstract: "look for damage in a results database; changes nothing",
        discussion: """
            Reads every page and every run: SQLite's own check, references between tables, the digests of predictions
            and verdicts, and whether each recorded figure is what its raw values give. Timed values and facts about
            the machine carry no digest: a change to them is found only where a figure no longer follows. Returns 1
            when something is found.
            """,
        options: [.database, .format],
        examples: [
            .init(command: "pawl verify-db", explanation: "the default database"),
            .init(command: "pawl verify-db --db backup.db --format json", explanation: "a backup, for a script"),
        ])

    /// What `--format json` prints.
    private struct JSONOutput: Encodable {
        var database: String
        var isSound: Bool
        var runs: Int
        var findings: [DatabaseFinding]
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let path = try ExistingDatabase(arguments, in: context).path
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            guard let (findings, runs) = try inspect(path, context) else {
                context.output.writeDiagnostic("pawl: interrupted; nothing is known of the rest of \(path)\n")
                return .incomplete
            }
            if context.wantsJSON(arguments) {
                try context.writeJSON(
                    JSONOutput(database: path, isSound: findings.isEmpty, runs: runs, findings: findings))
            } else {
                context.output.writeResult(text(findings, runs: runs, path: context.relative(path)))
            }
            return findings.isEmpty ? .passed : .gateFailed
        }
    }

    private static func inspect(_ path: String, _ context: CommandContext) throws -> (
        findings: [DatabaseFinding], runs: Int
    )? {
        let progress = StepProgress("verifying", in: context)
        defer { progress.end() }
        do throws(StoreError) {
            return try DatabaseInspector(path: path).inspect(summary: summary) { step in
                if case .run(let number, let count) = step { progress.show(number, of: count, unit: "runs") }
                return !context.interruption.wasTriggered
            }
        } catch .corrupt(_, let reason) {
            return ([DatabaseFinding("SQLite cannot read it: \(reason)")], 0)
        }
    }

    private static func summary(_ cell: CellRecord) -> [Metric: Double] {
        let summary = cell.summary
        let values = Metric.allCases.compactMap { metric in summary.value(metric).map { (metric, $0) } }
        return Dictionary(uniqueKeysWithValues: values)
    }

    private static func text(_ findings: [DatabaseFinding], runs: Int, path: String) -> String {
        let count = runs == 1 ? "1 run" : "\(runs) runs"
        guard !findings.isEmpty else {
            return "\(path) is sound: \(count)\n"
                + "  checked: pages, references, digests of predictions and verdicts, figures\n"
                + "  not checked: single timed values, facts about the machine: they have no digest\n"
        }
        let listed = findings.map { finding in
            let place = [finding.run.map { "run \($0)" }, finding.table.map { "table \($0)" }].compactMap { $0 }
            return "  " + (place.isEmpty ? "" : place.joined(separator: ", ") + ": ") + finding.message
        }
        let number =
            switch findings.count {
            case 1: "1 finding"
            case DatabaseInspector.findingLimit: "\(findings.count) findings, and perhaps more"
            default: "\(findings.count) findings"
            }
        return "\(path) is damaged: \(number)\n" + listed.joined(separator: "\n")
            + "\n  hint: put a backup in its place ('pawl backup' makes one), or measure what is damaged again\n"
    }
}
