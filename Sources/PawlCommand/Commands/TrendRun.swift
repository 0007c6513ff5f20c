import Foundation
import Records
import ResultsStore
import Suites
import Trends

/// From a results database to a trend, as `pawl trend` and what builds on it walk it.
struct TrendRun {
    /// The suite's name.
    let suite: String
    let store: ResultsStore
    var options: TrendOptions
    /// Cells that are reported: `--only`.
    var selection = CellSelection(glob: nil)

    /// - Throws: `UsageError` when no run of the suite, or no run on the machine asked for, is recorded; `StoreError`.
    func report() throws -> TrendReport {
        let history = try store.history(
            ofSuite: suite, since: options.since, metrics: options.metricsToRead, kinds: options.kinds)
        if history.runs.isEmpty { try checkThatTheSuiteIsKnown() }
        if let machine = options.machine { try check(machine, among: history) }
        let selection = selection
        let report = TrendAnalysis(options: options).report(history, suite: suite) { cell in
            selection.contains(model: cell.model, variant: cell.variant)
        }
        return try report.withAcceptance(by: store.baselines())
    }

    private func checkThatTheSuiteIsKnown() throws {
        let names = Set(try store.runs(limit: 10_000).map(\.suite))
        guard !names.contains(suite) else { return }
        throw UsageError(
            message: "\(store.path) holds no run of the suite '\(suite)'",
            hint: names.isEmpty
                ? "'pawl run SUITE' records one"
                : "suites with runs: \(names.sorted().prefix(10).joined(separator: ", "))")
    }

    private func check(_ machine: String, among history: SuiteHistory) throws {
        let isKnown = history.runs.contains {
            $0.hostName == machine || $0.machineFingerprint.hasPrefix(machine)
        }
        guard !isKnown else { return }
        let known = Set(history.runs.map { "\($0.hostName) (\($0.machineFingerprint.prefix(12)))" }).sorted()
        throw UsageError(
            message: "no run of '\(suite)' in this time is of the machine '\(machine)'",
            hint: known.isEmpty
                ? "look further back with --since" : "machines: \(known.prefix(10).joined(separator: ", "))")
    }
}
