import Foundation
import Records
import TestSupport
import Testing

@Suite("The tutorial, executed", .needsRuntime, .hangLimit)
struct TutorialTests {
    static let page = "docs/tutorial-bring-your-own.md"

    @Test("Every command of the page does what the page says, from an .onnx file to a verdict")
    func commands() throws {
        let workspace = try Workspace()
        try workspace.bringOwnModel(samples: 300)
        let devices = Repository.root + "/Suites/devices"
        try FileManager.default.createDirectory(
            atPath: workspace.file("Suites"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: devices, toPath: workspace.file("Suites/devices"))
        var executed = 0
        for block in Self.blocks(of: try Repository.text(Self.page)) {
            for line in block.lines {
                executed += 1
                // Suites are read from the process's own working folder, which tests share.
                let words = CommandLineChecker.words(of: line).dropFirst().enumerated().map { index, word in
                    index == 1 && word.hasPrefix("Suites/") ? workspace.file(word) : word
                }
                let outcome = workspace.run(words)
                // Whether time passes is the machine's to say.
                let expected: [Int32] = words.first == "gate" ? [0, 1, 3] : [0]
                #expect(expected.contains(outcome.code), "\(line)\n\(outcome.diagnostic)")
                if line == block.lines.last, !block.shown.isEmpty { #expect(outcome.result == block.shown, "\(line)") }
            }
        }
        #expect(executed == 9)
        try expectAnswersPass(workspace)
    }

    /// Command lines of each shell block, and the indented output that the page shows right after it.
    private static func blocks(of page: String) -> [(lines: [String], shown: String)] {
        page.components(separatedBy: "```sh\n").dropFirst().map { text in
            let parts = text.components(separatedBy: "```\n")
            let shown =
                parts.count < 2
                ? []
                : parts[1].split(separator: "\n", omittingEmptySubsequences: false).drop { $0.isEmpty }
                    .prefix { $0.isEmpty || $0.hasPrefix("    ") }.reversed().drop { $0.isEmpty }.reversed()
            return (
                CommandLineChecker.commandLines(inMarkdown: "```sh\n" + parts[0] + "```"),
                shown.map { $0.dropFirst(4) + "\n" }.joined()
            )
        }
    }

    private func expectAnswersPass(_ workspace: Workspace) throws {
        let run = try #require(try workspace.latestRun())
        let answers = run.verdicts.filter { [.accuracy, .agreement].contains($0.metric) && $0.against == .reference }
        #expect(answers.count == 2 && answers.allSatisfy { $0.state == .passed })
        let budgets = run.verdicts.filter { $0.rule.contains("(device class phone)") }
        #expect(Set(budgets.map(\.metric)) == [.latencyP50, .peakMemory, .modelSize])
        #expect(workspace.exists("Results/gestures/report.html"))
    }
}
