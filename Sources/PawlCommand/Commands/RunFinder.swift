import Diagnostics
import Records
import ResultsStore

/// Finds a recorded run by what people call it.
struct RunFinder {
    let store: ResultsStore

    /// - Parameter name: an id, its first digits when no other run's id begins with them, or a baseline such as `main` or `main@2`.
    /// - Throws: `UsageError` when no run, or more than one, is called so; `StoreError`.
    func run(named name: String) throws -> RunRecord {
        if let exact = try store.run(id: name.lowercased()) ?? store.run(id: name) { return exact }
        if let promoted = try promotedRun(name) { return promoted }
        let candidates = try store.runs(limit: 10_000).map(\.id).filter { $0.hasPrefix(name.lowercased()) }
        guard let only = candidates.first, candidates.count == 1, let run = try store.run(id: only) else {
            throw UsageError(
                message: candidates.isEmpty
                    ? "there is no run '\(name)' in \(store.path)" : "'\(name)' begins more than one run",
                hint: candidates.isEmpty
                    ? try latest() : "it could be " + candidates.prefix(5).joined(separator: ", "))
        }
        return run
    }

    /// The run of a baseline; nil when no baseline is called so.
    private func promotedRun(_ name: String) throws -> RunRecord? {
        guard let baseline = try? BaselineName(name), try !store.baselines(named: baseline.name).isEmpty else {
            return nil
        }
        let promotion = try BaselineFinder(store: store).find(baseline)
        guard let run = try store.run(id: promotion.run.id) else {
            throw UsageError(
                message: "the run of baseline '\(name)', \(promotion.run.id), is gone from \(store.path)",
                hint: "'pawl baseline show \(name)' tells what is kept of it")
        }
        return run
    }

    private func latest() throws -> String {
        let runs = try store.runs(limit: 5).map { "\($0.id) (\($0.suite))" }
        return runs.isEmpty
            ? "the database holds no run; 'pawl run SUITE' records one"
            : "the latest are: \(runs.joined(separator: ", "))"
    }
}
