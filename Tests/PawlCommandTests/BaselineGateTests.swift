import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

@Suite("pawl gate --baseline, with a real runtime", .needsRuntime, .hangLimit)
struct BaselineGateTests {
    @Test("A baseline is measured again interleaved, though its own files are gone")
    func measuredAgain() throws {
        let scene = try BaselineScene()
        let promotion = try scene.promote()
        #expect(promotion.label == "main@1")
        #expect(Set(promotion.files.map(\.role)) == [.suite, .model, .goldenSet])
        try scene.workspace.writeSuite(
            ["base": .wrongClassifier], gates: BaselineScene.gates, measurement: BaselineScene.measurement)
        let outcome = scene.gate("--baseline", "main")
        #expect(outcome.code == 1, "\(outcome.result) \(outcome.diagnostic)")
        let run = try scene.latest()
        #expect(run.storedBaseline == nil)
        #expect(run.namedBaseline?.label == "main@1")
        #expect(run.namedBaseline?.fallbacks == [])
        #expect(run.pairs.map(\.purpose) == [.baseline])
        #expect(run.cells.map(\.name) == ["m/base", "m/base (baseline)"])
        #expect(run.cells[1].modelFile == promotion.variants[0].modelFile)
        #expect(run.cells[0].modelFile.digest != run.cells[1].modelFile.digest)
        #expect(run.cells[1].launches.allSatisfy { $0.pair == 0 })
        let states = Dictionary(run.verdicts.map { ($0.metric, $0.state) }, uniquingKeysWith: { first, _ in first })
        #expect(states[.latencyP50] == .passed)
        #expect(states[.accuracy] == .failed)
        #expect(!outcome.result.contains("drift not cancelled"))
        #expect(outcome.result.contains("against baseline main@1"))
        let checkouts = try FileManager.default.contentsOfDirectory(atPath: scene.artifacts.folder + "/checkouts")
        #expect(checkouts.isEmpty)
        #expect(try scene.store().run(id: run.id) == run)
    }

    @Test("A variant whose artifact is gone or damaged is compared by its record, the others are measured again")
    func fallsBack() throws {
        let scene = try BaselineScene(["base": .rightClassifier, "other": .mostlyRightClassifier])
        let promotion = try scene.promote()
        let model = try scene.artifact(.model, of: promotion, "other.onnx")
        for damage in ["was removed", "is damaged"] {
            if damage == "was removed" {
                try FileManager.default.removeItem(atPath: model)
            } else {
                try AtomicFile.write("something else", to: model)
            }
            let verified = scene.baseline("verify", "main")
            #expect(verified.code == 3, "\(damage)")
            #expect(verified.diagnostic.contains("main@1: other.onnx of m/other"))
            let outcome = scene.gate("--baseline", "main@1", "--out", "out")
            #expect(outcome.code == 3, "\(outcome.result) \(outcome.diagnostic)")
            let run = try scene.latest()
            #expect(run.namedBaseline?.fallbacks.map(\.variant) == ["other"])
            #expect(run.storedBaseline?.run == promotion.run.id)
            #expect(run.against != nil)
            #expect(run.pairs.map(\.candidateCell) == [0])
            let latency = run.verdicts.filter { $0.metric == .latencyP50 }
            #expect(latency.map(\.state) == [.passed, .inconclusive], "no history: \(latency.map(\.headline))")
            #expect(latency.map { $0.headline.contains("drift not cancelled") } == [false, true])
            #expect(latency[1].details.contains { $0.hasPrefix("baseline main@1 was not measured again: artifact ") })
            #expect(run.verdicts.filter { $0.metric == .accuracy }.map(\.state) == [.passed, .passed])
            for name in ["report.html", "junit.xml", "summary.md", "results.json"] {
                let text = try scene.workspace.text("out/\(name)")
                // Markdown keeps names from becoming mentions of users.
                let label = name == "summary.md" ? "main&#64;1" : "main@1"
                #expect(text.contains(label), "\(name)")
                #expect(name == "junit.xml" || text.contains("m/other of baseline \(label) was not measured again"))
            }
            #expect(try scene.store().run(id: run.id) == run)
        }
        // The same file once more makes the baseline whole again.
        #expect(scene.baseline("set", "main", "--run", promotion.run.id).code == 0)
        #expect(scene.baseline("verify", "main@1").code == 0)
    }

