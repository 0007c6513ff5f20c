import Foundation
import Records
import ResultsStore
import TestSupport
import Testing

@testable import PawlCommand

@Suite("pawl history", .hangLimit)
struct HistoryTests {
    private static func pages(_ workspace: Workspace, _ folder: String = "Results/history") throws -> Set<String> {
        Set(
            try FileManager.default.subpathsOfDirectory(atPath: workspace.file(folder))
                .filter { $0.hasSuffix(".html") })
    }

    @Test(
        "It writes an index, suites, cells and runs; again, it leaves them; a new run changes what shows it",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func site() throws {
        let workspace = try Workspace()
        try RecordedHistory().write(to: workspace.database)
        let first = workspace.pawl("history", "--runs", "3")
        #expect(first.code == 0, "\(first.diagnostic)")
        #expect(first.result == "Results/history/index.html: 1 suite (1 failed)\n  11 pages written, 0 unchanged\n")
        #expect(try Self.pages(workspace).count == 11)
        let index = try workspace.text("Results/history/index.html")
        // The last night one gate failed.
        #expect(index.contains("<span class=\"badge failed\">FAIL</span> 1 failed, 5 passed; 6 cells"))
        #expect(index.contains("filetype/int8 on ort"))
        let again = workspace.pawl("history", "--runs", "3")
        #expect(again.result == "Results/history/index.html: 1 suite (1 failed)\n  0 pages written, 11 unchanged\n")

        let store = try ResultsStore(path: workspace.database)
        var run = RecordedHistory().run(of: 30)
        run.startedAt = Date()
        try store.save(run, summaries: [0: [.latencyP50: 1_234_567]])
        let third = workspace.pawl("history", "--runs", "3")
        // Index, suite, the one cell that has a value, the run; the run before it keeps its page.
        #expect(
            third.result
                == "Results/history/index.html: 1 suite (1 with a regression)\n  4 pages written, 8 unchanged\n")
        #expect(try Self.pages(workspace).contains("runs/\(run.id).html"))
    }

