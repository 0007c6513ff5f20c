import Foundation
import Records
import TestSupport
import Testing

/// A hundred samples of four classes by two cameras. The candidate loses 15 of the first class's 25, and gains five of each other: accuracy
/// stays at 85 %.
@Suite("Slices, from a table to a verdict", .needsRuntime, .hangLimit)
struct SlicedGateTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try workspace.write(TestModel.floatClassifier.data, to: "fp32.onnx")
        var candidate = TestModel.floatClassifier
        candidate.constants[0] = .init(
            name: "weights", shape: [4, 4], values: (0..<16).map { $0 == 0 ? 4 : $0 % 5 == 0 ? 8 : 0 })
        try workspace.write(candidate.data, to: "small.onnx")
        var labels = "file,label\n", columns = "file,camera\n"
        for index in 0..<100 {
            let label = index % 4, turn = index / 4
            var features: [Float] = [0, 0, 0, 0]
            features[label] = 0.9
            // What halving the first class's logit loses, and what it gains.
            if label == 0 { features[1] = turn < 15 ? 0.7 : 0.3 } else { features[0] = turn < 5 ? 1 : 0.3 }
            let name = String(format: "%04d", index)
            try workspace.write(NumpyFile.data(of: features, shape: [4], type: "<f4"), to: "samples/\(name).npy")
            labels += "\(name),\(Workspace.gestures[label])\n"
            columns += "\(name).npy,\(turn % 2 == 0 ? "front" : "rear")\n"
        }
        try workspace.write(labels, to: "labels.csv")
        try workspace.write(columns, to: "columns.csv")
        let created = workspace.pawl(
            "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--columns", "columns.csv",
            "--model", "fp32.onnx")
        try #require(created.code == 0, "\(created.diagnostic)")
    }

    private func gate(_ gates: String...) throws -> Workspace.Outcome {
        try workspace.write(
            """
            pawl: 1
            suite: sliced
            golden_sets: { g: made }
            runtimes: { ort: { name: onnxruntime, version: \(Installation.runtimeVersion) } }
            models:
              m:
                golden_set: g
                reference: fp32
                variants:
                  fp32: { file: fp32.onnx, runtime: ort }
                  small: { file: small.onnx, runtime: ort }
            gates:
            \(gates.map { "  - \($0)" }.joined(separator: "\n"))
            measurement: \(Workspace.quickMeasurement)

            """, to: "suite.yaml")
        return workspace.pawl("gate", workspace.file("suite.yaml"), "--out", "report")
    }

    private static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("A class that fell by 60 points under the same average fails by its name, in every report")
    func hidden() throws {
        let outcome = try gate(
            "{ metric: accuracy, against: reference, max_drop: 20 points }",
            "{ metric: accuracy, against: reference, max_drop: 5 points, slices: [label, camera] }")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun(), "\(outcome.diagnostic)")
        #expect(run.cells.map { $0.accuracy?.metrics[.accuracy] } == [0.85, 0.85])
        #expect(run.verdicts.map(\.state) == [.passed, .failed], "\(run.verdicts[1].details)")
        let words = "label=\(Workspace.gestures[0]) fell by 60 points (100 % -> 40 %, n = 25)"
        #expect(run.verdicts[1].headline.contains("is less accurate in 1 of 6 slices: accuracy of \(words)"))
        #expect(
            run.goldenSets[0].columns == [
                SampleColumn(name: "camera", values: ["front", "rear"], indices: (0..<100).map { Int32($0 / 4 % 2) })
            ])
        #expect(run.cells[0].accuracy?.confidences?.count == 100)
        #expect(Self.flat(outcome.result).contains(words), "\(outcome.result)")
        for file in ["report/summary.md", "report/junit.xml"] {
            let text = Self.flat(try workspace.text(file)).replacing("&gt;", with: ">")
            #expect(text.contains("fell by 60 points"), "\(file): \(text)")
        }
        let page = try workspace.text("report/report.html")
        for part in ["would decide", "camera=front", "reference&#39;s confidence", "99 % and above", "became wrong"] {
            #expect(page.contains(part) || page.contains(part.replacing("&#39;", with: "'")), "\(part)")
        }
        #expect(workspace.exists("report/charts/confusion-m.svg"))
        let json = try Workspace.json(workspace.text("report/results.json"))
        let evidence = (json["verdicts"] as? [[String: Any]])?[1]["evidence"] as? [String: Any]
        let slices = try #require(evidence?["slices"] as? [String: Any])
        #expect(slices["failed"] as? Int == 1 && (slices["worst"] as? [[String: Any]])?.count == 6)

        // What is taken from the database is sliced as well, and knows how sure it was.
        _ = workspace.pawl("gate", workspace.file("suite.yaml"))
        let second = try #require(try workspace.latestRun())
        // One of the two is evaluated again, as in every run.
        #expect(second.cells.contains { $0.accuracy?.origin?.reusedFromRun != nil })
        #expect(second.cells[1].accuracy?.confidences == run.cells[1].accuracy?.confidences)
        #expect(second.verdicts[1].headline == run.verdicts[1].headline)
    }

    @Test("A column that the golden set does not have is found before anything is measured")
    func unknownColumn() throws {
        let outcome = try gate("{ metric: accuracy, against: reference, max_drop: 20 points, slices: [camra] }")
        #expect(outcome.code == 2)
        let text = Self.flat(outcome.diagnostic)
        #expect(text.contains("suite.yaml:13:5"), "\(text)")
        #expect(text.contains("did you mean 'camera'? known: camera, label"), "\(text)")
        #expect(try workspace.latestRun() == nil)
    }
}
