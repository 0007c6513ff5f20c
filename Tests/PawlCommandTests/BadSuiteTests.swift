import Foundation
import TestSupport
import Testing

@Suite("Bad suite files are refused with every finding at its place", .hangLimit)
struct BadSuiteTests {
    let workspace: Workspace
    let suite: String

    init() throws {
        workspace = try Workspace()
        suite = try workspace.writeSuite(["base": .rightClassifier], gates: ["{ metric: accuracy, min: 90% }"])
    }

    struct Mistake: CustomTestStringConvertible, Sendable {
        var testDescription: String
        /// What is replaced in a good suite, by what.
        var old: String
        var new: String
        /// Where and what the diagnostics must say.
        var words: [String]
    }

    static let mistakes = [
        Mistake(testDescription: "tabs", old: "    variants:", new: "\tvariants:", words: ["tab"]),
        Mistake(
            testDescription: "a key that stands twice", old: "suite: tested", new: "suite: tested\nsuite: again",
            words: [":3:1: error:", "suite"]),
        Mistake(
            testDescription: "a cycle of anchors", old: "suite: tested", new: "suite: &a [*a]",
            words: [":2:8: error:", "nchor"]),
        Mistake(
            testDescription: "an unknown unit", old: "min: 90%", new: "min: 90 percent",
            words: [":12:", "unknown unit 'percent'"]),
        Mistake(
            testDescription: "a number without a unit", old: "min: 90%", new: "min: 0.9", words: [":12:", "%"]),
        Mistake(
            testDescription: "an unknown key", old: "gates:", new: "gaets: 1\ngates:",
            words: [":12:1: error:", "gaets", "did you mean 'gates'?"]),
        Mistake(
            testDescription: "an unknown runtime", old: "runtime: ort", new: "runtime: otr",
            words: ["unknown runtime 'otr'", "did you mean 'ort'?"]),
        Mistake(
            testDescription: "a name that leaves its folder", old: "suite: tested", new: "suite: ../../etc",
            words: [":2:8: error:"]),
        Mistake(
            testDescription: "a newer format", old: "pawl: 1", new: "pawl: 2", words: [":1:7: error:"]),
        Mistake(
            testDescription: "no YAML at all", old: "pawl: 1", new: "{[}", words: [":1:"]),
    ]

    @Test("A mistake", arguments: mistakes)
    func refused(mistake: Mistake) throws {
        let good = try workspace.text("suite.yaml")
        let bad = good.replacing(mistake.old, with: mistake.new)
        #expect(bad != good)
        try workspace.write(bad, to: "suite.yaml")
        for command in ["run", "gate"] {
            let outcome = workspace.pawl(command, suite)
            #expect(outcome.code == 2)
            #expect(outcome.result.isEmpty)
            #expect(outcome.diagnostic.contains("\(suite):"), "\(outcome.diagnostic)")
            for word in mistake.words { #expect(outcome.diagnostic.contains(word), "\(outcome.diagnostic)") }
        }
        #expect(!workspace.exists("Results"), "nothing was begun")
    }

    @Test("Several mistakes are listed at once")
    func several() throws {
        let bad = try workspace.text("suite.yaml").replacing("min: 90%", with: "min: 90 percent")
            .replacing("runtime: ort", with: "runtime: otr")
        try workspace.write(bad, to: "suite.yaml")
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("unknown unit"))
        #expect(outcome.diagnostic.contains("unknown runtime"))
    }

    @Test("A hundred megabytes of YAML are refused unread")
    func huge() throws {
        // A hole in the file: nothing of it takes room on the disk.
        let descriptor = open(suite, O_WRONLY)
        #expect(ftruncate(descriptor, 100_000_000) == 0)
        close(descriptor)
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("has 100000000 bytes, at most 1048576 are read"))
    }

    @Test("A suite that is missing, a folder, or not text")
    func unreadable() throws {
        try workspace.write(Data([0xFF, 0xFE, 0x00, 0x01]), to: "binary.yaml")
        for path in ["nowhere.yaml", "golden", "binary.yaml"] {
            let outcome = workspace.pawl("gate", workspace.file(path))
            #expect(outcome.code == 2)
            #expect(outcome.diagnostic.contains(workspace.file(path)))
            #expect(outcome.diagnostic.contains("error"))
        }
    }

    @Test("A baseline suite is held to the same rules", .needsRuntime)
    func baseline() throws {
        try workspace.write("pawl: 1\nsuite: [\n", to: "bad.yaml")
        let outcome = workspace.pawl("gate", suite, "--against", workspace.file("bad.yaml"))
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("bad.yaml:"))
    }

    @Test("A runtime that is not installed is named with the command that installs it, at its place")
    func missingRuntime() throws {
        let outcome = workspace.pawl("gate", suite, environment: ["PAWL_HOME": workspace.file("empty")])
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("\(suite):5:8: error: onnxruntime==1.31.1 is not installed"))
        #expect(outcome.diagnostic.contains("pawl runtime install onnxruntime==1.31.1"))
        #expect(!workspace.exists("Results"))
    }

    @Test("A runtime version that nobody knows is named with those that are")
    func unknownRuntime() throws {
        try workspace.writeSuite(files: ["base"], runtime: "9.9.9")
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("9.9.9"))
        #expect(outcome.diagnostic.contains("tested are 1.31.1, 1.20.1"))
        #expect(outcome.diagnostic.contains("pawl runtime install onnxruntime==9.9.9"))
    }
}
