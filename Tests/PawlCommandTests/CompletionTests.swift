import Files
import Foundation
import Testing

@testable import PawlCommand

@Suite("Shell completion, driven in the shells")
struct CompletionTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        for shell in ["bash", "zsh", "fish"] {
            let outcome = workspace.pawl("completion", shell)
            #expect(outcome.code == 0 && outcome.diagnostic.isEmpty)
            try workspace.write(outcome.result, to: "completion.\(shell)")
        }
    }

    /// Runs a program with a script and returns what it printed.
    private func run(_ program: String, _ arguments: String...) throws -> (status: Int32, text: String) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: workspace.path)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// What bash offers for the last word.
    private func completions(_ words: String...) throws -> [String] {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let script = """
            source completion.bash
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); COMPREPLY=()
            _pawl
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let (status, text) = try run("/bin/bash", "--norc", "-c", script)
        #expect(status == 0, "\(text)")
        return text.split(separator: "\n").map(String.init)
    }

    @Test("bash takes the script without complaint")
    func bashParses() throws {
        let (status, text) = try run("/bin/bash", "-n", workspace.file("completion.bash"))
        #expect(status == 0 && text.isEmpty, "\(text)")
    }

    @Test("bash completes subcommands, options, values and files")
    func bash() throws {
        #expect(try completions("pawl", "ga") == ["gate"])
        #expect(
            try Set(completions("pawl", "")).isSuperset(of: ["run", "gate", "report", "golden", "runtime", "doctor"]))
        #expect(try completions("pawl", "worker", "f").contains("files"))
        #expect(try completions("pawl", "worker", "c") == ["check"])
        #expect(try completions("pawl", "worker", "--h") == ["--help"])
        #expect(try completions("pawl", "worker", "check", "--gol") == ["--golden-set"])
        #expect(try completions("pawl", "golden", "v") == ["verify"])
        #expect(try completions("pawl", "gate", "x.yaml", "--ag") == ["--against", "--against-run", "--against-with"])
        #expect(try completions("pawl", "run", "x.yaml", "--fr") == ["--fresh"])
        #expect(try completions("pawl", "gate", "x.yaml", "--junit-dialect", "s") == ["strict"])
        #expect(try completions("pawl", "gate", "x.yaml", "--device", "wea") == ["wearable"])
        #expect(try completions("pawl", "gate", "x.yaml", "--device", "completion.b") == ["completion.bash"])
        #expect(try completions("pawl", "runtime", "list", "--h") == ["--help"])
        #expect(try completions("pawl", "gate", "completion.b") == ["completion.bash"])
    }

    @Test(
        "zsh takes the script without complaint",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh"), "zsh is not installed"))
    func zsh() throws {
        let (status, text) = try run("/usr/bin/zsh", "-n", workspace.file("completion.zsh"))
        #expect(status == 0, "\(text)")
    }

    @Test(
        "fish completes subcommands and options",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/fish"), "fish is not installed"))
    func fish() throws {
        let (status, text) = try run(
            "/usr/bin/fish", "--no-config", "-c",
            "source completion.fish; complete -C 'pawl ga'; complete -C 'pawl gate --ag'; complete -C 'pawl golden v'")
        #expect(status == 0, "\(text)")
        for word in ["gate", "--against", "verify"] { #expect(text.contains(word)) }
    }
}
