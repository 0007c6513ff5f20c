import Dispatch
import Foundation
import Support
import Synchronization
import TestSupport
import Testing

@testable import Harness

@Suite("Runs on one machine take turns", .hangLimit)
struct MeasurementLockTests {
    private let folder: TemporaryFolder
    private var path: String { folder.file("lock") }

    init() throws { folder = try TemporaryFolder(prefix: "pawl-lock-test") }

    private func take(
        _ interruption: Interruption = Interruption(), path: String? = nil, patience: Double = 60,
        onWait: (String) -> Void = { _ in }
    ) throws(MeasurementLock.Failure) -> MeasurementLock {
        try MeasurementLock(
            interruption, path: path ?? self.path, holder: "suite 'demo', since noon", patienceSeconds: patience,
            onWait: onWait)
    }

    @Test("A second run waits until the first gives its lock back, and reads who has it")
    func secondWaits() throws {
        let first = Mutex<MeasurementLock?>(nil)
        try first.withLock { $0 = try take { _ in Issue.record("nobody has the lock") } }
        var holders: [String] = []
        let second = try take { holder in
            holders.append(holder)
            first.withLock { $0 = nil }
        }
        withExtendedLifetime(second) {}
        #expect(holders == ["process \(getpid()), suite 'demo', since noon"])
    }

    @Test("An interruption ends the waiting")
    func interruptionEndsWaiting() throws {
        let first = try take()
        let interruption = Interruption()
        #expect(throws: MeasurementLock.Failure.interrupted) { try take(interruption) { _ in interruption.trigger() } }
        withExtendedLifetime(first) {}
    }

    @Test("A holder that does not let go is waited for as long as was said, and named")
    func patienceEnds() throws {
        let first = try take()
        #expect(throws: MeasurementLock.Failure.held(by: "process \(getpid()), suite 'demo', since noon")) {
            try take(patience: 0.05)
        }
        withExtendedLifetime(first) {}
    }

    @Test("What a holder says of itself goes to terminals: nothing in it moves a cursor")
    func noteIsCleaned() throws {
        let other = try FileLock(path: path, interruption: Interruption()) {}
        other.note("\(getpid())\nsuite '\u{1B}[2J\u{202E}x\n\u{9B}y'")
        let cleaned = "process \(getpid()), suite '[2Jxy'"
        #expect(throws: MeasurementLock.Failure.held(by: cleaned)) { try take(patience: 0) }
        other.note("no number")
        #expect(throws: MeasurementLock.Failure.held(by: "")) { try take(patience: 0) }
    }

    @Test("Without a place for the lock, measuring goes on")
    func noPlace() throws {
        _ = try take(path: "/nonexistent/folder/lock")
    }
}
