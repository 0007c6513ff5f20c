import Foundation
import TestSupport
import Testing

@testable import PawlCommand

/// `script` gives a command a terminal to write to.
@Suite(
    "On a terminal", .needsRuntime,
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "/usr/bin/script is missing"),
    .hangLimit)
struct TerminalTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try workspace.writeSuite(["a": .rightClassifier], gates: ["{ metric: accuracy, min: 90% }"])
    }

    /// What a terminal was sent: both streams, with carriage returns.
    private func screen(_ environment: [String: String], suite: String = "suite.yaml", columns: Int = 80) throws
        -> String
    {
        let outcome = try workspace.spawnedPawl(
            "gate", suite, environment: environment,
            wrapper: [
                "/bin/sh", "-c", "exec /usr/bin/script -qec \"stty columns \(columns); $0 $*\" typescript",
            ])
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

    @Test("progress is one line, drawn over itself, at any width", arguments: [40, 80, 200])
    func oneLine(columns: Int) throws {
        let long = "a-variant-with-a-name-that-is-longer-than-a-narrow-terminal"
        try workspace.writeSuite(
            ["a": .rightClassifier, long: .rightClassifier],
            gates: ["{ metric: latency_p50, against: reference, max_ratio: 1000 }"],
            measurement:
                "{ launches: 6, quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 5 ms, phase_timeout: 60 s }",
            name: "long.yaml")
        let sent = try screen(["TERM": "xterm"], suite: "long.yaml", columns: columns)
        let progress = #/\d+\/\d+/#
        var most = 0
        var seen = 0
        var terminal = TerminalScreen(columns: columns) { lines in
            let shown = lines.filter { $0.contains(progress) }
            most = max(most, shown.count)
            seen += shown.isEmpty ? 0 : 1
        }
        // What follows the measuring is the report.
        let measuring = try #require(sent.firstRange(of: "measured in "))
        terminal.feed(String(sent[..<measuring.lowerBound]))
        #expect(most == 1 && seen > 1, "\(sent.debugDescription)")
        #expect(!terminal.lines.contains { $0.contains(progress) }, "it is gone at the end")
        #expect(!terminal.lines.contains(""), "it leaves no empty lines: \(terminal.lines)")
    }

    @Test("in CI there are plain lines instead of a bar, and a dumb terminal gets nothing special")
    func plain() throws {
        #expect(!(try screen(["TERM": "xterm", "CI": "true"])).contains("░"))
        #expect(!(try screen(["TERM": "dumb"])).contains("\u{1B}"))
    }
}

@Suite("A progress line", .hangLimit) struct ProgressLineTests {
    @Test("fits in any width but the last column, whatever the names are", arguments: 0...130)
    func width(columns: Int) {
        for label in ["", "m/a", String(repeating: "long-", count: 20), "模型/量化-量化-量化-量化-量化", "e\u{301}\u{1B}[31m\n"] {
            for share in [nil, 0, 0.5, 1, 7, .nan, -1] as [Double?] {
                let line = ProgressLine(
                    "latency 12/48, at most 23 s left", label: label, share: share, width: columns, usesColour: true)
                let plain = line.text.replacing(#/\x1B\[\d*m/#, with: "")
                // The letters above: those of two columns, the mark of none, and all others.
                let taken = plain.unicodeScalars.reduce(0) {
                    $0 + ($1 == "\u{301}" ? 0 : 0x4E00...0x9FFF ~= $1.value ? 2 : 1)
                }
                #expect(taken == line.columns && line.columns <= max(columns - 1, 0))
                #expect(!plain.contains("\u{1B}") && !plain.contains("\n"))
            }
        }
    }

    @Test("says what matters first: the words, then a bar, then the name")
    func order() {
        func text(_ columns: Int) -> String {
            ProgressLine(
                "latency 12/48, at most 23 s left", label: "filetype/int8-dynamic", share: 0.25, width: columns,
                usesColour: false
            ).text
        }
        #expect(text(20) == "latency 12/48, at …")
        #expect(text(40) == "latency 12/48, at most 23 s left")
        #expect(text(60) == "██████" + "░░░░░░░░░░░░░░░░░░ latency 12/48, at most 23 s left")
        #expect(text(80) == "██████" + "░░░░░░░░░░░░░░░░░░ latency 12/48, at most 23 s left  filetype/i…8-dynamic")
        #expect(text(200).hasSuffix(" left  filetype/int8-dynamic"))
    }

    @Test(
        "leaves nothing behind when the terminal becomes narrower or wider",
        arguments: [(80, 40), (80, 27), (200, 39), (40, 80)])
    func resized(before: Int, after: Int) {
        func line(_ number: Int, _ columns: Int) -> ProgressLine {
            ProgressLine(
                "latency \(number)/48, at most 23 s left", label: String(repeating: "name", count: 40), share: 0.5,
                width: columns, usesColour: false)
        }
        var screen = TerminalScreen(columns: before)
        screen.feed("pawl: latency ...\r\n")
        let first = line(1, before)
        screen.feed(ProgressLine.clearing(columns: 0, width: before) + first.text)
        var smaller = screen.resized(to: after)
        smaller.feed(ProgressLine.clearing(columns: first.columns, width: after) + line(2, after).text)
        #expect(smaller.lines == ["pawl: latency ...", line(2, after).text])
    }
}
