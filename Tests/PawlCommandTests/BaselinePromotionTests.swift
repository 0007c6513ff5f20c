import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

@Suite("pawl baseline set, list, show, history, rollback, clean", .needsRuntime, .hangLimit)
struct BaselinePromotionTests {
    @Test("Versions follow each other, equal files are kept once, and every promotion is a line of the history")
    func versions() throws {
        let scene = try BaselineScene()
        let first = try scene.promote()
        let kept = scene.artifacts.contents()
        #expect(scene.baseline("set", "main", "--reason", "again").code == 0)
        #expect(scene.artifacts.contents() == kept)
        let history = scene.baseline("history", "main")
        #expect(history.result.split(separator: "\n").count == 2)
        #expect(history.result.contains("main@2"))
        #expect(history.result.contains(": again"))
        let list = scene.baseline("list")
        #expect(list.result.hasPrefix("  main@2  run \(first.run.shortID)"), "\(list.result)")
        #expect(list.result.contains("artifacts: "))
        let show = scene.baseline("show", "main@1")
        for words in ["m/base", "latency p50 ", String(first.variants[0].modelFile.digest.prefix(12)), "onnxruntime"] {
            #expect(show.result.contains(words), "\(show.result)")
        }
        let json = try Workspace.json(scene.baseline("show", "main", "--format", "json").result)
        #expect(json["version"] as? Int == 2)
        #expect(json["run"] as? String == first.run.id)
        #expect((json["variants"] as? [[String: Any]])?.count == 1)
    }

    @Test("A run is promoted, not the gate of another suite that came after it")
    func runsBeforeGates() throws {
        let scene = try BaselineScene(["base": .rightClassifier, "other": .rightClassifier])
        let other = try scene.workspace.writeSuite(
            files: ["base", "other"], gates: ["{ metric: model_size, max: 1 GB }"],
            measurement: BaselineScene.measurement, name: "other.yaml")
        let text = try scene.workspace.text("other.yaml")
        try scene.workspace.write(
            Data(text.replacing("suite: tested", with: "suite: another").utf8), to: "other.yaml")
        let run = try scene.run()
        #expect(scene.gate(suite: other).code == 0)

        let refused = scene.baseline("set", "main")
        #expect(refused.code == 2)
        #expect(refused.diagnostic.contains("it is not clear which run is to be 'main'"), "\(refused.diagnostic)")
        #expect(refused.diagnostic.contains("--run \(run.prefix(8))  run of "), "\(refused.diagnostic)")
        #expect(refused.diagnostic.contains("gate of another"), "\(refused.diagnostic)")
        #expect(try scene.store().baselines().isEmpty)
        #expect(scene.baseline("set", "main", "--run", "latest").code == 0)
        #expect(try scene.store().baselines().last?.run.id == run)
        // From now on the name says which suite is meant.
        let second = try scene.run()
        #expect(scene.gate(suite: other).code == 0)
        #expect(scene.baseline("set", "main").code == 0)
        #expect(try scene.store().baselines().last?.run.id == second)
    }

    @Test("A run that failed its gates needs a reason, which every later report repeats")
    func accepted() throws {
        let scene = try BaselineScene(["base": .rightClassifier, "other": .rightClassifier])
        let failing = try scene.workspace.writeSuite(
            files: ["base", "other"], gates: BaselineScene.failingGates, measurement: BaselineScene.measurement,
            name: "failing.yaml")
        #expect(scene.gate(suite: failing).code == 1)
        let refused = scene.baseline("set", "main")
        #expect(refused.code == 2)
        #expect(refused.diagnostic.contains("did not pass its gates:"))
        #expect(refused.diagnostic.contains("- m/other: model size"))
        #expect(try scene.store().baselines().isEmpty)

        #expect(scene.baseline("set", "main", "--accept", "the old one leaked").code == 0)
        let promotion = try #require(try scene.store().baselines().first)
        #expect(promotion.acceptedReason == "the old one leaked")
        #expect(promotion.overriddenVerdicts.count == 1)
        #expect(scene.baseline("history", "main").result.contains("accepted: the old one leaked"))
        // A rollback to it does not wash it clean.
        try scene.promote()
        #expect(scene.baseline("rollback", "main").code == 0)
        let outcome = scene.gate("--baseline", "main", "--out", "out")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let again = scene.workspace.pawl("report", try scene.latest().id)
        for text in try [outcome.result, again.result]
            + ["report.html", "junit.xml", "summary.md", "results.json"].map({ try scene.workspace.text("out/\($0)") })
        {
            #expect(text.contains("the old one leaked"), "\(text)")
        }
    }

