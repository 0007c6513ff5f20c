import Diagnostics
import Foundation
import Gating
import Records
import ResultsStore
import Support

/// `pawl prune --keep-raw TIME`
enum PruneSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["prune"], abstract: "let the raw values of old runs age out, and keep their figures",
        discussion: """
            Timed values, launches, predictions sample by sample and operator profiles of runs older than TIME go; every
            figure, level, verdict and fact about the machine stays. The last run of each suite, baselines of runs
            that are not that old, and runs that are still measured keep everything. Others may read and write
            meanwhile.
            """,
        options: [
            .init(
                name: "--keep-raw", value: "TIME", abstract: "how long raw values stay, such as 30d; must be given",
                completion: .none),
            .init(name: "--dry-run", value: nil, abstract: "only say what would go", completion: .none),
            .init(
                name: "--vacuum", value: nil,
                abstract: "rewrite the whole file without gaps; others wait meanwhile", completion: .none),
            .database, .format,
        ],
        examples: [
            .init(command: "pawl prune --keep-raw 30d --dry-run", explanation: "what would go"),
            .init(command: "pawl prune --keep-raw 30d", explanation: "every night, after the suite"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        guard let seconds = try arguments.duration("--keep-raw") else {
            throw UsageError(
                message: "'pawl prune' needs --keep-raw: how long raw values stay", hint: "pawl prune --keep-raw 30d")
        }
        let store = try ExistingDatabase(arguments, in: context).store()
        let before = Date().addingTimeInterval(-seconds)
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            if arguments.has("--dry-run") {
                let plan = try store.pruningPlan(before: before)
                try tell(plan, isPlan: true, arguments, store, context)
                return .passed
            }
            let report = try prune(store, before: before, rewrites: arguments.has("--vacuum"), context)
            try tell(report, isPlan: false, arguments, store, context)
            return report.isFinished ? .passed : .incomplete
        }
    }

    private static func prune(
        _ store: ResultsStore, before: Date, rewrites: Bool, _ context: CommandContext
    ) throws -> PruningReport {
        let bytesBefore = store.fileBytes()
        let progress = StepProgress("pruning", in: context)
        defer { progress.end() }
        var report = try store.prune(before: before, ageing: { $0.ageing(recorded: $1) }) { done, cells in
            progress.show(done.cells, of: cells, unit: "cells")
            return !context.interruption.wasTriggered
        }
        if rewrites, report.isFinished {
            try store.rewrite()
        } else {
            try store.reclaimSpace { !context.interruption.wasTriggered }
        }
        report.bytesBefore = bytesBefore
        report.bytesAfter = store.fileBytes()
        return report
    }

    private static func tell(
        _ report: PruningReport, isPlan: Bool, _ arguments: ParsedArguments, _ store: ResultsStore,
        _ context: CommandContext
    ) throws {
        guard !context.wantsJSON(arguments) else { return try context.writeJSON(report) }
        let raw = Quantity.text(Double(report.rawBytes), .bytes)
        let runs = report.runs == 1 ? "1 run" : "\(report.runs) runs"
        let cells = report.cells == 1 ? "1 cell" : "\(report.cells) cells"
        var lines: [String] = []
        if report.cells == 0 {
            lines.append("no raw values are that old")
        } else if isPlan {
            lines.append(
                "would let the raw values of \(runs) (\(cells)) age out: \(raw) of timed values, and what belongs to them"
            )
        } else {
            lines.append("raw values of \(runs) (\(cells)) aged out; figures and verdicts are kept")
        }
        if report.keptRuns > 0 {
            lines.append(
                "\(report.keptRuns) as old \(report.keptRuns == 1 ? "is" : "are") kept whole: the last of a suite, a baseline, or "
                    + "still being measured")
        }
        if !isPlan {
            let sizes = [report.bytesBefore, report.bytesAfter].map { Quantity.text(Double($0), .bytes) }
            lines.append("\(context.relative(store.path)): \(sizes[0]) before, \(sizes[1]) now")
        }
        if !report.isFinished { lines.append("interrupted; the same command continues where this one stopped") }
        context.output.writeResult(lines.joined(separator: "\n") + "\n")
    }
}
