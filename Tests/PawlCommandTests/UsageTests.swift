import Foundation
import Harness
import RuntimeLibraries
import Suites
import TestSupport
import Testing

@testable import PawlCommand

@Suite("The command line, before anything is measured", .hangLimit)
struct UsageTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("Version and help go to standard output and are a success")
    func versionAndHelp() {
        for word in ["--version", "-V"] {
            let version = workspace.pawl(word)
            #expect(version.code == 0)
            #expect(version.result == "pawl \(pawlVersion)\n")
        }
        #expect(workspace.pawl("version").diagnostic.contains("--version"))
        for word in ["--help", "-h", "help"] {
            let help = workspace.pawl(word)
            #expect(help.code == 0)
            #expect(help.diagnostic.isEmpty)
            for command in PawlCommand.specifications {
                #expect(help.result.contains(command.name), "\(word) does not list \(command.name)")
            }
        }
    }

    @Test(
        "Every command has help: abstract, usage, options, an example for each that takes arguments, at most 110 columns"
    )
    func everyCommandHasHelp() {
        for command in PawlCommand.specifications {
            let context = CommandContext(
                environment: [:], workingFolder: workspace.path, output: RecordedOutput(),
                worker: .init(arguments: ["/bin/false"]))
            #expect(PawlCommand.run(arguments: command.path + ["--help"], context: context) == .passed)
            let text = (context.output as? RecordedOutput)?.result ?? ""
            #expect(!command.abstract.isEmpty)
            #expect(text.contains("Usage: pawl \(command.name)"))
            for part in command.usageParts { #expect(text.contains(part)) }
            for option in command.options { #expect(text.contains(option.name) && !option.abstract.isEmpty) }
            #expect(!command.examples.isEmpty || command.positionals.isEmpty, "\(command.name) lacks an example")
            for line in text.split(separator: "\n") {
                #expect(line.count <= 110, "help of '\(command.name)' is too wide: \(line)")
            }
        }
        for line in workspace.pawl("--help").result.split(separator: "\n") { #expect(line.count <= 110) }
    }

    @Test("Help is found before a command, after it, and for a group of commands")
    func waysToAsk() {
        let gate = workspace.pawl("gate", "--help")
        #expect(gate.result.hasPrefix("Measure a suite and judge its gates."))
        #expect(workspace.pawl("help", "gate").result == gate.result)
        #expect(workspace.pawl("gate", "a.yaml", "--db", "x", "-h").result == gate.result)
        for arguments in [["golden", "--help"], ["help", "golden"]] {
            let golden = run(arguments)
            #expect(golden.code == 0)
            #expect(
                golden.result.contains("pawl golden verify DIR") && golden.result.contains("pawl golden describe DIR"))
        }
        #expect(workspace.pawl("help", "gat").code == 2)
        // A group's help fits a screen: an overview, and where the rest is.
        for group in Set(PawlCommand.specifications.filter { $0.path.count > 1 }.map { $0.path[0] }) {
            let text = run([group, "--help"]).result
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= 24, "\(text)")
            #expect(text.contains("'pawl \(group) COMMAND --help' has options and examples"))
            for command in PawlCommand.specifications where command.path[0] == group {
                #expect(
                    text.contains("pawl \(command.name)") && text.contains(command.abstract.split(separator: " ")[0]))
            }
            for line in text.split(separator: "\n") { #expect(line.count <= 110, "\(line)") }
        }
    }

    @Test("Every example in the help is a command line that parses")
    func examplesParse() throws {
        for command in PawlCommand.specifications {
            for example in command.examples { try CommandLineChecker.check(example.command) }
        }
    }

    @Test(
        "A mistake on the command line is named with a hint, on standard error, with code 2",
        arguments: [
            (["gat"], "unknown command 'gat'", "gate"),
            (["golden"], "'pawl golden' needs a command", "verify, describe"),
            (["golden", "verfy", "x"], "unknown command 'golden verfy'", "verify"),
            (["gate"], "'pawl gate' needs SUITE", "usage: pawl gate SUITE [OPTIONS]; 'pawl gate --help' has options"),
            (["gate", "a.yaml", "b.yaml"], "unexpected argument 'b.yaml'", "usage: pawl gate SUITE"),
            (["gate", "a.yaml", "--aginst", "b.yaml"], "unknown option '--aginst'", "--against"),
            (["gate", "a.yaml", "--db"], "--db needs a value", "write --db FILE"),
            (["gate", "a.yaml", "--db="], "--db needs a value", "write --db FILE"),
            (["gate", "a.yaml", "--db", "x", "--db", "y"], "--db is given twice", "once"),
            (["gate", "a.yaml", "--junit-dialect", "ritch"], "--junit-dialect cannot be 'ritch'", "rich"),
            (["gate", "a.yaml", "--on-inconclusive", "pass"], "--on-inconclusive cannot be 'pass'", "fail"),
            (["doctor", "--format", "xml"], "--format cannot be 'xml'", "json"),
            (["run", "a.yaml", "--against", "b.yaml"], "unknown option '--against'", "hint"),
            (["completion", "csh"], "unknown shell 'csh'", "bash, zsh, fish"),
            (["runtime", "install", "onyxruntime"], "unknown runtime 'onyxruntime'", "did you mean 'onnxruntime'"),
            (["runtime", "install", "litert="], "'litert=' does not name a runtime", "NAME==VERSION"),
            (["runtime", "install", "litert=2.3.0"], "does not name a runtime", "NAME==VERSION"),
            (
                ["worker", "check"], "'pawl worker check' needs COMMAND",
                "usage: pawl worker check [OPTIONS] -- COMMAND...; 'pawl"
            ),
            (["worker", "check", "--model", "m.onnx", "--", "w"], "--model needs --golden-set", "together"),
            (["worker", "check", "--threads", "0", "--", "w"], "--threads cannot be '0'", "1 to 1024"),
            (["worker", "check", "--option", "fast", "--", "w"], "--option cannot be 'fast'", "KEY=VALUE"),
            (["worker", "check", "--", "/nowhere/worker"], "cannot start a worker: /nowhere/worker", "program first"),
            (["--colour"], "unknown command '--colour'", "hint"),
        ])
    func mistakes(arguments: [String], message: String, hint: String) {
        let outcome = run(arguments)
        #expect(outcome.code == 2)
        #expect(outcome.result.isEmpty)
        #expect(outcome.diagnostic.contains(message))
        #expect(outcome.diagnostic.contains(hint))
    }

    @Test("What is no suite is told apart, with what may have been meant") func noSuite() throws {
        let suite = "pawl: 1\n"
        try workspace.write(suite, to: "Suites/demo.yaml")
        try workspace.write(suite, to: "Suites/nightly.yml")
        try workspace.write(suite, to: "mine.yaml")
        try workspace.write(Data([8, 8, 18, 0]), to: "model.onnx")
        try workspace.write(Data("....TFL3".utf8), to: "model.bin")
        let cases: [(String, String, String)] = [
            ("model.onnx", "model.onnx is a model, not a suite", "use `pawl init model.onnx`"),
            ("model.bin", "is a model, not a suite", "pawl init"),
            ("Suites", "Suites is a folder, not a suite", "such as Suites/demo.yaml"),
            ("Suites/demo.yml", "there is no suite Suites/demo.yml", "did you mean 'Suites/demo.yaml'?"),
            ("Suites/dmo.yaml", "there is no suite", "did you mean 'Suites/demo.yaml'?"),
            ("demo.yml", "there is no suite", "did you mean 'Suites/demo.yaml'?"),
            ("demo", "there is no suite demo", "did you mean 'Suites/demo.yaml'?"),
            ("nightly.yaml", "there is no suite", "did you mean 'Suites/nightly.yml'?"),
            ("mine", "there is no suite", "did you mean 'mine.yaml'?"),
            ("nothing-like-it.yaml", "there is no suite", "there are mine.yaml, Suites/demo.yaml, Suites/nightly.yml"),
            ("/nowhere/x.yaml", "there is no suite /nowhere/x.yaml", "`pawl init MODEL...` writes one"),
        ]
        for (word, message, hint) in cases {
            for command in ["gate", "run", "nightly"] {
                let outcome = run([command, word])
                #expect(outcome.code == 2 && outcome.result.isEmpty)
                #expect(
                    outcome.diagnostic.contains(message) && outcome.diagnostic.contains(hint), "\(outcome.diagnostic)")
            }
        }
        #expect(!workspace.exists("Results"))
    }

    @Test("The runtimes that suites may name are those that can be installed") func runtimeNames() {
        #expect(RuntimeKeys.names == Set(RuntimeCatalogue.known.map(\.name)).sorted())
    }

    @Test("Without arguments the overview is printed, as a mistake")
    func noArguments() {
        let outcome = run([])
        #expect(outcome.code == 2)
        #expect(outcome.result.contains("Usage: pawl COMMAND"))
    }

    @Test("A seed is a whole number", arguments: ["-1", "1.5", "x", "18446744073709551616"])
    func seed(text: String) throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        let outcome = run(["run", suite, "--seed", text])
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("--seed cannot be '\(text)'"))
        #expect(!workspace.exists("Results"))
    }

    private func run(_ arguments: [String]) -> Workspace.Outcome {
        let output = RecordedOutput()
        let context = CommandContext(
            environment: workspace.environment, workingFolder: workspace.path, output: output,
            worker: .init(arguments: ["/bin/false"]))
        let code = PawlCommand.run(arguments: arguments, context: context)
        return Workspace.Outcome(code: code.rawValue, result: output.result, diagnostic: output.diagnostic)
    }
}
