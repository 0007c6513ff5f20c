/// How a process ended.
struct WorkerExit: Equatable, CustomStringConvertible {
    /// Nil when a signal ended it.
    var exitCode: Int32?
    var signal: Int32?

    init(waitStatus: Int32) {
        let number = waitStatus & 0x7F
        if number == 0 { exitCode = waitStatus >> 8 & 0xFF } else { signal = number }
    }

    var description: String {
        exitCode.map { "exited with code \($0)" } ?? "was ended by signal \(signal ?? 0)"
    }
}
