import Foundation
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Documentation says what the commands do", .hangLimit)
struct ReadmeTests {
    static let pages = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"] + documents

    private static let documents: [String] = {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: Repository.root + "/docs")) ?? []
        return paths.filter { $0.hasSuffix(".md") }.sorted().map { "docs/\($0)" }
    }()

    @Test("Every subcommand stands in the README as a command line")
    func everyCommand() throws {
        let lines = CommandLineChecker.commandLines(inMarkdown: try Repository.text("README.md"))
        for command in PawlCommand.specifications {
            #expect(
                lines.contains { $0.contains("pawl \(command.name) ") || $0.hasSuffix("pawl \(command.name)") },
                "README.md shows no 'pawl \(command.name)'")
        }
    }

    @Test("Every command line in a shell or CI block parses", arguments: pages)
    func commandLines(page: String) throws {
        for line in CommandLineChecker.commandLines(inMarkdown: try Repository.text(page)) {
            #expect(throws: Never.self, "\(page): \(line)") { try CommandLineChecker.check(line) }
        }
    }

    @Test(
        "The check refuses what pawl refuses",
        arguments: [
            "pawl gaet Suites/demo.yaml", "pawl gate", "pawl gate a.yaml --agianst b.yaml",
            "pawl worker chekc", "pawl worker check",
            "pawl gate a.yaml --junit-dialect loose", "cd x && ./pawl run a.yaml b.yaml",
            "diff <(pawl report --bd x) y",
        ])
    func checkIsStrict(line: String) {
        #expect(throws: (any Error).self) { try CommandLineChecker.check(line) }
    }

    @Test("Commands are found in shell blocks only, continued lines and all")
    func blocks() {
        let text = """
            Say pawl whatever.
            ```sh
            pawl gate a.yaml \\
                --out b   # and so on
            echo nothing
            ```
            ```swift
            let pawl = 1
            ```
            """
        #expect(CommandLineChecker.commandLines(inMarkdown: text) == ["pawl gate a.yaml  --out b   # and so on"])
    }

    @Test("Every file that a page links to is there", arguments: pages)
    func links(page: String) throws {
        let folder = URL(fileURLWithPath: Repository.root + "/" + page).deletingLastPathComponent()
        for match in try Repository.text(page).matches(of: #/\]\(([^)#:\s]+)(#[^)]*)?\)/#) {
            let target = folder.appendingPathComponent(String(match.1)).path
            #expect(FileManager.default.fileExists(atPath: target), "\(page) links to \(match.1)")
        }
    }
}
