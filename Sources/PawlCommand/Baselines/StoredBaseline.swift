import Diagnostics
import Foundation
import Gating
import GoldenSets
import Harness
import Records
import ResultsStore
import Statistics
import Suites

/// An earlier run in place of a baseline: `pawl gate SUITE --against-run RUN`.
struct StoredBaseline {
    /// At most so many runs of history, the latest: more hardly narrow an interval.
    static let historyLimit = 64
    /// The word for the last complete `pawl run` of the suite. A gate's run is never meant by it: what was a candidate yesterday
    /// must not become the baseline by itself, or a slow slide would pass one margin at a time.
    static let latest = "latest"

    let run: RunRecord
    /// How the machine changed since without becoming another.
    let warnings: [String]
    /// `model/variant` of what it stands in for; nil for all of it.
    var only: Set<String>?

    /// Checks before anything is measured whether the run can be a baseline at all.
    ///
    /// - Parameter environment: of this machine, now.
    /// - Throws: `UsageError` when there is no such run, when it did not end by itself, and when it ran on another machine.
    init(named name: String, for suite: Suite, in store: ResultsStore, environment: EnvironmentRecord) throws {
        let run =
            name == Self.latest
            ? try Self.latestRun(of: suite, in: store)
            : try RunFinder(store: store, counts: { Self.isEligible($0, for: suite) }).run(named: name)
        guard run.status == .complete || run.status == .incomplete else {
            let isAtWork = RunLock.status(run.status, ofRun: run.id, database: store.path) == .running
            throw UsageError(
                message: "run \(run.id) cannot be a baseline: "
                    + (isAtWork ? "it is still running" : "it was interrupted or killed"),
                hint: "choose one that ended by itself; 'pawl run SUITE' records one")
        }
        if let agedOutAt = run.rawValuesAgedOutAt {
            throw UsageError(
                message: "run \(run.id) cannot be a baseline: its raw values aged out on "
                    + agedOutAt.formatted(.iso8601.year().month().day()),
                hint: "choose a later one; 'pawl run SUITE' records one")
        }
        let differences = MachineFingerprint.differences(between: run.environment, and: environment)
        guard differences.isEmpty else {
            throw UsageError(
                message: "run \(run.id) cannot be a baseline: it ran on \(run.environment.hostName), this is "
                    + "\(environment.hostName), and they differ (\(differences.map(\.description).joined(separator: "; ")))",
                hint:
                    "timings of two machines cannot be compared: choose a run of this machine, or measure the baseline "
                    + "here with --against SUITE2")
        }
        self.run = run
        warnings = MachineFingerprint.remarks(between: run.environment, and: environment).map {
            "since the stored baseline the \($0)"
        }
    }

    /// `model/variant` of what it stands in for.
    var variants: Set<String> { Set(candidates.map { "\($0.model)/\($0.variant)" }) }

    /// For the run that is about to be measured.
    ///
    /// - Parameter gates: those against the baseline say of which metrics a history is needed.
    func record(for gates: [Gate], in store: ResultsStore) throws -> StoredBaselineRecord {
        let metrics = Set(gates.filter { $0.against == .baseline }.map(\.metric))
            .filter { $0.dimension == .time || $0.dimension == .rate }
        var history: [EarlierLevel] = []
        for cell in metrics.isEmpty ? [] : candidates {
            let past = try store.earlierMeasurements(
                of: cell, notIn: run.id, machineFingerprint: run.environment.machineFingerprint,
                limit: Self.historyLimit)
            for measurement in past {
                history += Metric.allCases.filter(metrics.contains).compactMap { level(of: $0, cell, measurement) }
            }
        }
        return StoredBaselineRecord(
            run: run.id, startedAt: run.startedAt, suite: run.suite, pawlVersion: run.pawlVersion,
            hostName: run.environment.hostName, machineFingerprint: run.environment.machineFingerprint,
            gitCommit: run.environment.gitCommit, gitIsDirty: run.environment.gitIsDirty, history: history)
    }

