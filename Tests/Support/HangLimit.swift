import Dispatch
import Foundation
import Testing

/// Ends the process, with the test's name, where a test takes half an hour: one that hangs would hang whoever runs them all. The
/// limit is far above what any test takes, and decides nothing.
///
/// Testing's `.timeLimit` makes each body a task of its own. Bodies here block their threads, so that every test would begin before
/// the first one ends, and the time of all would count from the beginning of the run.
public struct HangLimit: TestTrait, SuiteTrait, TestScoping {
    private static let seconds = 1800

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
        defer { timer.cancel() }
        try await function()
    }
}

extension Trait where Self == HangLimit {
    public static var hangLimit: Self { HangLimit() }
}
