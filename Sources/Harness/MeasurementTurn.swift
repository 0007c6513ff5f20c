import Foundation

/// The right to measure: one launch at a time on this machine, whichever pawl asks.
///
/// Two runs at once would disturb each other's latencies. They take turns, launch by launch, through a lock file in the
/// user's runtime folder; a process that is killed gives its turn back by dying.
final class MeasurementTurn {
    private let descriptor: Int32

    /// Waits for the turn; nil when the run is stopped meanwhile.
    ///
    /// - Parameter onWait: called once when another run has the turn.
    static func take(_ interruption: Interruption, path: String = defaultPath, onWait: () -> Void) -> MeasurementTurn? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        // Without a lock file measuring goes on: a neighbour is then a disturbance like any other.
        guard descriptor >= 0 else { return MeasurementTurn(descriptor: -1) }
        var hasWaited = false
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            if !hasWaited { onWait() }
            hasWaited = true
            var watched = pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&watched, 1, 20)
            if interruption.wasTriggered {
                close(descriptor)
                return nil
            }
        }
        return MeasurementTurn(descriptor: descriptor)
    }

    private init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    static var defaultPath: String {
        let environment = ProcessInfo.processInfo.environment
        let folder =
            [environment["XDG_RUNTIME_DIR"], environment["TMPDIR"]].compactMap { $0 }
            .first { $0.hasPrefix("/") } ?? "/tmp"
        return "\(folder)/pawl-measuring-\(getuid()).lock"
    }
}
