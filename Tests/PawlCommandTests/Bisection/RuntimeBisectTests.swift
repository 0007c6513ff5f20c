import Foundation
import RuntimeLibraries
import TestSupport
import Testing

@Suite("pawl runtime bisect", .needsRuntime, .hangLimit)
struct RuntimeBisectTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private static let older: ConditionTrait = .enabled(
        if: Installation.hasOlderRuntime || Installation.isRequired, "onnxruntime 1.20.1 is not installed")
    private static let ends = [Installation.olderRuntimeVersion, Installation.runtimeVersion]

    private func bisect(_ suite: String, _ more: String...) -> Workspace.Outcome {
        workspace.run(["runtime", "bisect", "onnxruntime", suite, "--installed"] + more)
    }

    @Test("Launches of neighbours are measured, and the report says what they show", older)
    func latency() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        let outcome = bisect(
            suite, "--only", "m/a", "--format", "json", "--step", "100%", "--seed", "7", "--out", "out")
        let report = try Workspace.json(outcome.result)
        // Two launches of microseconds may leave it open.
        let undecided = try #require(report["undecided"] as? Int)
        #expect(outcome.code == (undecided == 0 ? 0 : 3), "\(outcome.diagnostic)")
        let versions = try #require(report["versions"] as? [[String: Any]])
        #expect(Set(versions.compactMap { $0["version"] as? String }).isSuperset(of: Self.ends))
        #expect(versions.allSatisfy { $0["value"] as? Double ?? 0 > 0 && $0["launches"] as? Int ?? 0 >= 2 })
        let last = try #require(versions.last?["comparison"] as? [String: Any])
        #expect(last["launches"] as? Int == 2 && last["change"] is Double)
        #expect(report["cell"] as? String == "m/a" && report["metric"] as? String == "latency_p50")
        #expect(report["seed"] as? Int == 7 && report["smallest_change"] as? Double == 1)
        for name in ["bisect.html", "bisect.md", "bisect.json", "bisect.svg", "bisect.png"] {
            #expect(workspace.exists("out/\(name)"), "\(name)")
        }
        #expect(try workspace.text("out/bisect.json") == outcome.result)
        #expect(try workspace.text("out/bisect.md").contains("m/a on onnxruntime: latency p50"))
    }

    @Test("Answers that every version gives alike are the same everywhere", older)
    func outputs() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        let outcome = bisect(suite, "--metric", "accuracy")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("no change found in"), "\(outcome.result)")
        #expect(outcome.result.contains("identical"))
        let agreement = bisect(suite, "--metric", "agreement", "--format", "json")
        #expect(agreement.code == 0, "\(agreement.diagnostic)")
        #expect(try Workspace.json(agreement.result)["changes"] as? Int == 0)
    }

    @Test("Builds of one's own are compared like releases, and one that is none is a line of its own", older)
    func builds() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        for (build, version) in zip(["2", "10"], Self.ends) {
            let library = try InstalledRuntimes(root: Installation.pawlFolder.runtimes)
                .library(name: "onnxruntime", version: version).path
            let folder = workspace.file("builds/\(build)/lib")
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/libonnxruntime.so", withDestinationPath: library)
        }
        try workspace.write("a text", to: "builds/9/libonnxruntime.so")
        let outcome = workspace.run([
            "runtime", "bisect", "onnxruntime", suite, "--builds", "builds", "--metric", "accuracy", "--format", "json",
        ])
        let versions = try #require(
            try Workspace.json(outcome.result)["versions"] as? [[String: Any]], "\(outcome.diagnostic)")
        #expect(versions.map { $0["version"] as? String } == ["2", "9", "10"])
        #expect(versions.map { $0["value"] is Double } == [true, false, true])
        #expect((versions[1]["failure"] as? [String: Any])?.isEmpty == false)
        let both = workspace.pawl("runtime", "bisect", "onnxruntime", suite, "--builds", "builds", "--installed")
        #expect(both.code == 2 && both.diagnostic.contains("--installed says nothing of --builds"))
    }

    @Test("A model that no version takes is a line of each, and no answer", older)
    func unusableModel() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        try workspace.write("this is no model", to: "a.onnx")
        let outcome = bisect(suite)
        #expect(outcome.code == 3, "\(outcome.diagnostic)")
        #expect(outcome.result.contains("fails") && outcome.result.contains("which cannot be measured"))
    }

    @Test("A budget that is over leaves neighbours undecided", older)
    func budget() throws {
        let outcome = bisect(try workspace.writeSuite(["a": .rightClassifier]), "--budget", "1ns")
        #expect(outcome.code == 3)
        #expect(outcome.result.contains("the time allowed was over"), "\(outcome.result)")
    }

    @Test(
        "What cannot be meant is refused before anything is measured", older,
        arguments: [
            (["--only", "m/x"], "no variant of suite 'tested' is called 'm/x'"),
            ([], "a sweep follows one variant, and 2 are meant: m/a, m/b"),
            (["--only", "a", "--metric", "model_size"], "--metric cannot be 'model_size'"),
            (["--only", "a", "--metric", "acuracy"], "did you mean 'accuracy'?"),
            (["--only", "a", "--metric", "mean_iou"], "golden set 'fixture' has no mean_iou"),
            (
                ["--only", "a", "--from", "9.9.9"],
                "--from cannot be '9.9.9': onnxruntime has no such version installed"
            ),
            (["--only", "a", "--to", "newest"], "--to cannot be 'newest'"),
            (["--only", "a", "--from", ends[1], "--to", ends[0]], "is not before --to"),
            (["--only", "a", "--step", "0%"], "--step cannot be '0%'"),
        ] as [([String], String)])
    func refusals(options: [String], words: String) throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier, "b": .rightClassifier])
        let outcome = workspace.run(["runtime", "bisect", "onnxruntime", suite, "--installed"] + options)
        #expect(outcome.code == 2 && outcome.diagnostic.contains(words), "\(outcome.code) \(outcome.diagnostic)")
    }

    @Test("An unknown runtime, and one whose keys the variant's are not, are refused")
    func otherRuntimes() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        let unknown = workspace.pawl("runtime", "bisect", "onxruntime", suite)
        #expect(unknown.code == 2 && unknown.diagnostic.contains("unknown runtime 'onxruntime'"))
        let text = try workspace.text("suite.yaml")
            .replacing("version: \(Installation.runtimeVersion)", with: "version: 1.31.1, graph_optimization: none")
        try workspace.write(text, to: "suite.yaml")
        let litert = workspace.pawl("runtime", "bisect", "litert", suite)
        #expect(litert.code == 2 && litert.diagnostic.contains("'graph_optimization' litert does not take"))
    }

    @Test("Without a network what is known is told, and the index is a warning") func noIndex() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier])
        let outcome = workspace.pawl(
            "runtime", "bisect", "onnxruntime", suite, "--from", "9.9.9",
            environment: ["PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_NO_INPUT": "1"])
        #expect(outcome.code == 2, "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.contains("onnxruntime has no such version"), "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.contains("warning"), "\(outcome.diagnostic)")
        let locked = workspace.pawl("runtime", "bisect", "onnxruntime", suite, "--from", "9.9.9", "--locked")
        #expect(locked.code == 2 && !locked.diagnostic.contains("warning"), "\(locked.diagnostic)")
    }

    @Test("Gates answer in the codes of git bisect, whatever happens")
    func bisectCodes() throws {
        let suite = try workspace.writeSuite(["a": .rightClassifier], gates: ["{ metric: model_size, max: 1 GB }"])
        #expect(workspace.pawl("gate", suite, "--bisect-codes").code == 0)
        let failing = try workspace.writeSuite(
            ["a": .wrongClassifier], gates: ["{ metric: model_size, max: 1 B }"], name: "failing.yaml")
        #expect(workspace.pawl("gate", failing).code == 1)
        #expect(workspace.pawl("gate", failing, "--bisect-codes").code == 1)
        #expect(workspace.pawl("gate", "none.yaml").code == 2)
        #expect(workspace.pawl("gate", "none.yaml", "--bisect-codes").code == 125)
        let unknown = workspace.pawl("gate", suite, "--bisect-codes", "--agianst", "x")
        #expect(unknown.code == 125 && unknown.diagnostic.contains("did you mean '--against'?"))
        #expect(workspace.pawl("gate", "--bisect-codes", "--help").code == 0)
    }
}
