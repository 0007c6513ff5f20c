import Foundation
import TestSupport

/// The built `pawl` in a process of its own.
final class PawlProcess {
    /// A condition that did not come about in time: far more than any of them needs, so that only a hang meets it.
    struct TimedOut: Error, CustomStringConvertible {
        var description: String
    }

    private let process = Process()
    private let resultPath: String
    private let diagnosticPath: String
    private let token: String

    /// - Parameter wrapper: a program and its arguments that start pawl, such as one that drops privileges.
    init(
        _ arguments: [String], in workspace: Workspace, environment: [String: String] = [:], wrapper: [String] = []
    ) throws {
        let name = UUID().uuidString
        resultPath = workspace.file("\(name).out")
        diagnosticPath = workspace.file("\(name).err")
        token = workspace.token
        for path in [resultPath, diagnosticPath] {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let command = wrapper + [Repository.product("pawl")] + arguments
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = Array(command.dropFirst())
        process.currentDirectoryURL = URL(fileURLWithPath: workspace.path)
        process.environment = workspace.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: resultPath)
        process.standardError = FileHandle(forWritingAtPath: diagnosticPath)
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }

    var diagnostic: String { (try? String(contentsOfFile: diagnosticPath, encoding: .utf8)) ?? "" }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Waits for the end; a signal that ended it counts as 128 and its number, as in a shell.
    func outcome() throws -> Workspace.Outcome {
        try wait("pawl to end") { !self.process.isRunning }
        process.waitUntilExit()
        let code = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
        return Workspace.Outcome(
            code: code, result: try String(contentsOfFile: resultPath, encoding: .utf8), diagnostic: diagnostic)
    }

    /// Processes that descend from a pawl of this workspace, other than itself.
    var descendants: Set<Int32> {
        let mark = Data("PAWL_TEST_MARK=\(token)\0".utf8)
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(
            all.compactMap { Int32($0) }.filter { id in
                id != process.processIdentifier
                    && FileManager.default.contents(atPath: "/proc/\(id)/environ")?.range(of: mark) != nil
            })
    }

    /// Polls until a condition holds.
    func wait(_ condition: String, seconds: Double = 60, until holds: () throws -> Bool) throws {
        let deadline = Date().addingTimeInterval(seconds)
        while !(try holds()) {
            guard Date() < deadline else {
                throw TimedOut(description: "waited \(seconds) s for \(condition); so far:\n\(diagnostic)")
            }
            usleep(5_000)
        }
    }
}