    @Test("Runs that are not whole, unknown names and changed files are refused, and nothing is promoted")
    func refusals() throws {
        let scene = try BaselineScene()
        func refuse(_ arguments: String..., expecting words: String) throws {
            let outcome = scene.workspace.run(["baseline"] + arguments + ["--artifacts", "artifacts"])
            #expect(outcome.code == 2, "\(arguments) \(outcome.result)")
            #expect(outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
        }
        try refuse("set", "main", expecting: "there is no database")
        #expect(!scene.workspace.exists("Results"), "a question must not make a database")
        let run = try scene.run()
        try refuse("set", "../main", "--run", run, expecting: "is no name of a baseline")
        try refuse("set", "main@3", "--run", run, expecting: "names a version, which Pawl gives")
        try refuse("set", "main", "--run", "zzz", expecting: "there is no run 'zzz'")
        try refuse("show", "main", expecting: "there is no baseline 'main'")
        try refuse("rollback", "main", expecting: "there is no baseline 'main'")
        let intruder = try DatabaseIntruder(path: scene.workspace.database)
        for (status, words) in [
            ("interrupted", "it was interrupted"), ("running", "it was interrupted or killed"),
            ("incomplete", "something in it could not be measured"),
        ] {
            try intruder.execute("UPDATE runs SET status = '\(status)'")
            try refuse("set", "main", "--run", run, expecting: words)
        }
        try intruder.execute("UPDATE runs SET status = 'complete'")
        try scene.workspace.write(TestModel.wrongClassifier.data, to: "base.onnx")
        try refuse("set", "main", expecting: "base.onnx is not the file that was measured")
        #expect(scene.baseline("set", "main", "--without-artifacts").code == 0)
        #expect(try scene.store().baselines().map(\.label) == ["main@1"])
    }

    @Test("A run's files may lie elsewhere by now")
    func moved() throws {
        let scene = try BaselineScene()
        try scene.run()
        let folder = scene.workspace.path
        for name in ["suite.yaml", "base.onnx"] {
            try AtomicFile.makeFolder(folder + "/moved")
            try FileManager.default.moveItem(atPath: "\(folder)/\(name)", toPath: "\(folder)/moved/\(name)")
        }
        #expect(scene.baseline("set", "main").code == 2)
        let outcome = scene.baseline("set", "main", "--suite", "moved/suite.yaml")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(scene.gate("--baseline", "main", suite: folder + "/moved/suite.yaml").code == 0)
    }

    @Test("A rollback restores what was promoted before, again and again, and says which files are gone")
    func rollback() throws {
        let scene = try BaselineScene()
        let runs = try (0..<3).map { _ in try scene.promote().run.id }
        func current() throws -> BaselinePromotion { try #require(try scene.store().baselines().last) }
        #expect(scene.baseline("rollback", "main", "--reason", "wrong").code == 0)
        #expect(try current().label == "main@4")
        #expect(try current().run.id == runs[1])
        #expect(scene.baseline("rollback", "main").code == 0)
        #expect(try current().run.id == runs[0])
        #expect(try current().restoredVersion == 1)
        #expect(scene.baseline("rollback", "main").code == 2)
        #expect(scene.baseline("rollback", "main", "--to", "main@4").code == 0)
        #expect(try current().restoredVersion == 2)
        #expect(scene.baseline("rollback", "main", "--to", "other@1").code == 2)
        #expect(scene.baseline("rollback", "main", "--to", "main@99").code == 2)

        try FileManager.default.removeItem(atPath: try scene.artifact(.model, of: try current()))
        let outcome = scene.baseline("rollback", "main", "--to", "3")
        #expect(outcome.code == 0)
        #expect(outcome.diagnostic.contains("base.onnx is not among the artifacts"))
        #expect(scene.gate("--baseline", "main").code == 3)
        #expect(try scene.latest().storedBaseline?.run == runs[2])
    }

    @Test("A promotion that ends between files and row leaves no baseline; the files are found again, or cleaned away")
    func cutShort() throws {
        let scene = try BaselineScene()
        try scene.run()
        let intruder = try DatabaseIntruder(path: scene.workspace.database)
        try intruder.execute(
            "CREATE TRIGGER stop BEFORE INSERT ON baseline_files BEGIN SELECT RAISE(ABORT, 'no power'); END")
        let cut = scene.baseline("set", "main")
        #expect(cut.code == 3, "\(cut.diagnostic)")
        #expect(try scene.store().baselines().isEmpty)
        let kept = scene.artifacts.contents()
        #expect(!kept.isEmpty)
        try intruder.execute("DROP TRIGGER stop")
        #expect(scene.baseline("set", "main").code == 0)
        #expect(scene.artifacts.contents() == kept)
        try AtomicFile.write("half a file", to: scene.artifacts.folder + "/sha256/ab/.half.part")
        #expect(scene.baseline("clean").result.hasPrefix("removed 1 files, "))
        #expect(scene.artifacts.contents() == kept)
        #expect(scene.baseline("verify").code == 0)
    }

    @Test("A process killed while it copies leaves a store that works")
    func killed() throws {
        let scene = try BaselineScene()
        try scene.run()
        for delay in [0.02, 0.05, 0.1, 0.2] {
            let process = try scene.workspace.start("baseline", "set", "main", "--artifacts", "artifacts")
            Thread.sleep(forTimeInterval: delay)
            process.send(SIGKILL)
            _ = try? process.outcome()
        }
        for promotion in try scene.store().baselines() {
            for file in promotion.files {
                try scene.artifacts.check(Artifact(digest: file.digest, bytes: file.bytes))
            }
        }
        #expect(scene.baseline("set", "main").code == 0)
        #expect(scene.baseline("verify").code == 0)
        #expect(scene.gate("--baseline", "main").code == 0)
    }

    @Test("Promotions at once get versions of their own")
    func atOnce() throws {
        let scene = try BaselineScene()
        try scene.run()
        let processes = try (0..<4).map { _ in
            try scene.workspace.start("baseline", "set", "main", "--artifacts", "artifacts")
        }
        for process in processes { #expect(try process.outcome().code == 0) }
        #expect(try scene.store().baselines().map(\.version) == [1, 2, 3, 4])
    }
}
