import Dispatch
import Files
import Foundation
import Processes
import Synchronization
import Testing

@testable import Harness

@Suite("Runs on one machine take turns")
struct MeasurementTurnTests {
    @Test("A second run waits until the first gives its turn back")
    func secondWaits() throws {
        let folder = try TemporaryFolder(prefix: "pawl-turn-test")
        let path = folder.file("lock")
        let first = Mutex<MeasurementTurn?>(nil)
        first.withLock { $0 = MeasurementTurn.take(Interruption(), path: path) { Issue.record("nobody has the turn") } }
        var waits = 0
        let second = MeasurementTurn.take(Interruption(), path: path) {
            waits += 1
            first.withLock { $0 = nil }
        }
        #expect(second != nil)
        #expect(waits == 1)
    }

    @Test("An interruption ends the waiting")
    func interruptionEndsWaiting() throws {
        let folder = try TemporaryFolder(prefix: "pawl-turn-test")
        let path = folder.file("lock")
        let first = MeasurementTurn.take(Interruption(), path: path) {}
        let interruption = Interruption()
        let second = MeasurementTurn.take(interruption, path: path) { interruption.trigger() }
        #expect(second == nil)
        withExtendedLifetime(first) {}
    }

    @Test("Without a place for the lock, measuring goes on")
    func noPlace() {
        #expect(MeasurementTurn.take(Interruption(), path: "/nonexistent/folder/lock") {} != nil)
    }
}
