import Diagnostics
import Foundation
import Records
import ResultsStore

/// Which run is meant where nobody names one by its id.
///
/// A gate's run is never taken in the place of a run: what was a candidate yesterday must not become the baseline by itself. It is
/// taken where nothing but gates was recorded.
struct PromotedRun {
    var store: ResultsStore
    /// Runs are looked for among so many, the latest.
    private static let limit = 10_000

    init(in store: ResultsStore) {
        self.store = store
    }

    /// The last complete run, of whatever suite.
    ///
    /// - Throws: `UsageError` when there is none.
    func latest() throws -> RunRecord {
        let complete = try complete()
        return try read(complete.first { $0.kind != .gate } ?? complete.first)
    }

    /// The only run that can be meant: the last complete one of the suite that the name's versions are of, or of the only suite
    /// that there is, unless a gate was recorded since.
    ///
    /// - Parameter name: of the baseline.
    /// - Throws: `UsageError` when there is none, and when several can be meant, with the choices.
    func unambiguous(for name: String) throws -> RunRecord {
        let complete = try complete()
        var suites: [String] = []
        for run in complete where !suites.contains(run.suite) { suites.append(run.suite) }
        if let suite = try store.baselines(named: name).last?.run.suite.name, suites.contains(suite) {
            suites = [suite]
        }
        let choices = suites.flatMap { suite -> [RunSummary] in
            let ofSuite = complete.filter { $0.suite == suite }
            guard let run = ofSuite.first(where: { $0.kind != .gate }) else { return Array(ofSuite.prefix(1)) }
            return ofSuite[0].kind == .gate ? [ofSuite[0], run] : [run]
        }
        guard choices.count <= 1 else {
            let lines = choices.prefix(8).map { "--run \($0.id.prefix(8))  \(Self.words(for: $0))" }
            let more = choices.count > 8 ? ["and \(choices.count - 8) more"] : []
            throw UsageError(
                message: "it is not clear which run is to be '\(name)'",
                hint: "name it:\n" + (lines + more).joined(separator: "\n"))
        }
        return try read(choices.first)
    }

    private func complete() throws(StoreError) -> [RunSummary] {
        try store.runs(limit: Self.limit).filter { $0.status == .complete }
    }

    private func read(_ summary: RunSummary?) throws -> RunRecord {
        guard let summary, let run = try store.run(id: summary.id) else {
            throw UsageError(
                message: "\(store.path) holds no complete run",
                hint: "'pawl run SUITE' or 'pawl gate SUITE' records one")
        }
        return run
    }

    private static func words(for run: RunSummary) -> String {
        "\(run.kind.rawValue) of \(run.suite), \(run.startedAt.formatted(.iso8601.dateTimeSeparator(.space)))"
    }
}
