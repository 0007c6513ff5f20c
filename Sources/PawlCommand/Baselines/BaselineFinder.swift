import Diagnostics
import Records
import ResultsStore

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
