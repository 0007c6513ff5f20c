import Foundation
import InferenceCore
import Records
import Support
import TestSupport
import Testing

/// Models of other tasks than classification, from a suite file to verdicts.
@Suite("Tasks, from a suite file to verdicts", .needsRuntime, .hangLimit)
struct TaskTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    private func write(_ files: [String: Data], _ manifest: (_ entry: (String) throws -> String) throws -> String)
        throws
    {
        for (name, data) in files { try workspace.goldenSet.write(data, to: name) }
        let text = try manifest { name in
            "{ file: \(name), sha256: \(try SHA256.hexadecimal(ofFile: "\(workspace.goldenSet.folder)/\(name)")) }"
        }
        try workspace.goldenSet.write(Data(text.utf8), to: "golden.yaml")
    }

    private static let prose = """
        golden: 1
        id: tested
        version: 1
        title: A fixture
        source: made by the test
        licence: Apache-2.0
        labelled: by construction
        limits: shows nothing of the world
        """

    /// y = x + h, and h goes on as y: a running sum.
    private func runningSum(factor: Float = 1) -> TestModel {
        TestModel(
            inputs: [.tensor("x", .float32, "batch", "1"), .tensor("h", .float32, "batch", "1")],
            outputs: [.tensor("y", .float32, "batch", "1"), .tensor("hn", .float32, "batch", "1")],
            nodes: [
                .init(type: "Mul", name: "scale", inputs: ["x", "factor"], outputs: ["scaled"]),
                .init(type: "Add", name: "sum", inputs: ["scaled", "h"], outputs: ["y"]),
                .init(type: "Identity", name: "keep", inputs: ["y"], outputs: ["hn"]),
            ], constants: [.init(name: "factor", shape: [1, 1], values: [factor])])
    }

    @Test(
        "A recurrent model carries its state through a sequence and begins anew with the next, also in several workers")
    func state() throws {
        // 96 samples, so that the pass is cut; sequences of 7 do not fit the cut.
        let count = 96
        let inputs = (0..<count).map { Float($0 % 5 + 1) }
        let sequences = (0..<count).map { Int32($0 / 7) }
        var sum: Float = 0
        let sums = (0..<count).map { index in
            if index % 7 == 0 { sum = 0 }
            sum += inputs[index]
            return sum
        }
        try write([
            "x.npy": NumpyFile.data(of: inputs, shape: [count, 1], type: "<f4"),
            "sequences.npy": NumpyFile.data(of: sequences, shape: [count], type: "<i4"),
            "labels.npy": NumpyFile.data(of: sums, shape: [count], type: "<f4"),
            "samples.txt": Data((0..<count).map { "frame-\($0)\n" }.joined().utf8),
        ]) { entry in
            """
            \(Self.prose)
            task: regression
            samples: \(count)
            inputs: { x: \(try entry("x.npy")) }
            state: { h: hn }
            sequences: \(try entry("sequences.npy"))
            labels: \(try entry("labels.npy"))
            sample_names: \(try entry("samples.txt"))
            output: { name: y }

            """
        }
        let suite = try workspace.writeSuite(
            ["base": runningSum(), "off": runningSum(factor: 1.25)],
            gates: [
                "{ metric: mae, max: 0.001 }", "{ metric: sqnr, against: reference, min: 30 dB }",
                "{ metric: rmse, against: reference, max_increase: 5% }",
            ])
        let outcome = workspace.pawl("gate", suite, "--out", "out")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells[0].accuracy?.metrics[.meanAbsoluteError] == 0)
        #expect(run.cells[0].accuracy?.unitValues[.meanAbsoluteError]?.count == 14)
        #expect(run.goldenSets[0].sequences == sequences)
        // A quarter too much of everything: 10 log10(1 / 0.25²).
        let noise = try #require(run.cells[1].accuracy?.metrics[.signalToNoise])
        #expect((noise - 12.0412).magnitude < 1e-3)
        let states = Dictionary(grouping: run.verdicts, by: \.metric).mapValues { $0.map(\.state) }
        #expect(states[.meanAbsoluteError] == [.passed, .failed])
        #expect(states[.signalToNoise] == [.failed])
        #expect(outcome.result.contains("off differs from the reference: SQNR 12.0 dB"))
        #expect(outcome.result.contains("mean absolute error"))
        #expect(try workspace.text("out/report.html").contains("14 sequences"))
    }

    @Test("Texts of different lengths are read, compared and quoted where they are wrong") func texts() throws {
        let texts = (0..<40).map { ["ab", "b", "aab", "bba"][$0 % 4] }
        // One step a symbol with a blank between equal ones, scores for blank, a and b.
        func steps(_ text: String) -> [Float] {
            Array(text).map { symbol -> [Float] in (symbol == "a" ? [0, 5, 1] : [0, 1, 5]) + [9, 0, 0] }.reduce([], +)
        }
        let rows = texts.map(steps)
        let shapes: [[Int64]] = rows.map { [Int64($0.count / 3), 3] }
        try write([
            "x.npy": NumpyFile.data(of: Array(rows.joined()), shape: [rows.joined().count], type: "<f4"),
            "shapes.npy": NumpyFile.data(
                of: Array(shapes.joined()), shape: [rows.count, 2], type: "<i8"),
            "texts.txt": Data(texts.joined(separator: "\n").utf8), "alphabet.txt": Data("-\na\nb\n".utf8),
            "samples.txt": Data((0..<rows.count).map { "line-\($0)\n" }.joined().utf8),
        ]) { entry in
            """
            \(Self.prose)
            task: sequence
            samples: \(rows.count)
            inputs: { x: \(try entry("x.npy").dropLast(2)), shapes: \(try entry("shapes.npy")) } }
            labels: \(try entry("texts.txt"))
            alphabet: \(try entry("alphabet.txt"))
            sample_names: \(try entry("samples.txt"))
            output: { name: y, decoding: ctc }

            """
        }
        func model(_ bias: [Float]) -> TestModel {
            TestModel(
                inputs: [.tensor("x", .float32, "batch", "steps", "3")],
                outputs: [.tensor("y", .float32, "batch", "steps", "3")],
                nodes: [.init(type: "Add", name: "add", inputs: ["x", "bias"], outputs: ["y"])],
                constants: [.init(name: "bias", shape: [3], values: bias)])
        }
        let suite = try workspace.writeSuite(
            ["base": model([0, 0, 0]), "deaf": model([0, 0, 5])],
            gates: [
                "{ metric: exact_match, min: 90% }", "{ metric: character_error_rate, max: 1% }",
                "{ metric: agreement, against: reference, min: 90% }",
                "{ metric: accuracy, min: 90%, variants: [none] }",
            ])
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 1, "\(outcome.diagnostic)\(outcome.result)")
        let run = try #require(try workspace.latestRun())
        #expect(run.cells[0].accuracy?.metrics[.exactMatch] == 1)
        #expect(run.cells[0].accuracy?.texts == texts)
        #expect(run.cells[1].accuracy?.texts.prefix(4) == ["bb", "b", "bbb", "bbb"])
        #expect(run.cells[1].accuracy?.metrics[.agreement] == 0.25)
        #expect(outcome.result.contains("line-0: \"ab\" was read as \"bb\""))
        #expect(outcome.result.contains("exact match"))
    }

    @Test("A gate on a metric that the golden set's task has not is refused at its place") func foreignMetric() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: accuracy, min: 90% }", "{ metric: mae, max: 1 }"])
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 2)
        #expect(outcome.diagnostic.contains("\(suite):12:"))
        #expect(outcome.diagnostic.contains("the gate judges mae, which model 'm' does not have"))
        #expect(outcome.diagnostic.contains("metrics of that set: accuracy, top_k_accuracy"))
    }
}
