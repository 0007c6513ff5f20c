import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct MigrationTests {
    let folder: TemporaryFolder
    var path: String { folder.file("pawl.db") }

    init() throws { folder = try TemporaryFolder() }

    private static let adding = Migration(
        scripts: ["ALTER TABLE runs ADD COLUMN label TEXT; CREATE INDEX runs_by_label ON runs (label);"])
    private static let failing = Migration(
        scripts: ["ALTER TABLE runs ADD COLUMN label TEXT; UPDATE runs SET no_such_column = 1;"])

    @Test func aDatabaseOfVersion1ReachesTheCurrentVersionWithAllItHeld() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version1)
        let store = try ResultsStore(path: path)
        #expect(try RawDatabase(path).value("PRAGMA user_version") == String(Migration.all.count))
        #expect(try store.run(id: SampleRun.make().id) == SampleRun.make())
        try store.save(SampleRun.make(id: "another"), summaries: SampleRun.summaries)
        try store.verifyIntegrity()
    }

    @Test func aDatabaseOfVersion2ReachesTheCurrentVersionWithAllItHeld() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version2)
        let store = try ResultsStore(path: path)
        #expect(try RawDatabase(path).value("PRAGMA user_version") == String(Migration.all.count))
        #expect(try store.run(id: SampleRun.make().id) == SampleRun.make())
        try store.verifyIntegrity()
    }

    @Test func aDatabaseOfVersion3ReachesTheCurrentVersionWithAllItHeld() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version3)
        let store = try ResultsStore(path: path)
        #expect(try RawDatabase(path).value("PRAGMA user_version") == String(Migration.all.count))
        let run = try #require(try store.run(id: SampleRun.make().id))
        #expect(run == SampleRun.make())
        #expect(run.cells.allSatisfy { $0.runtime.origin == nil })
        try store.verifyIntegrity()
    }

    @Test func aDatabaseOfVersion4ReachesTheCurrentVersionWithAllItHeld() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version4)
        let store = try ResultsStore(path: path)
        #expect(try RawDatabase(path).value("PRAGMA user_version") == String(Migration.all.count))
        let run = try #require(try store.run(id: SampleRun.make().id))
        #expect(run == SampleRun.make())
        #expect(run.goldenSets.allSatisfy { $0.columns == nil })
        try store.verifyIntegrity()
    }

    @Test func theFourthMigrationStillMakesTheSchemaThatWasReleased() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version4)
        let fresh = folder.file("fresh.db")
        _ = try ResultsStore(
            path: fresh, busyTimeoutSeconds: 1, migrator: Migrator(migrations: Array(Migration.all.prefix(4))))
        let query = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
        #expect(try RawDatabase(fresh).rows(query) == RawDatabase(path).rows(query))
    }

    @Test func theThirdMigrationStillMakesTheSchemaThatWasReleased() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version3)
        let fresh = folder.file("fresh.db")
        _ = try ResultsStore(
            path: fresh, busyTimeoutSeconds: 1, migrator: Migrator(migrations: [.version1, .version2, .version3]))
        let query = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
        #expect(try RawDatabase(fresh).rows(query) == RawDatabase(path).rows(query))
    }

    @Test func theSecondMigrationStillMakesTheSchemaThatWasReleased() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version2)
        let fresh = folder.file("fresh.db")
        _ = try ResultsStore(
            path: fresh, busyTimeoutSeconds: 1, migrator: Migrator(migrations: [.version1, .version2]))
        let query = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
        #expect(try RawDatabase(fresh).rows(query) == RawDatabase(path).rows(query))
    }

    @Test func theSealsOfAnOldDatabaseStillFit() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version1)
        let run = try #require(try ResultsStore(path: path).run(id: SampleRun.make().id))
        let seals = try run.cells.compactMap(\.accuracy).map(EvaluationChecksum.of)
        #expect(try RawDatabase(path).rows("SELECT seal FROM answers ORDER BY cell").map { $0[0] } == seals)
    }

    @Test func theFirstMigrationStillMakesTheSchemaThatWasReleased() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version1)
        let fresh = folder.file("fresh.db")
        _ = try ResultsStore(path: fresh, busyTimeoutSeconds: 1, migrator: Migrator(migrations: [.version1]))
        let query = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
        #expect(try RawDatabase(fresh).rows(query) == RawDatabase(path).rows(query))
    }

    @Test func anOlderDatabaseGetsOnlyWhatItMisses() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version1)
        let migrator = Migrator(migrations: Migration.all + [Self.adding])
        let store = try ResultsStore(path: path, busyTimeoutSeconds: 1, migrator: migrator)
        #expect(try RawDatabase(path).value("PRAGMA user_version") == "6")
        #expect(try RawDatabase(path).value("SELECT count(*) FROM runs WHERE label IS NULL") == "1")
        #expect(try store.run(id: SampleRun.make().id) == SampleRun.make())
        // Opening again changes nothing, and the older Pawl keeps its hands off.
        _ = try ResultsStore(path: path, busyTimeoutSeconds: 1, migrator: migrator)
        #expect(throws: StoreError.newerDatabase(path: path, version: 6, known: 5)) {
            try ResultsStore(path: path, busyTimeoutSeconds: 1, migrator: Migrator())
        }
    }

    @Test func aNewDatabaseRunsTheWholeList() throws {
        let migrator = Migrator(migrations: Migration.all + [Self.adding])
        _ = try ResultsStore(path: path, busyTimeoutSeconds: 1, migrator: migrator)
        #expect(try RawDatabase(path).value("SELECT count(label) FROM runs") == "0")
    }

    @Test func aMigrationThatFailsLeavesTheOldDatabase() throws {
        try RawDatabase(path).execute(DatabaseFixtures.version1)
        #expect(throws: StoreError.self) {
            try ResultsStore(
                path: path, busyTimeoutSeconds: 1,
                migrator: Migrator(migrations: Migration.all + [Self.failing]))
        }
        #expect(try RawDatabase(path).value("PRAGMA user_version") == "1")
        let store = try ResultsStore(path: path, busyTimeoutSeconds: 1, migrator: Migrator())
        #expect(try store.run(id: SampleRun.make().id) == SampleRun.make())
    }

    @Test func everyVersionHasAFixture() {
        #expect(Migration.all.count == 5, "a new version wants a fixture of the one before it, and a test above")
    }
}
