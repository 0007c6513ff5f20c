import Foundation

/// Processes that do nothing but keep cores busy, for as long as the object lives and `longestSeconds` at most.
///
/// Each is this executable again and ends when the pipe to it closes, so that none outlives its parent, however that ends.
final class LoadGenerator {
    static let commandName = "spin"
    static let longestSeconds = 3600.0

    private var processes: [Process] = []
    private let pipe = Pipe()

    init(processes count: Int) throws {
        for _ in 0..<count {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = [Self.commandName]
            process.standardInput = pipe.fileHandleForReading
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            processes.append(process)
        }
    }

    deinit {
        try? pipe.fileHandleForWriting.close()
        for process in processes {
            process.terminate()
            process.waitUntilExit()
        }
    }

    /// What such a process does.
    static func spin() -> Never {
        Thread.detachNewThread {
            // Nothing is ever written: the read ends with the pipe.
            _ = FileHandle.standardInput.readDataToEndOfFile()
            exit(0)
        }
        let end = Date().addingTimeInterval(longestSeconds)
        var state: UInt64 = 1
        repeat {
            for _ in 0..<10_000_000 { state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407 }
        } while state != 0 && Date() < end
        exit(0)
    }
}
