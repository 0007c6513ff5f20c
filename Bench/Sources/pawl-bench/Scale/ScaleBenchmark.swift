import CSystem
import Foundation
import Gating
import Harness
import PawlCommand
import Records
import ResultsStore
import Suites
import Support

/// What a database of years weighs, and how long its reader waits.
struct ScaleBenchmark {
    var database: String
    var progress: (String) -> Void

    func run() throws -> [BenchmarkLine] {
        let folder = try TemporaryFolder(prefix: "pawl-scale")
        let copy = folder.file("copy.db")
        return try size() + reading(folder) + keeping(copy) + writing(copy)
    }

    private func size() throws -> [BenchmarkLine] {
        let store = try ResultsStore(path: database, ifMissing: .refuse)
        let runs = try store.runs(limit: .max)
        let cells = runs.reduce(0) { $0 + $1.cellCount }
        let bytes = Double(store.fileBytes())
        return [
            .told("scale: runs", Double(runs.count), ""), .told("scale: cells in all runs", Double(cells), ""),
            .atMost(500, "scale: size of the database", bytes / 1e6, "MB"),
            .told("scale: size per cell of a run", bytes / Double(max(cells, 1)), "bytes"),
        ]
    }

    private func reading(_ folder: TemporaryFolder) throws -> [BenchmarkLine] {
        let suite = SyntheticHistory.suite
        let report = try command("report", ["--out", folder.file("report")], in: folder)
        let trend = try command("trend", [suite, "--since", "10000d"], in: folder)
        let quarter = try command("history", ["--since", "90d", "--out", folder.file("quarter")], in: folder)
        let everything = try command("history", ["--since", "10000d", "--out", folder.file("everything")], in: folder)
        return [
            .atMost(5, "scale: report of the last run, with charts", report, "s"),
            .atMost(10, "scale: trend of all cells over all runs", trend, "s"),
            .told("scale: pages of 90 days", quarter, "s"), .told("scale: pages of all runs", everything, "s"),
        ]
    }

    /// How many seconds a subcommand of pawl takes, within this process.
    private func command(_ name: String, _ arguments: [String], in folder: TemporaryFolder) throws -> Double {
        progress("pawl \(name) \(arguments.joined(separator: " ")) ...")
        let output = RecordedOutput()
        let context = CommandContext(
            environment: ProcessInfo.processInfo.environment.filter { $0.key != "GITHUB_STEP_SUMMARY" },
            workingFolder: folder.path, output: output,
            worker: WorkerCommand(arguments: [CommandLine.arguments[0], "worker"]))
        let (code, duration) = seconds {
            PawlCommand.run(arguments: [name] + arguments + ["--db", absolute(database)], context: context)
        }
        guard code == .passed else { throw ScaleBenchmarkError(problem: "pawl \(name) failed: \(output.diagnostic)") }
        return duration
    }

    private func keeping(_ copy: String) throws -> [BenchmarkLine] {
        progress("a backup ...")
        let (bytes, backup) = try seconds { try DatabaseBackup(of: database).write(to: copy) }
        guard bytes != nil else { throw ScaleBenchmarkError(problem: "there is no backup") }
        progress("verifying the backup ...")
        let (answer, verification) = try seconds {
            try DatabaseInspector(path: copy).inspect(summary: { HistoryCommand.summary(of: $0) })
        }
        guard let answer, answer.findings.isEmpty else {
            throw ScaleBenchmarkError(problem: "the database is damaged: \(answer?.findings.first?.message ?? "")")
        }
        return [.told("scale: backup", backup, "s"), .told("scale: verification of every run", verification, "s")]
    }

    /// One more night, and one night that ages out; of the copy.
    private func writing(_ copy: String) throws -> [BenchmarkLine] {
        progress("one more night ...")
        let store = try ResultsStore(path: copy, ifMissing: .refuse)
        guard var run = try store.latestRun() else { return [] }
        run.id = "one-more-night"
        run.startedAt = run.startedAt.addingTimeInterval(86_400)
        let summaries = HistoryCommand.summaries(of: run)
        let (_, saving) = try seconds { try store.save(run, summaries: summaries) }
        let oldest = run.startedAt.addingTimeInterval(-30.5 * 86_400)
        let (pruned, pruning) = try seconds {
            try store.prune(before: oldest, ageing: { $0.ageing(recorded: $1) })
        }
        return [
            .atMost(1, "scale: saving a run of \(run.cells.count) cells", saving, "s"),
            .told("scale: pruning \(pruned.cells) cells", pruning, "s"),
        ]
    }

    private func seconds<Result>(_ work: () throws -> Result) rethrows -> (Result, Double) {
        let start = pawl_monotonic_raw_nanoseconds()
        let result = try work()
        return (result, Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9)
    }

    private func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }
}

struct ScaleBenchmarkError: Error, CustomStringConvertible {
    var problem: String

    var description: String { problem }
}
