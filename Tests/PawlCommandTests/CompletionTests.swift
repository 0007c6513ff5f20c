import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Shell completion, driven in the shells", .hangLimit)
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
        let product = URL(fileURLWithPath: Repository.product("pawl")).deletingLastPathComponent().path
        process.environment = workspace.environment.merging(["PATH": "\(product):/usr/bin:/bin"]) { $1 }
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

    @Test("bash completes values behind an equals sign, which it splits, and nothing where nothing can stand")
    func bashValues() throws {
        #expect(try completions("pawl", "gate", "x.yaml", "--format", "=", "js") == ["json"])
        #expect(try completions("pawl", "gate", "x.yaml", "--format", "=") == ["text", "json"])
        #expect(try completions("pawl", "badge", "--format", "") == ["svg", "json"])
        #expect(try completions("pawl", "baseline", "set", "--acc") == ["--accept"])
        #expect(try completions("pawl", "completion", "") == ["bash", "zsh", "fish"])
        #expect(try completions("pawl", "help", "tre") == ["trend"])
        #expect(try completions("pawl", "gate", "x.yaml", "--db", "x", "--d") == ["--device"], "--db is given already")
        #expect(try completions("pawl", "trend", "x.yaml", "--since", "").isEmpty)
        #expect(try completions("pawl", "nowhere", "").isEmpty)
        #expect(try completions("pawl", "doctor", "").contains("--calibrate"))
    }

    @Test("Names of baselines, runs and suites come from the database of the line")
    func recorded() throws {
        let history = RecordedHistory(nights: 12)
        try history.write(to: workspace.file("other.db"))
        let latest = history.run(of: 9).id
        let set = workspace.pawl(
            "baseline", "set", "main", "--run", latest, "--without-artifacts", "--accept", "known", "--db", "other.db")
        #expect(set.code == 0, "\(set.diagnostic)")
        for words in [
            ["gate", "x.yaml", "--db", "other.db", "--baseline", "ma"], ["baseline", "show", "--db=other.db", "m"],
            ["baseline", "history", "--db", "other.db", ""], ["baseline", "rollback", "--db", "other.db", ""],
            ["baseline", "export", "--db", "other.db", ""],
        ] {
            #expect(candidates(words) == ["main"], "\(words)")
        }
        let runs = candidates(["baseline", "set", "x", "--db", "other.db", "--run", ""])
        // Runs of one suite begin alike here, so that their first digits do not tell them apart.
        #expect(runs.count == 12 && runs[0] == "latest" && runs[1] == "main" && runs[2] == history.run(of: 11).id)
        try RecordedHistory(suite: "other", nights: 1).write(to: workspace.file("other.db"))
        let other = RecordedHistory(suite: "other", nights: 1).run(of: 0).id
        #expect(candidates(["report", "--db", "other.db", ""]).contains(String(other.prefix(8))))
        #expect(candidates(["report", "--db", "other.db", String(other.prefix(20))]) == [other])
        #expect(candidates(["report", "--db", "other.db", latest]) == [latest])
        #expect(candidates(["compare", "--db", "other.db", "latest", "lat"]) == ["latest", "latest~1"])
        #expect(candidates(["export", "--db", "other.db", "main", "ma"]) == ["main"])
        for command in ["trend", "history"] {
            #expect(candidates([command, "--db", "other.db", "n"]) == ["nightly"])
        }
        #expect(try completions("pawl", "trend", "--db", "other.db", "nig") == ["nightly"])
        #expect(
            try completions("pawl", "trend", "--db", "other.db", "oth").sorted() == ["other", "other.db"],
            "a suite may be a file")
    }

    @Test("Runtimes, each version of theirs, and the variants of the line's suite are offered")
    func runtimesAndVariants() throws {
        #expect(candidates(["runtime", "install", "lite"]).prefix(2) == ["litert", "litert-interpreter"])
        #expect(candidates(["runtime", "install", "openvino=="]) == ["openvino==2026.4.1", "openvino==2025.4.1"])
        // bash takes both signs for an end of a word, and completes what follows them.
        #expect(try completions("pawl", "runtime", "install", "openvino", "==") == ["2026.4.1", "2025.4.1"])
        #expect(try completions("pawl", "runtime", "install", "openvino", "==", "2025") == ["2025.4.1"])
        #expect(try completions("pawl", "runtime", "install", "ncn") == ["ncnn", "ncnn==1.0.20261020"])
        try workspace.writeSuite(files: ["fp32", "int8"], name: "mine.yaml")
        for line in [
            ["gate", "mine.yaml"], ["run", "mine.yaml", "--db", "x.db"], ["doctor", "--suite", "mine.yaml"],
        ] {
            #expect(candidates(line + ["--only", ""]) == ["m/fp32", "m/int8"], "\(line)")
        }
        #expect(try completions("pawl", "gate", "mine.yaml", "--only", "m/i") == ["m/int8"])
        #expect(candidates(["gate", "missing.yaml", "--only", ""]).isEmpty)
    }

    @Test("Hidden files are offered to whoever begins their names") func hiddenFiles() throws {
        try workspace.write("", to: ".hidden.yaml")
        try workspace.write("", to: "folder/.hidden.yaml")
        try workspace.write("", to: "folder/seen.yaml")
        #expect(try !completions("pawl", "gate", "").contains { $0.hasPrefix(".") })
        #expect(try completions("pawl", "gate", "folder/") == ["folder/seen.yaml"])
        #expect(try completions("pawl", "gate", ".hid") == [".hidden.yaml"])
        #expect(try completions("pawl", "gate", "folder/.h") == ["folder/.hidden.yaml"])
    }

    @Test("Where bash only lists what there is, it says what each is") func meanings() throws {
        try RecordedHistory(suite: "one", nights: 1).write(to: workspace.database)
        try RecordedHistory(suite: "two", nights: 1).write(to: workspace.database)
        let script = """
            source completion.bash
            COMP_WORDS=(pawl report ''); COMP_CWORD=2; COMP_TYPE=$1; COMPREPLY=()
            _pawl
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let listed = try run("/bin/bash", "--norc", "-c", script, "bash", "63").text.split(separator: "\n")
        #expect(
            listed.count == 2 && listed.allSatisfy { $0.contains(#/^[0-9a-f]{8}  \((run|nightly) of (one|two), /#) })
        let completed = try run("/bin/bash", "--norc", "-c", script, "bash", "9").text.split(separator: "\n")
        #expect(completed.count == 2 && completed.allSatisfy { $0.wholeMatch(of: #/[0-9a-f]{8}/#) != nil })
    }

    @Test("Without a database there is nothing to offer, nothing to say, and nothing is made")
    func withoutDatabase() throws {
        try workspace.write("", to: "empty.db")
        try workspace.write("this is no database at all", to: "strange.db")
        for database in ["no/such.db", "empty.db", "strange.db", "/dev/null", "~/gone.db"] {
            let outcome = workspace.pawl("completion-candidates", "--", "baseline", "show", "--db", database, "")
            #expect(outcome.code == 0 && outcome.diagnostic.isEmpty && outcome.result == "none\n", "\(database)")
        }
        #expect(try workspace.text("empty.db").isEmpty && !workspace.exists("no") && !workspace.exists("Results"))
    }

    @Test("What a shell would take apart is not offered", arguments: ["two words", "a\nb", "$(id)", "x;y", "a'b", ""])
    func hostileNames(name: String) throws {
        var history = RecordedHistory(nights: 1)
        history.suite = name
        try history.write(to: workspace.database)
        let outcome = workspace.pawl("completion-candidates", "--", "badge", "--suite", "")
        #expect(outcome.result == "none\n")
        let runs = workspace.pawl("completion-candidates", "--", "report", "").result
        #expect(runs.split(separator: "\n").count == 2, "\(runs)")
    }

    @Test("Help and the README know nothing of what serves the scripts")
    func hidden() {
        #expect(!workspace.pawl("--help").result.contains("completion-candidates"))
        #expect(candidates(["comp"]) == ["compare", "completion"])
        #expect(workspace.pawl("completion-candidates", "--help").code == 0)
    }

    /// What `pawl` itself answers for the words behind it.
    private func candidates(_ words: [String]) -> [String] {
        let outcome = workspace.run(["completion-candidates", "--"] + words)
        #expect(outcome.code == 0 && outcome.diagnostic.isEmpty)
        return outcome.result.split(separator: "\n").dropFirst().map { String($0.split(separator: "\t")[0]) }
    }

    @Test(
        "zsh hands words with their meanings, and files, to its own functions",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/zsh"), "zsh is not installed"))
    func zsh() throws {
        let script = #"""
            compdef() { }
            source completion.zsh
            _describe() { print -rl -- "${(@P)${@[-1]}}" }
            _files() { print -r -- "files $*" }
            compset() { }
            complete() { words=("$@"); CURRENT=$#; PREFIX="$words[-1]"; _pawl }
            complete pawl ga; complete pawl golden v; complete pawl gate x --format=j; complete pawl gate x --against ''
            complete pawl golden verify ''
            """#
        let (status, text) = try run("/usr/bin/zsh", "-f", "-c", script)
        #expect(status == 0, "\(text)")
        #expect(
            text == """
                gate:measure a suite and judge its gates
                verify:check a golden set's files against its manifest
                --format=json
                files\u{20}
                files -/

                """)
    }

    @Test(
        "fish completes subcommands, options, values and files",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/fish"), "fish is not installed"))
    func fish() throws {
        let lines = [
            "pawl ga", "pawl golden v", "pawl gate x --format=j", "pawl gate --junit-dialect s",
            "pawl gate completion.f", "pawl gate --db=completion.f", "pawl golden verify gol",
        ]
        let script = "source completion.fish; " + lines.map { "complete -C '\($0)'" }.joined(separator: "; ")
        let (status, text) = try run("/usr/bin/fish", "--no-config", "-c", script)
        #expect(status == 0, "\(text)")
        let words = text.split(separator: "\n").map { String($0.split(separator: "\t")[0]) }
        #expect(
            words == [
                "gate", "verify", "--format=json", "strict", "completion.fish", "--db=completion.fish", "golden/",
            ])
    }
}
