import Foundation
import RuntimeLibraries
import TestSupport
import Testing

@Suite("pawl runtime sweep", .needsRuntime, .hangLimit)
struct RuntimeSweepTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private static let older: ConditionTrait = .enabled(
        if: Installation.hasOlderRuntime || Installation.isRequired, "onnxruntime 1.20.1 is not installed")

    private func sweep(_ options: String...) -> Workspace.Outcome {
        workspace.run(
            [
                "runtime", "sweep", "onnxruntime", "--installed", "--from", Installation.olderRuntimeVersion, "--to",
                Installation.runtimeVersion,
            ] + options)
    }

    /// One test that both are right on, one whose known answer is false, one of an operator set that the older release does not know.
    private func writeTests() throws {
        let tests = NodeTestFolder(workspace.file("tests"))
        try tests.writeUnary("test_relu", "Relu", [-1, 2], right: [0, 2])
        try tests.writeUnary("test_abs", "Abs", [-1, 2], right: [7, 2])
        try tests.writeUnary("test_neg", "Neg", [-1, 2], right: [1, -2], opset: 24)
        try tests.writeUnary("test_identity", "Identity", [], right: [])
    }

    @Test("Tests run on both versions, and the report says what they show", older)
    func numbers() throws {
        try writeTests()
        let outcome = sweep("--only", "numbers", "--node-tests", "tests", "--out", "out")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("3 tests run, none changed"), "\(outcome.result)")
        #expect(outcome.result.contains("an input without elements (1)"), "\(outcome.result)")
        let report = try Workspace.json(workspace.text("out/sweep.json"))
        let numbers = try #require(report["numbers"] as? [String: Any])
        #expect(
            numbers["findings"] as? [String: Int] == ["same": 1, "wrong_on_both": 1, "too_new": 1, "left_out": 1],
            "\(numbers)")
        let comparisons = try #require(numbers["comparisons"] as? [[String: Any]])
        let wrong = try #require(comparisons.first { $0["test"] as? String == "test_abs" }?["second"] as? [String: Any])
        #expect(
            wrong["words"] as? String == "element 0 is 1 where 7 is right" && wrong["largest_error"] as? Double == 6)
        let taken = try #require(comparisons.first { $0["test"] as? String == "test_neg" }?["first"] as? [String: Any])
        #expect((taken["words"] as? String)?.contains("pset") == true, "\(taken)")
        #expect(
            report["times"] == nil
                && (report["second"] as? [String: Any])?["label"] as? String == Installation.runtimeVersion)
        #expect(try workspace.text("out/sweep.md").contains("1 test of 1 operator: Neg"))
        #expect(workspace.exists("out/sweep.html"))
    }

    @Test("Operators are timed beside themselves on the other version", older)
    func time() throws {
        let outcome = sweep(
            "--only", "time", "--operators", "GlobalAveragePool,resize-nearest", "--step", "100%", "--format", "json",
            "--seed",
            "7")
        let report = try Workspace.json(outcome.result)
        let times = try #require(report["times"] as? [String: Any], "\(outcome.diagnostic)")
        let rows = try #require(times["operators"] as? [[String: Any]])
        #expect(Set(rows.compactMap { $0["name"] as? String }) == ["global-average-pool", "resize-nearest"])
        for row in rows {
            #expect(row["first"] as? Double ?? 0 > 0 && row["second"] as? Double ?? 0 > 0, "\(row)")
            #expect(row["launches"] as? Int ?? 0 >= 2)
        }
        // Two launches may leave it open.
        let undecided = try #require(times["undecided"] as? Int)
        #expect(outcome.code == (undecided == 0 ? 0 : 3), "\(outcome.diagnostic)")
        #expect(times["seed"] as? Int == 7 && times["smallest_change"] as? Double == 1 && report["numbers"] == nil)
    }

    @Test("Builds of one's own are compared by their names", older)
    func builds() throws {
        try writeTests()
        for (build, version) in [("a", Installation.olderRuntimeVersion), ("b", Installation.runtimeVersion)] {
            let folder = workspace.file("builds/\(build)/lib")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/libonnxruntime.so",
                withDestinationPath: try InstalledRuntimes(root: Installation.pawlFolder.runtimes)
                    .library(name: "onnxruntime", version: version).path)
        }
        let outcome = workspace.run([
            "runtime", "sweep", "onnxruntime", "--builds", "builds", "--only", "numbers", "--node-tests", "tests",
            "--operators", "Neg", "--format", "json",
        ])
        let report = try Workspace.json(outcome.result)
        #expect((report["first"] as? [String: Any])?["label"] as? String == "a", "\(outcome.diagnostic)")
        #expect((report["numbers"] as? [String: Any])?["findings"] as? [String: Int] == ["too_new": 1])
        try workspace.write("a text", to: "builds/c/libonnxruntime.so")
        let none = workspace.pawl(
            "runtime", "sweep", "onnxruntime", "--builds", "builds", "--only", "numbers", "--node-tests", "tests")
        #expect(none.code == 2 || none.code == 3, "\(none.code)")
        #expect(none.diagnostic.contains("onnxruntime c cannot be compared"), "\(none.diagnostic)")
    }

    @Test("Two runtimes are compared as two versions are", .enabled(if: UnitsScene.Format.openvino.isInstalled))
    func runtimes() throws {
        try writeTests()
        let outcome = workspace.run([
            "runtime", "sweep", "onnxruntime", "--installed", "--from", Installation.runtimeVersion, "--against",
            "openvino", "--node-tests", "tests", "--operators", "Relu,global-average-pool", "--step", "100%", "--out",
            "out",
        ])
        #expect(outcome.code == 0 || outcome.code == 3, "\(outcome.diagnostic)")
        #expect(
            outcome.result.contains("onnxruntime \(Installation.runtimeVersion) and openvino "), "\(outcome.result)")
        let report = try Workspace.json(workspace.text("out/sweep.json"))
        #expect(
            ["first", "second"].map { (report[$0] as? [String: Any])?["runtime"] as? String } == [
                "onnxruntime", "openvino",
            ])
        let findings = (report["numbers"] as? [String: Any])?["findings"] as? [String: Int]
        #expect(findings == ["same": 1], "\(String(describing: findings))")
        let times = try #require((report["times"] as? [String: Any])?["operators"] as? [[String: Any]])
        #expect(times.count == 2, "\(times)")
        for row in times {
            #expect(row["first"] as? Double ?? 0 > 0 && row["second"] as? Double ?? 0 > 0, "\(row)")
        }
    }

    @Test(
        "What cannot be meant is refused before anything runs", older,
        arguments: [
            (["--only", "times"], "--only"), (["--only", "time", "--operators", "Convv"], "did you mean 'Conv'?"),
            (["--node-tests", "none"], "has no tests of operators"),
            (["--only", "numbers", "--node-tests", "tests", "--operators", "Negg"], "no test in"),
            (["--only", "time", "--step", "0%"], "--step cannot be '0%'"),
            (["--only", "time", "--against", "onnxruntime"], "--against names onnxruntime itself"),
            (["--only", "time", "--against", "litert"], "a sweep over operators cannot be of 'litert'"),
            (["--only", "time", "--against", "openvino", "--to", "1.31.1"], "--to says nothing of a comparison"),
            (["--only", "time", "--against", "openvino==1.0"], "--against cannot be '1.0'"),
        ] as [([String], String)])
    func refusals(options: [String], words: String) throws {
        try writeTests()
        let outcome = workspace.run(["runtime", "sweep", "onnxruntime", "--installed"] + options)
        #expect(outcome.code == 2 && outcome.diagnostic.contains(words), "\(outcome.code) \(outcome.diagnostic)")
        let litert = workspace.pawl("runtime", "sweep", "litert", "--only", "time")
        #expect(litert.code == 2 && litert.diagnostic.contains("a sweep over operators cannot be of 'litert'"))
    }
}
