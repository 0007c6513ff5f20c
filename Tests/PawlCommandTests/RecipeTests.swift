import Foundation
import Support
import TestSupport
import Testing

@Suite("Recipes for continuous integration", .hangLimit)
struct RecipeTests {
    private static let page = "docs/continuous-integration.md"

    /// The blocks of a language, without their fences.
    private func blocks(_ language: String) throws -> [String] {
        var blocks: [String] = []
        var open: [Substring]?
        for line in try Repository.text(Self.page).split(separator: "\n", omittingEmptySubsequences: false) {
            if let lines = open {
                guard line == "```" else {
                    open = lines + [line]
                    continue
                }
                blocks.append(lines.joined(separator: "\n") + "\n")
                open = nil
            } else if line == "```\(language)" {
                open = []
            }
        }
        return blocks
    }

    @Test("YAML parses, and GitHub's workflows ask for permissions and check out without keeping credentials")
    func yaml() throws {
        let recipes = try blocks("yaml")
        #expect(recipes.count == 5)
        for recipe in recipes {
            #expect(throws: Never.self, "\(recipe)") { try YAMLDocument.parse(recipe, file: Self.page) }
            guard recipe.contains("runs-on:") else { continue }
            #expect(recipe.contains("\npermissions:\n"))
            let checkouts = recipe.ranges(of: "actions/checkout@").count
            #expect(recipe.ranges(of: "persist-credentials: false").count == checkouts)
            // What runs a stranger's code has no secret and may not write; what may write checks nothing out.
            #expect(!recipe.contains("pull_request_target"))
            if recipe.contains(": write") { #expect(checkouts == 0) }
            if recipe.contains("on: pull_request\n") {
                #expect(!recipe.contains("secrets.") && !recipe.contains(": write"))
            }
        }
    }

    @Test(
        "systemd takes the units",
        .enabled(
            if: FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze"), "systemd is not installed"))
    func systemd() throws {
        let folder = try TemporaryFolder()
        for kind in ["service", "timer"] {
            let unit = try #require(try blocks("systemd-\(kind)").first)
            // Verification looks for the programs.
            let local = unit.replacing("/usr/local/bin/pawl", with: "/bin/true").replacing(
                "/usr/bin/git", with: "/bin/true")
            try AtomicFile.write(local, to: folder.file("pawl-nightly.\(kind)"))
        }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/systemd-analyze")
        process.arguments = ["verify", folder.file("pawl-nightly.service"), folder.file("pawl-nightly.timer")]
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(!text.contains("pawl-nightly"), "\(text)")
    }

    @Test("The Jenkinsfile's braces, brackets and quotes are closed")
    func jenkins() throws {
        let recipe = try #require(try blocks("groovy").first)
        var open: [Character] = []
        for character in recipe {
            if open.last == "'" {
                if character == "'" { open.removeLast() }
                continue
            }
            switch character {
            case "{", "(", "[", "'": open.append(character)
            case "}", ")", "]":
                let pairs: [Character: Character] = ["}": "{", ")": "(", "]": "["]
                #expect(open.popLast() == pairs[character])
            default: break
            }
        }
        #expect(open.isEmpty)
    }
}
