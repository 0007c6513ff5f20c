import Foundation
import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite("Runs that another process may resume", .hangLimit)
struct UnfinishedRunTests {
    let folder: TemporaryFolder
    let store: ResultsStore
    let state = UnfinishedRun(
        planDigest: "p1",
        keptAt: ClockReading(date: Date(timeIntervalSince1970: 1_800_000_000), bootID: "b", uptimeSeconds: 77.5),
        secondsSpent: 12.25)

    init() throws {
        folder = try TemporaryFolder()
        store = try ResultsStore(path: folder.file("pawl.db"))
    }

    private func sample(_ status: RunRecord.Status = .running) -> RunRecord {
        var run = SampleRun.make()
        run.kind = .nightly
        run.status = status
        return run
    }

    @Test("Launch by launch it becomes what a whole save makes of it, and adding twice adds nothing")
    func extending() throws {
        let run = sample()
        var early = run
        for index in early.cells.indices { early.cells[index].launches = [] }
        early.cells[1].failure = nil
        early.pairs[0].launchesMeasured = 0
        early.pairs[0].ending = nil
        try store.save(early, unfinished: state)
        #expect(try store.run(id: run.id) == early)
        let longest = run.cells.map(\.launches.count).max() ?? 0
        for count in 1...longest {
            var cells = run.cells
            for index in cells.indices { cells[index].launches = Array(cells[index].launches.prefix(count)) }
            try store.extend(run: run.id, cells: cells, pairs: run.pairs, unfinished: state)
            try store.extend(run: run.id, cells: cells, pairs: [], unfinished: state)
        }
        #expect(try store.run(id: run.id) == run)
        let found = try store.unfinishedRuns(ofSuite: "demo")
        #expect(found.map(\.run) == [run] && found.map(\.state) == [state])
        try store.verifyIntegrity()
    }

    @Test("A run that ended is not offered; a stopped one only while its state is kept; others' never")
    func offered() throws {
        try store.save(sample(.complete))
        #expect(try store.unfinishedRuns(ofSuite: "demo").isEmpty)
        try store.save(sample(.interrupted), unfinished: state)
        #expect(try store.unfinishedRuns(ofSuite: "demo").count == 1)
        #expect(try store.unfinishedRuns(ofSuite: "other").isEmpty)
        try store.save(sample(.interrupted))
        #expect(try store.unfinishedRuns(ofSuite: "demo").isEmpty, "a whole save takes the state away")
        try store.save(sample(.running))
        #expect(try store.unfinishedRuns(ofSuite: "demo").map(\.state) == [nil])
        var gate = sample()
        gate.kind = .gate
        try store.save(gate, unfinished: state)
        #expect(try store.unfinishedRuns(ofSuite: "demo").isEmpty)
    }

    @Test("What does not fit the run is refused, and nothing of it is added")
    func refusals() throws {
        var run = sample()
        #expect(throws: StoreError.self) {
            try store.extend(run: run.id, cells: run.cells, pairs: [], unfinished: state)
        }
        try store.save(run, unfinished: state)
        let before = try store.run(id: run.id)
        var launch = run.cells[0].launches[0]
        launch.pair = 9
        run.cells[0].launches.append(launch)
        #expect(throws: StoreError.self) {
            try store.extend(run: run.id, cells: run.cells, pairs: [], unfinished: state)
        }
        run.cells[1].model = "another"
        #expect(throws: StoreError.self) {
            try store.extend(run: run.id, cells: [run.cells[1]], pairs: [], unfinished: state)
        }
        #expect(try store.run(id: run.id) == before)
    }
}

@Suite("How long ago something was, by clocks that may be wrong", .hangLimit)
struct ClockReadingTests {
    private func reading(_ seconds: Double, _ boot: String, _ uptime: Double) -> ClockReading {
        ClockReading(date: Date(timeIntervalSince1970: seconds), bootID: boot, uptimeSeconds: uptime)
    }

    @Test("Within one start of the machine the calendar is not asked", arguments: [-90_000.0, 0, 1e9])
    func calendarJumps(shift: Double) {
        let age = reading(1000, "a", 50).age(at: reading(1000 + shift, "a", 80))
        #expect(age == 30)
    }

    @Test("After a restart the calendar decides, unless it lies behind; the machine's uptime is the least")
    func restart() {
        #expect(reading(1000, "a", 50).age(at: reading(4600, "b", 60)) == 3600)
        #expect(reading(1000, "a", 50).age(at: reading(999, "b", 60)) == nil)
        #expect(reading(1000, "a", 50).age(at: reading(1010, "b", 7200)) == 7200)
        #expect(reading(1000, "", 50).age(at: reading(1010, "", 7200)) == 10)
        #expect(reading(1000, "a", 50).age(at: reading(1010, "a", 49)) == nil)
    }
}
