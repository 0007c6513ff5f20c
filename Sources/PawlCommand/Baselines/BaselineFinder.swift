import Diagnostics
import Foundation
import Records
import ResultsStore
import Support

/// Finds versions of baselines by what people call them.
struct BaselineFinder {
    let store: ResultsStore

    /// The version that was named, or the current one.
    ///
    /// - Throws: `UsageError` when there is none; `StoreError`.
    func find(_ name: BaselineName) throws -> BaselinePromotion {
        let versions = try versions(of: name)
        guard let wanted = name.version else { return versions[versions.count - 1] }
        return try Self.version(wanted, in: versions)
    }

    /// All versions of a name, ascending; not empty.
    ///
    /// - Throws: `UsageError` when there is none; `StoreError`.
    func versions(of name: BaselineName) throws -> [BaselinePromotion] {
        let versions = try store.baselines(named: name.name)
        guard versions.isEmpty else { return versions }
        let known = Set(try store.baselines().map(\.name))
        throw UsageError(
            message: "there is no baseline '\(name.name)' in \(store.path)",
            hint: known.isEmpty
                ? "'pawl baseline set \(name.name) --run RUN' promotes a run"
                : Suggestion.hint(for: name.name, among: known))
    }

    static func version(_ wanted: Int, in versions: [BaselinePromotion]) throws(UsageError) -> BaselinePromotion {
        if let found = versions.first(where: { $0.version == wanted }) { return found }
        let name = versions[0].name
        throw UsageError(
            message: "baseline '\(name)' has no version \(wanted)",
            hint: "it has \(name)@1 to \(name)@\(versions.count); 'pawl baseline history \(name)' tells them apart")
    }
}

/// `main`, or `main@3` for one version of it.
struct BaselineName {
    var name: String
    /// Nil is the current one.
    var version: Int?

    init(_ text: String) throws(UsageError) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        name = parts[0]
        version = parts.count == 2 ? Int(parts[1]) : nil
        guard SafeName.accepts(name), parts.count == 1 || (version ?? 0) >= 1 else {
            throw UsageError(
                message: "'\(text)' is no name of a baseline",
                hint: "write NAME or NAME@VERSION, such as main or main@3; \(SafeName.rule)")
        }
    }

    /// A name that is to get a version of its own.
    static func new(_ text: String) throws(UsageError) -> String {
        let name = try BaselineName(text)
        guard name.version == nil else {
            throw UsageError(
                message: "'\(text)' names a version, which Pawl gives", hint: "write just '\(name.name)'")
        }
        return name.name
    }
}

/// Which run is meant where nobody names one by its id.
///
/// A gate's run is never taken in place of a run: what was a candidate yesterday must not become the baseline by itself. It is
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