    @Test("One suite, by its name or its file, and no more than asked for") func oneSuite() throws {
        let workspace = try Workspace()
        try RecordedHistory().write(to: workspace.database)
        try RecordedHistory(suite: "other", nights: 2).write(to: workspace.database)
        let outcome = workspace.pawl("history", "other", "--runs", "0", "--out", "pages", "--charts", "all")
        #expect(
            outcome.result == "pages/index.html: 1 suite (1 failed)\n  8 pages written, 0 unchanged\n",
            "\(outcome.diagnostic)")
        #expect(try !workspace.text("pages/index.html").contains("suite-nightly"))
        let missing = workspace.pawl("history", "nighty")
        #expect(missing.code == 2)
        #expect(
            missing.diagnostic.contains("no run of suite 'nighty' is recorded")
                && missing.diagnostic.contains("nightly"))
    }

    @Test("Runs of gates are listed, and count in the courses only where that is asked for") func gates() throws {
        let workspace = try Workspace()
        try RecordedHistory(nights: 4, kind: .gate).write(to: workspace.database)
        #expect(workspace.pawl("history", "--runs", "1").result.contains("3 pages written"))
        let outcome = workspace.pawl("history", "--runs", "1", "--include-gates")
        #expect(outcome.result.contains("8 pages written, 1 unchanged"), "\(outcome.result)")
    }

    @Test("The last complete night is the headline, whatever gate was killed and whatever night is at work since")
    func headline() throws {
        let workspace = try Workspace()
        let history = RecordedHistory(nights: 4)
        try history.write(to: workspace.database)
        let store = try ResultsStore(path: workspace.database)
        func page() throws -> String {
            #expect(workspace.pawl("history", "--runs", "0").code == 0)
            let pages = try Self.pages(workspace)
            return try workspace.text("Results/history/" + #require(pages.first { $0.hasPrefix("suite-") }))
        }
        let complete = try page()
        #expect(complete.contains("<header class=\"verdict failed\">") && complete.contains("last complete night"))

        // A gate that was killed after it had measured one cell at an odd speed.
        var gate = RecordedHistory(nights: 4, kind: .gate).run(of: 4)
        (gate.id, gate.status, gate.startedAt, gate.finishedAt) = ("aaaaaaaa-0000", .running, Date(), nil)
        gate.verdicts = []
        try store.save(gate, summaries: [0: [.latencyP50: 987_654_321]])
        let killed = try page()
        #expect(killed.contains("<header class=\"verdict failed\">"))
        #expect(!killed.contains("988 ms") && !killed.contains("RUNNING"))
        #expect(
            killed.contains("<span class=\"badge error\">INTERRUPTED</span>"), "it stands in the list of runs")
        // The same gate at its end counts as little.
        gate.status = .complete
        try store.save(gate, summaries: [0: [.latencyP50: 987_654_321]])
        #expect(!(try page()).contains("988 ms"))
        #expect(workspace.pawl("history", "--runs", "0", "--include-gates").code == 0)

        // A night at work: a state of its own, as long as its process lives.
        var night = RecordedHistory(nights: 4, kind: .nightly).run(of: 4)
        (night.id, night.status, night.startedAt, night.finishedAt) = ("bbbbbbbb-0000", .running, Date(), nil)
        night.verdicts = []
        try store.save(night, summaries: [0: [.latencyP50: 876_543_210]])
        do {
            let lock = RunLock(run: night.id, database: workspace.database)
            let running = try page()
            #expect(running.contains("<header class=\"verdict failed\">") && !running.contains("877 ms"))
            #expect(running.contains("<span class=\"badge note\">RUNNING</span> since "))
            let index = try workspace.text("Results/history/index.html")
            #expect(index.contains("<span class=\"badge failed\">FAIL</span>"))
            #expect(index.contains("<span class=\"badge note\">RUNNING</span> since "))
            #expect(workspace.pawl("report", night.id).result.hasPrefix("RUNNING"))
            withExtendedLifetime(lock) {}
        }
        let ended = try page()
        #expect(!ended.contains("RUNNING") && ended.contains("a later run, cut off before its end, of "))
        #expect(workspace.pawl("report", night.id).result.hasPrefix("INTERRUPTED"))
        let names = try FileManager.default.contentsOfDirectory(atPath: workspace.file("Results"))
        #expect(!names.contains { $0.hasSuffix(".lock") }, "\(names)")
    }

    @Test(
        "What cannot be is refused before anything is written",
        arguments: [
            ["--runs", "-1"], ["--runs", "many"], ["--since", "yesterday"], ["--charts", "some"], ["--db", "none.db"],
        ])
    func refused(arguments: [String]) throws {
        let workspace = try Workspace()
        try RecordedHistory(nights: 1).write(to: workspace.database)
        let outcome = workspace.pawl("history", arguments[0], arguments[1])
        #expect(outcome.code == 2 && !outcome.diagnostic.isEmpty)
        #expect(!workspace.exists("Results/history") && !workspace.exists("none.db"))
    }

    @Test("A database without a run says so") func empty() throws {
        let workspace = try Workspace()
        _ = try ResultsStore(path: workspace.database)
        let outcome = workspace.pawl("history")
        #expect(outcome.code == 2 && outcome.diagnostic.contains("holds no run"))
    }

    /// A history to look at: PAWL_HISTORY_DATABASE names the file that it goes to.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PAWL_HISTORY_DATABASE"] != nil)) func large() throws {
        let path = try #require(ProcessInfo.processInfo.environment["PAWL_HISTORY_DATABASE"])
        let cells = (ProcessInfo.processInfo.environment["PAWL_HISTORY_CELLS"].flatMap(Int.init) ?? 12) / 3
        let nights = ProcessInfo.processInfo.environment["PAWL_HISTORY_NIGHTS"].flatMap(Int.init) ?? 120
        try RecordedHistory(nights: nights, models: (1...max(cells, 1)).map { "model-\($0)" }).write(to: path)
        #expect(FileManager.default.fileExists(atPath: path))
    }
}
