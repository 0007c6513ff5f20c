/// One step of the schema. Step n of `Migration.all` takes a database from `user_version` n - 1 to n.
///
/// The list only ever grows: a step that was released is never edited, reordered or removed, because databases out
/// there have run it. What asks for a new step: a table, column, index or view that changes, and also a new word in
/// an enumeration (a status, a metric, a failure kind), so that an older Pawl refuses the file instead of misreading it.
/// With a new step comes a fixture of the version before it (`ResultsStoreTests/DatabaseFixtures.swift`).
struct Migration: Sendable {
    /// Run one after the other; a step is split by what its tables are about.
    var scripts: [StaticString]

    static let all: [Migration] = [version1, version2, version3]
}