    @Test("Digests alone, and a runtime of another build, leave the record")
    func records() throws {
        let scene = try BaselineScene()
        let run = try scene.run()
        #expect(scene.baseline("set", "main", "--run", run, "--without-artifacts").code == 0)
        #expect(scene.artifacts.contents().isEmpty)
        #expect(scene.gate("--baseline", "main").code == 3)
        var gated = try scene.latest()
        #expect(gated.namedBaseline?.fallbacks.first?.reason.contains("--without-artifacts") == true)
        #expect(gated.pairs.isEmpty)

        let intruder = try DatabaseIntruder(path: scene.workspace.database)
        try intruder.execute("DROP TRIGGER baselines_are_not_edited")
        #expect(scene.baseline("set", "main", "--run", run).code == 0)
        try intruder.execute("UPDATE baseline_variants SET runtime_library_digest = 'beef' WHERE baseline = 2")
        #expect(scene.gate("--baseline", "main").code == 3)
        gated = try scene.latest()
        #expect(gated.namedBaseline?.version == 2)
        #expect(gated.namedBaseline?.fallbacks.first?.reason.contains("is another build of it (library ") == true)

        // Neither way: refused before anything is measured.
        try intruder.execute("UPDATE runs SET machine_fingerprint = 'beef' WHERE id = '\(run)'")
        let refused = scene.gate("--baseline", "main")
        #expect(refused.code == 2)
        #expect(refused.diagnostic.contains("baseline main@2 can neither be measured again (the installed "))
        #expect(try scene.latest().id == gated.id)
    }

    @Test("With another golden set both sides are measured on today's")
    func changedGoldenSet() throws {
        let scene = try BaselineScene()
        let promotion = try scene.promote()
        let other = try Workspace(samples: 600)
        let suite = try other.writeSuite(
            ["base": .rightClassifier], gates: BaselineScene.gates, measurement: BaselineScene.measurement)
        let outcome = scene.gate("--baseline", "main", suite: suite)
        #expect(outcome.code == 0, "\(outcome.result) \(outcome.diagnostic)")
        let words = "m: the golden set changed since main@1: both sides are measured on today's"
        #expect(outcome.diagnostic.contains(words))
        let run = try scene.latest()
        #expect(Set(run.cells.map(\.goldenSetDigest)).count == 1)
        #expect(run.cells[1].goldenSetDigest != promotion.variants[0].goldenSetDigest)
        #expect(run.statesOfBaselineGates == [.passed, .passed, .passed])
    }

    @Test("What is no baseline, or is given beside another one, is refused before anything is measured")
    func refusals() throws {
        let scene = try BaselineScene()
        func refuse(_ arguments: [String], _ words: String) {
            let outcome = scene.workspace.run(["gate", scene.suite, "--artifacts", "artifacts"] + arguments)
            #expect(outcome.code == 2, "\(arguments)")
            #expect(outcome.diagnostic.contains(words), "\(outcome.diagnostic)")
            #expect(outcome.diagnostic.contains("hint: "))
        }
        refuse(["--baseline", "main"], "there is no database")
        try scene.promote()
        refuse(["--baseline", "mian"], "there is no baseline 'mian'")
        refuse(["--baseline", "main@7"], "baseline 'main' has no version 7")
        for bad in ["main@", "main@0", "main@x", "@1", "../main", "main@1@2"] {
            refuse(["--baseline", bad], "is no name of a baseline")
        }
        refuse(["--baseline", "main", "--against", scene.suite], "--baseline and --against exclude each other")
        refuse(["--baseline", "main", "--against-run", "latest"], "--baseline and --against-run exclude each other")
    }
}
