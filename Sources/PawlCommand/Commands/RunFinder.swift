import Diagnostics
import Records
import ResultsStore

/// Finds a recorded run by what people call it.
struct RunFinder {
    let store: ResultsStore
    /// Which runs `latest` and `latest~1` count, the last recorded first: those that ended.
    var counts: (RunSummary) -> Bool = { $0.status != .running }

    /// How people name the runs of a database, for an option's help.
    static let names = "an id or its first digits, 'latest', 'latest~1', or a baseline's name"

    /// - Parameter name: an id, its first digits when no other run's id begins with them, `latest`, `latest~1` for the one before, or a
    ///   baseline such as `main` or `main@2`.
    /// - Throws: `UsageError` when no run, or more than one, is called so; `StoreError`.
    func run(named name: String) throws -> RunRecord {
        if let back = try stepsBack(name) {
            let id = try id(stepsBack: back, name)
            guard let run = try store.run(id: id) else {
                throw UsageError(message: "run '\(name)' is gone from \(store.path)", hint: "it was removed just now")
            }
            return run
        }
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

    /// The id alone, where the run is read in another way.
    func id(named name: String) throws -> String {
        guard let back = try stepsBack(name) else { return try run(named: name).id }
        return try id(stepsBack: back, name)
    }

    private func id(stepsBack back: Int, _ name: String) throws -> String {
        let runs = try store.runs(limit: 10_000).filter(counts)
        guard runs.indices.contains(back) else {
            throw UsageError(
                message: "there is no run '\(name)' in \(store.path)",
                hint: runs.isEmpty
                    ? "it holds no run that this could be; 'pawl run SUITE' records one"
                    : runs.count == 1
                        ? "only one run counts here: latest"
                        : "\(runs.count) runs count here, the oldest is latest~\(runs.count - 1)")
        }
        return runs[back].id
    }

    /// 0 for `latest`, 2 for `latest~2`; nil for other names.
    private func stepsBack(_ name: String) throws(UsageError) -> Int? {
        guard name != StoredBaseline.latest else { return 0 }
        let parts = name.split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] == StoredBaseline.latest else { return nil }
        guard parts[1].allSatisfy({ $0.isASCII && $0.isNumber }), let steps = Int(parts[1]) else {
            throw UsageError(message: "there is no run '\(name)'", hint: "write latest~1 for the run before the latest")
        }
        return steps
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
