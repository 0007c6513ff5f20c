import Dispatch
import Foundation
import Testing

/// Ends the process, with the test's name, where a test takes an hour: one that hangs would hang whoever runs them all. The
/// limit is far above what any test takes, and decides nothing.
///
/// Testing's `.timeLimit` makes each body a task of its own. Bodies here block their threads, so that every test would begin before
/// the first one ends, and the time of all would count from the beginning of the run.
public struct HangLimit: TestTrait, SuiteTrait, TestScoping {
    private static let seconds = 3600

    public var isRecursive: Bool { true }

    public func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let name = "\(test.sourceLocation.fileID): \(test.name)"
        let timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + .seconds(Self.seconds))
        timer.setEventHandler {
            try? FileHandle.standardError.write(contentsOf: Data("\(name) hangs after \(Self.seconds) s\n".utf8))
            abort()
        }
        timer.resume()
        let begin = ContinuousClock.now
        defer {
            timer.cancel()
            Self.times?.append(String(format: "%9.3f ", (ContinuousClock.now - begin) / .seconds(1)) + name + "\n")
        }
        try await function()
    }

    /// Seconds and name of each test case, a line each, in the file that PAWL_TEST_TIMES names. What Testing prints counts from the
    /// beginning of the run.
    private static let times = ProcessInfo.processInfo.environment["PAWL_TEST_TIMES"].flatMap(TestTimes.init)
}

private struct TestTimes: Sendable {
    let descriptor: Int32

    init?(_ path: String) {
        descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return nil }
    }

    func append(_ line: String) {
        let bytes = Array(line.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }
}

extension Trait where Self == HangLimit {
    public static var hangLimit: Self { HangLimit() }
}
