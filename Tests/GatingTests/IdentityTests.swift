import Foundation
import Records
import Suites
import TestSupport
import Testing

@testable import Gating

@Suite("Equal files and equal outputs are said as such", .hangLimit)
struct IdentityTests {
    /// Both variants give the same outputs, bit for bit.
    private func identical(samples: Int = 700) -> Scene {
        var scene = Scene(effects: Scene.effects(mean: 0.55, spread: 0.01))
        for index in 0...1 {
            scene.run.cells[index].accuracy?.origin = EvaluationProvenance(
                key: nil, scoresDigest: "same", evaluatedAt: Date(timeIntervalSince1970: 0))
            scene.run.cells[index].accuracy?.metrics.merge([.calibrationError: 0.2, .meanAbsoluteError: 3]) { $1 }
        }
        scene.run.cells[1].accuracy?.metrics.merge([
            .agreement: 1, .klDivergence: 0, .cosineSimilarity: 1, .signalToNoise: 200, .maximumAbsoluteError: 0,
        ]) { $1 }
        scene.run.goldenSets[0].labels.removeLast(700 - samples)
        scene.run.goldenSets[0].sampleNames.removeLast(700 - samples)
        for cell in 0...1 {
            scene.run.cells[cell].accuracy?.predictions.removeLast(700 - samples)
            scene.run.cells[cell].accuracy?.labelRanks.removeLast(700 - samples)
        }
        return scene
    }

    @Test(
        "identical outputs pass every gate on predictions, on ten samples as on many",
        arguments: [
            (Metric.accuracy, Gate.Limit.maximumDrop(0.01)), (.macroF1, .maximumDrop(0.005)),
            (.topKAccuracy, .maximumDrop(0)), (.calibrationError, .maximumRise(0.01)),
            (.meanAbsoluteError, .maximumIncrease(0.02)), (.meanAbsoluteError, .maximumRatio(1)),
            (.agreement, .minimum(0.99)), (.klDivergence, .maximum(0.001)), (.cosineSimilarity, .minimum(0.999)),
            (.signalToNoise, .minimum(300)), (.maximumAbsoluteError, .maximum(0)),
        ] as [(Metric, Gate.Limit)])
    func outputs(metric: Metric, limit: Gate.Limit) throws {
        for samples in [10, 700] {
            let verdict = identical(samples: samples).verdict(metric, limit)
            #expect(verdict.state == .passed)
            #expect(verdict.headline.hasPrefix("passes: identical outputs: "), "\(verdict.headline)")
            #expect(verdict.headline.contains("\(samples) samples"))
            let words = ([verdict.headline] + verdict.details).joined(separator: "\n")
            for word in ["200.0 dB", "could differ", "would decide", "interval", "undecided"] {
                #expect(!words.contains(word), "\(words)")
            }
            let evidence = try #require(verdict.evidence)
            #expect(evidence.low == evidence.high && evidence.confidence == 1)
        }
    }

    @Test("a gate that asks for a change, or for a level, judges the value all the same")
    func otherQuestions() {
        var scene = identical()
        #expect(scene.verdict(.meanAbsoluteError, .maximumRatio(0.5)).headline.contains("identical outputs") == false)
        // Absolute: both are equally bad.
        scene.setWrong(reference: 0..<600, candidate: 0..<600)
        #expect(scene.verdict(.accuracy, .minimum(0.9), against: .nothing).state == .failed)
    }

    @Test("outputs that are no numbers are broken, however equal; other outputs and other samples are compared")
    func notIdentical() {
        var scene = identical()
        for index in 0...1 { scene.run.cells[index].accuracy?.metrics[.calibrationError] = .nan }
        #expect(scene.verdict(.calibrationError, .maximumRise(0.01)).state == .error)
        scene = identical()
        scene.run.cells[1].accuracy?.origin?.scoresDigest = "other"
        #expect(!scene.verdict(.accuracy, .maximumDrop(0.01)).headline.contains("identical"))
        scene = identical()
        scene.run.cells[0].accuracy?.origin = nil
        #expect(!scene.verdict(.accuracy, .maximumDrop(0.01)).headline.contains("identical"))
    }

    @Test("a variant that has become the reference's file is named first, before any cause")
    func becameTheReference() {
        var scene = identical()
        scene.addBaseline(effects: Scene.effects(mean: 0.55, spread: 0.01))
        scene.run.cells[2].modelFile.digest = "int8 of the baseline"
        scene.run.cells[1].modelFile.digest = scene.run.cells[0].modelFile.digest
        let twin = "magika/int8 is byte for byte the file of the reference magika/fp32, the baseline's was another"
        let slower = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(slower.state == .failed)
        #expect(slower.details.first == twin)
        #expect(slower.headline.hasSuffix("; \(twin)"), "\(slower.headline)")
        // Also where another runtime sets it apart from the reference.
        scene.run.cells[1].runtime.version = "2"
        #expect(scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline).details.first == twin)
        // One file on two runtimes is a comparison like any other.
        scene.run.cells[2].modelFile.digest = scene.run.cells[1].modelFile.digest
        let upgrade = scene.verdict(.latencyP50, .maximumIncrease(0.03), against: .baseline)
        #expect(!upgrade.details.contains { $0.contains("byte for byte") })
    }

    @Test("equal things have no operators for a cause")
    func noCause() {
        var scene = identical()
        for (index, milliseconds) in [(0, 1.0), (1, 3.0)] {
            scene.run.cells[index].operators = [
                OperatorRecord(name: "n", type: "Mul", provider: "cpu", meanNanoseconds: milliseconds * 1e6)
            ]
        }
        func causes() -> [String] {
            scene.verdict(.latencyP50, .maximumIncrease(0.03)).details.filter { $0.hasPrefix("Mul ") }
        }
        #expect(causes().count == 1)
        scene.run.cells[1].modelFile.digest = scene.run.cells[0].modelFile.digest
        #expect(causes().isEmpty)
        let verdict = scene.verdict(.latencyP50, .maximumIncrease(0.03))
        #expect(verdict.details.first == "identical files (A/A): any difference is noise")
    }

    @Test("no share of an inference is above 100 %, and what was scaled is said")
    func scaledCauses() {
        var scene = Scene(effects: Scene.effects(mean: 0.55, spread: 0.01))
        scene.run.cells[0].operators = [
            OperatorRecord(name: "n", type: "Mul", provider: "cpu", meanNanoseconds: 1e6)
        ]
        scene.run.cells[1].operators = [
            OperatorRecord(name: "n", type: "Mul", provider: "cpu", meanNanoseconds: 20e6)
        ]
        let details = scene.verdict(.latencyP50, .maximumIncrease(0.03)).details
        // An inference takes 4 ms x exp(0.55) = 6.93 ms; the profile says 20 ms, 2.9 times that.
        #expect(
            details.contains("Mul 6.93 ms, 100 % of the inference; the reference spends 1.00 ms in it"), "\(details)")
        #expect(details.contains { $0.contains("add up to 2.9 times the latency p50, and were scaled to it") })
    }
}