    /// Puts copies of the earlier run's cells beside those that were measured now, as baselines.
    ///
    /// - Parameter goldenSets: those of the run that was measured now.
    func join(_ record: inout RunRecord, goldenSets: [GoldenSet]) {
        let names = Set(record.cells.map { "\($0.model)/\($0.variant)" })
        for var cell in candidates where names.contains("\(cell.model)/\(cell.variant)") {
            cell.id = record.cells.count
            cell.side = .baseline
            for index in cell.launches.indices { cell.launches[index].pair = nil }
            cell.accuracy?.metricsAgainstBaseline = [:]
            cell.accuracy?.unitValuesAgainstBaseline = [:]
            // The copy is no evaluation of this run.
            let evaluatingRun = cell.accuracy?.origin?.reusedFromRun ?? run.id
            cell.accuracy?.origin?.reusedFromRun = evaluatingRun
            cell.accuracy?.origin?.sampleDigests = []
            cell.accuracy?.origin?.repetition = nil
            record.cells.append(cell)
            noteEqualScores(of: cell, in: &record, goldenSets)
            guard let set = run.goldenSet(of: cell), record.goldenSet(of: cell) == nil else { continue }
            record.goldenSets.append(set)
        }
    }

    /// Scores are not kept, but equal ones are known by their digest, and agree in everything.
    private func noteEqualScores(of baseline: CellRecord, in record: inout RunRecord, _ goldenSets: [GoldenSet]) {
        let candidate = record.cells.firstIndex {
            $0.side == .candidate && $0.model == baseline.model && $0.variant == baseline.variant
                && $0.goldenSetDigest == baseline.goldenSetDigest
        }
        guard let candidate, var accuracy = record.cells[candidate].accuracy,
            let digest = baseline.accuracy?.origin?.scoresDigest, accuracy.origin?.scoresDigest == digest
        else { return }
        guard let set = goldenSets.first(where: { $0.digest == baseline.goldenSetDigest }) else { return }
        let comparison = TaskComparison.ofEqualOutputs(on: set)
        accuracy.metricsAgainstBaseline = comparison.metrics
        accuracy.unitValuesAgainstBaseline = comparison.unitValues
        record.cells[candidate].accuracy = accuracy
    }

    /// The run's own cells: not what it was compared with itself.
    private var candidates: [CellRecord] {
        run.cells.filter { $0.side == .candidate && (only?.contains("\($0.model)/\($0.variant)") ?? true) }
    }

    /// Nil when the run has no launches of its own for it, which is no mistake: it may have measured pairs only.
    private func level(of metric: Metric, _ cell: CellRecord, _ past: EarlierMeasurement) -> EarlierLevel? {
        var cell = cell
        cell.launches = past.launches
        cell.aged = past.aged
        guard let level = try? cell.level(of: metric) else { return nil }
        return EarlierLevel(
            run: past.run, startedAt: past.startedAt, model: cell.model, variant: cell.variant, metric: metric,
            mean: level.mean, standardError: level.standardError, degreesOfFreedom: level.degreesOfFreedom,
            launches: level.count)
    }

    /// Whether `latest` may mean a run.
    private static func isEligible(_ run: RunSummary, for suite: Suite) -> Bool {
        run.suite == suite.name && run.kind == .run && run.status == .complete
    }

    private static func latestRun(of suite: Suite, in store: ResultsStore) throws -> RunRecord {
        let summary = try store.runs(limit: 10_000).first { isEligible($0, for: suite) }
        guard let summary, let run = try store.run(id: summary.id) else {
            throw UsageError(
                message: "\(store.path) holds no complete 'pawl run' of suite '\(suite.name)'",
                hint: "'pawl run SUITE' records one; a gate's run can be named by its id")
        }
        return run
    }
}
