import CSystem
import Comparison
import Files
import Foundation
import Harness
import Measures
import PawlCommand
import Planning
import Records
import ResultsStore

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
        progress("the report of the last run ...")
        let output = RecordedOutput()
        let context = CommandContext(
            environment: ProcessInfo.processInfo.environment.filter { $0.key != "GITHUB_STEP_SUMMARY" },
            workingFolder: folder.path, output: output, worker: WorkerCommand(arguments: []))
        let arguments = ["report", "--db", absolute(database), "--out", folder.file("report")]
        let (code, report) = seconds { PawlCommand.run(arguments: arguments, context: context) }
        guard code == .passed else { throw ScaleBenchmarkError(problem: "pawl report failed: \(output.diagnostic)") }
        progress("the history of every cell ...")
        let (points, trend) = try seconds { try historyOfAllCells() }
        return [
            .atMost(5, "scale: report of the last run, with charts", report, "s"),
            .told("scale: points of the median latency of all cells", Double(points), ""),
            .atMost(10, "scale: history of all cells", trend, "s"),
        ]
    }

    /// What a trend of the whole suite reads.
    private func historyOfAllCells() throws -> Int {
        let store = try ResultsStore(path: database, ifMissing: .refuse)
        guard let last = try store.latestRun() else { throw ScaleBenchmarkError(problem: "\(database) holds no run") }
        return try last.cells.filter { $0.side == .candidate }.reduce(0) { count, cell in
            let address = CellAddress(
                suite: last.suite.name, model: cell.model, variant: cell.variant, runtimeLabel: cell.runtimeLabel)
            return try count + store.history(of: address, metric: .latencyP50, since: .distantPast).count
        }
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
