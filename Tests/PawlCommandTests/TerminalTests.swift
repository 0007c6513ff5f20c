import Foundation
import TestSupport
import Testing

/// `script` gives a command a terminal to write to.
@Suite(
    "On a terminal", .needsRuntime,
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "/usr/bin/script is missing"))
struct TerminalTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try workspace.writeSuite(["a": .rightClassifier], gates: ["{ metric: accuracy, min: 90% }"])
    }

    /// What a terminal was sent: both streams, with carriage returns.
    private func screen(_ environment: [String: String]) throws -> String {
        let outcome = try workspace.spawnedPawl(
            "gate", "suite.yaml", environment: environment,
            wrapper: ["/bin/sh", "-c", "exec /usr/bin/script -qec \"$0 $*\" typescript"])
        #expect(outcome.code == 0, "\(outcome.result)")
        return outcome.result
    }

    @Test("there are colours and a progress bar")
    func colours() throws {
        let screen = try screen(["TERM": "xterm"])
        #expect(screen.contains("\u{1B}[1;32mPASS"))
        #expect(screen.contains("█") || screen.contains("░"))
    }

    @Test("NO_COLOR switches colours off, and an empty one does not")
    func noColour() throws {
        #expect(!(try screen(["TERM": "xterm", "NO_COLOR": "1"])).contains(#/\x1B\[[0-9;]*m/#))
        #expect(try screen(["TERM": "xterm", "NO_COLOR": ""]).contains("\u{1B}[1;32mPASS"))
    }

    @Test("in CI there are plain lines instead of a bar, and a dumb terminal gets nothing special")
    func plain() throws {
        #expect(!(try screen(["TERM": "xterm", "CI": "true"])).contains("░"))
        #expect(!(try screen(["TERM": "dumb"])).contains("\u{1B}"))
    }
}
