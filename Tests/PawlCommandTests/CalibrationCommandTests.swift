import Foundation
import Harness
import Suites
import TestSupport
import Testing

@Suite("pawl doctor --calibrate", .hangLimit)
struct CalibrationCommandTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    static let measurement =
        "{ launches: 2, quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 5 ms, phase_timeout: 60 s }"

    @Test(
        "A mistake is named with a hint before anything is measured",
        arguments: [
            (["--calibrate", "0"], "--calibrate: '0' needs a unit", "5m"),
            (["--calibrate", "0s"], "--calibrate cannot be '0s'", "5m"),
            (["--calibrate", "abc"], "--calibrate: 'abc' is not a number", "5m"),
            (["--calibrate", "5"], "--calibrate: '5' needs a unit", "5m"),
            (["--calibrate", "-1s"], "--calibrate: '-1s' is negative", "5m"),
            (["--calibrate"], "--calibrate needs a value", "write --calibrate TIME"),
            (["--calibrate", "1s", "--margin", "3"], "--margin: '3' needs a unit", "3%"),
            (["--calibrate", "1s", "--margin", "0%"], "--margin cannot be '0%'", "more than 0 %"),
            (["--calibrate", "1s", "--margin", "101%"], "--margin cannot be '101%'", "at most 100 %"),
            (["--calibrate", "1s", "--margin", "wide"], "--margin: 'wide' is not a number", "3%"),
            (["--calibrate", "1s", "--seed", "x"], "--seed cannot be 'x'", "whole number"),
            (["--calibrate", "1s", "--suite", "nope.yaml"], "there is no suite nope.yaml", "hint: "),
            (["--calibrate", "1s"], "there is no Suites/demo.yaml here", "--calibrate 1s --suite SUITE"),
            (["--margin", "3%"], "--margin needs --calibrate", "--calibrate 5m"),
            (["--suite", "a.yaml"], "--suite needs --calibrate", "--calibrate 5m"),
        ])
    func mistakes(arguments: [String], message: String, hint: String) throws {
        let outcome = try PawlProcess(["doctor"] + arguments, in: workspace).outcome()
        #expect(outcome.code == 2)
        #expect(outcome.result.isEmpty)
        #expect(outcome.diagnostic.contains(message) && outcome.diagnostic.contains(hint), "\(outcome.diagnostic)")
        #expect(!outcome.diagnostic.contains("reading the environment"))
    }

    @Test("A pattern that fits no variant names those that there are", .needsRuntime)
    func nothingSelected() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier], measurement: Self.measurement)
        let outcome = workspace.pawl("doctor", "--calibrate", "1ms", "--suite", suite, "--only", "z*")
        #expect(outcome.code == 2 && outcome.diagnostic.contains("m/a"))
    }

    @Test("Gates of a suite's variants, as JSON: all were whole gates, and nothing is stored", .needsRuntime)
    func json() throws {
        let suite = try workspace.writeSuite(
            ["a": .rightClassifier, "b": .rightClassifier],
            gates: ["{ metric: accuracy, against: reference, max_drop: 1 point }"], measurement: Self.measurement)
        let outcome = workspace.pawl(
            "doctor", "--calibrate", "1ms", "--suite", suite, "--only", "b", "--margin", "90%", "--seed", "5",
            "--format", "json")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let json = try Workspace.json(outcome.result)
        let calibration = try #require(json["calibration"] as? [String: Any])
        #expect(calibration["ending"] as? String == "complete" && calibration["seed"] as? Int == 5)
        #expect(calibration["margin"] as? Double == 0.9)
        #expect(calibration["looks"] as? [Int] == [2])
        let gates = try #require(calibration["gates"] as? [String: Any])
        #expect(gates["gates"] as? Int == 1)
        let variants = try #require(calibration["variants"] as? [[String: Any]])
        #expect(variants.map { $0["name"] as? String } == ["m/b"])
        #expect(variants[0]["launches"] as? Int == 2)
        let machine = try #require(json["machine"] as? [String: Any])
        #expect((machine["advices"] as? [Any])?.isEmpty == false)
        #expect(!workspace.exists("Results"))
    }

    @Test("Without a suite it gates the reference of the checkout's demo", .needsRuntime)
    func demo() throws {
        try workspace.writeSuite(["a": .rightClassifier], measurement: Self.measurement)
        let text = try workspace.text("suite.yaml").replacing("a.onnx", with: "../a.onnx")
            .replacing("variants:\n", with: "variants:\n      gone: { file: gone.onnx, runtime: ort }\n")
        try FileManager.default.createDirectory(
            atPath: workspace.file("Suites"), withIntermediateDirectories: true)
        try workspace.write(text, to: "Suites/demo.yaml")
        let outcome = workspace.pawl("doctor", "--calibrate", "1ms", "--margin", "90%")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("m/a against itself: 1 gate of 2.0 launches"))
        #expect(outcome.result.contains(#/of 1 gates: \d+\.0 %, 95 % interval/#))
        #expect(outcome.diagnostic.contains("gating equal things for"))
    }

    @Test("A demo whose reference is not built names the command that builds it", .needsRuntime)
    func demoNotBuilt() throws {
        try workspace.writeSuite(["a": .rightClassifier], measurement: Self.measurement)
        try FileManager.default.createDirectory(
            atPath: workspace.file("Suites"), withIntermediateDirectories: true)
        try workspace.write(try workspace.text("suite.yaml"), to: "Suites/demo.yaml")
        let outcome = workspace.pawl("doctor", "--calibrate", "1ms")
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("Suites/a.onnx does not exist"))
        #expect(outcome.diagnostic.contains("scripts/bootstrap builds"))
        #expect(outcome.result.isEmpty && !outcome.diagnostic.contains("reading the environment"))
    }

    @Test("A worker that crashes ends it with code 3, told with its cause", .needsRuntime)
    func crash() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier], measurement: Self.measurement)
        let outcome = workspace.pawl(
            "doctor", "--calibrate", "1m", "--suite", suite, worker: .init(arguments: ["/bin/false"]))
        #expect(outcome.code == 3)
        #expect(outcome.diagnostic.contains("m/a"))
        #expect(outcome.result.contains("Ended by an error before the first gate ended"))
    }

    @Test(
        "Ctrl-C ends it cleanly with what was measured: workers gone, code 3", .needsRuntime,
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier], measurement: Self.measurement)
        let process = try workspace.start("doctor", "--calibrate", "10h", "--suite", suite)
        var seen: Set<Int32> = []
        try process.wait("some launches") {
            seen.formUnion(process.descendants)
            return seen.count >= 10
        }
        process.send(signal)
        let outcome = try process.outcome()
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        #expect(process.descendants.isEmpty)
        #expect(outcome.result.contains(#/Stopped after [0-9]+ gates?, .* of 10 h 0 min/#), "\(outcome.result)")
        #expect(outcome.result.contains("m/a against itself"))
    }
}
