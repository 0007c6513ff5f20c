import Foundation
import Records
import TestSupport
import Testing

/// Sixty windows of fourteen recordings of 2 to 7 windows each, which do not stand together.
///
/// Right values: numpy 2.4 and scikit-learn 1.8 of the means over recordings, in float64: accuracy_score 11 of 14 (of windows 0.55),
/// roc_auc_score 0.925 (0.712 of windows), average_precision_score 0.892857.
@Suite("Samples that are judged together, from a table to a verdict", .needsRuntime, .hangLimit)
struct GroupedSampleTests {
    let workspace: Workspace

    init() throws {
        workspace = try Workspace()
        try workspace.write(TestModel.floatClassifier.data, to: "fp32.onnx")
        try workspace.write(TestModel.quantizedWeights.data, to: "int8.onnx")
        try workspace.write(TestModel.singleScore.data, to: "score.onnx")
        var table = "file,label,odd,recording\n"
        for index in 0..<60 {
            let recording = (index * index + index / 7) % 15
            let label = (recording * 3 + 1) % 4
            var features = (0..<4).map { Float(Double((index * 37 + $0 * 29 + index * $0 * 7) % 97) / 97) }
            features[label] += 0.25
            let name = String(format: "%04d", index)
            try workspace.write(NumpyFile.data(of: features, shape: [4], type: "<f4"), to: "samples/\(name).npy")
            table += "\(name),\(Workspace.gestures[label]),\(label == 0 ? 1 : 0),r\(recording)\n"
        }
        try workspace.write(table, to: "labels.csv")
    }

    private func gate(_ golden: String, _ models: [String], _ gates: [String]) throws -> Workspace.Outcome {
        let lines = models.map { "      \($0): { file: \($0).onnx, runtime: ort }" }
        try workspace.write(
            """
            pawl: 1
            suite: grouped
            golden_sets: { g: \(workspace.file(golden)) }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion) }
            models:
              m:
                golden_set: g
                reference: \(models[0])
                variants:
            \(lines.joined(separator: "\n"))
            gates: [\(gates.joined(separator: ", "))]
            measurement: \(Workspace.quickMeasurement)

            """, to: "suite.yaml")
        return workspace.pawl("gate", workspace.file("suite.yaml"), "--out", "report")
    }

    private static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("A classifier of windows is judged by recordings, in the record and in every report") func classification()
        throws
    {
        let created = workspace.pawl(
            "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--groups-column",
            "recording",
            "--model", "fp32.onnx")
        #expect(created.code == 0, "\(created.diagnostic)")
        #expect(created.result.contains("made made: 60 samples in 14 groups for classification"), "\(created.result)")
        #expect(workspace.pawl("golden", "verify", "made").result.contains("60 samples in 14 groups"))
        #expect(Self.flat(workspace.pawl("golden", "describe", "made").result).contains("60 in 14 groups"))

        let outcome = try gate(
            "made", ["fp32", "int8"],
            [
                "{ metric: accuracy, min: 70% }", "{ metric: accuracy, against: reference, max_drop: 20 points }",
                "{ metric: sqnr, against: reference, min: 20 dB }",
                "{ metric: kl_divergence, against: reference, max: 0.1 }",
            ])
        let run = try #require(try workspace.latestRun(), "\(outcome.diagnostic)")
        let set = run.goldenSets[0]
        #expect(set.sampleNames.count == 14 && set.labels.count == 14 && set.groupedSamples == 60)
        #expect(set.sampleNames.allSatisfy { $0.hasPrefix("r") })
        for cell in run.cells {
            #expect(cell.failure == nil, "\(String(describing: cell.failure))")
            #expect(cell.accuracy?.predictions.count == 14)
            #expect(cell.accuracy?.metrics[.accuracy] == 11.0 / 14)
            #expect(cell.accuracy?.origin?.sampleDigests.count == 14)
        }
        for verdict in run.verdicts { #expect([nil, 14].contains(verdict.evidence?.samples), "\(verdict)") }
        let floor = try #require(run.verdicts.first { $0.metric == .accuracy && $0.against == .nothing })
        #expect(floor.state == .passed && floor.details.contains { $0.contains("11 of 14 groups") }, "\(floor)")

        let text = Self.flat(outcome.result)
        #expect(
            text.contains("outputs are averaged over groups of samples (60 samples in 14 groups)"), "\(outcome.result)")
        #expect(!text.contains("14 samples"), "\(outcome.result)")
        #expect(try workspace.text("report/summary.md").contains("60 samples in 14 groups"))
        #expect(try workspace.text("report/report.html").contains("60 samples in 14 groups"))
        let json = try Workspace.json(workspace.text("report/results.json"))
        let recorded = try #require((json["golden_sets"] as? [[String: Any]])?.first)
        #expect(recorded["samples"] as? Int == 60 && recorded["groups"] as? Int == 14)

        // The next run takes the answers from the database.
        _ = workspace.pawl("run", workspace.file("suite.yaml"))
        let second = try #require(try workspace.latestRun())
        #expect(second.warnings.allSatisfy { !$0.contains("do not fit") }, "\(second.warnings)")
        #expect(second.cells.contains { $0.accuracy?.origin?.reusedFromRun != nil })
    }

    @Test("An anomaly's scores are averaged over a recording; AUC is scikit-learn's", arguments: ["anomaly", "binary"])
    func ranking(task: String) throws {
        let lines = try workspace.text("labels.csv").split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",").map(String.init)
        }
        try workspace.write(lines.map { "\($0[0]),\($0[2])\n" }.joined(), to: "odd.csv")
        try workspace.write(lines.map { "\($0[0]),\($0[3])\n" }.joined(), to: "groups.csv")
        let created = workspace.pawl(
            "golden", "create", "made", "--samples", "samples", "--labels", "odd.csv", "--groups", "groups.csv",
            "--task", task,
            "--model", "score.onnx")
        #expect(created.code == 0, "\(created.diagnostic)")
        let outcome = try gate("made", ["score"], ["{ metric: auc, min: 60% }"])
        let run = try #require(try workspace.latestRun(), "\(outcome.diagnostic)")
        let accuracy = try #require(run.cells[0].accuracy)
        #expect(abs(try #require(accuracy.metrics[.areaUnderCurve]) - 0.925) < 1e-12)
        #expect(abs(try #require(accuracy.metrics[.averagePrecision]) - 0.8928571428571428) < 1e-12)
        #expect(accuracy.unitValues[.areaUnderCurve]?.count == 14)
        #expect(run.verdicts[0].evidence?.samples == 14)
    }

    @Test(
        "What does not go together is refused in words",
        arguments: [
            (["--task", "fidelity", "--groups", "labels.csv"], "not for fidelity, whose predictions have no average"),
            (["--groups-from", "folder", "--groups", "labels.csv", "--labels", "labels.csv"], "exclude each other"),
            (["--groups-column", "recording", "--labels-from", "file-name"], "names a column of --labels FILE"),
            (["--groups-column", "speaker", "--labels", "labels.csv"], "has no column 'speaker'"),
            (["--groups-from", "folder", "--labels", "labels.csv"], "in a folder of their own"),
        ] as [([String], String)])
    func refused(arguments: [String], words: String) {
        let outcome = workspace.run(
            ["golden", "create", "made", "--samples", "samples", "--model", "fp32.onnx"] + arguments)
        #expect(outcome.code == 2)
        #expect(Self.flat(outcome.diagnostic).contains(words), "\(outcome.diagnostic)")
        #expect(!workspace.exists("made"))
    }

    @Test("Labels that do not go with recordings are found by recordings") func chance() throws {
        let lines = try workspace.text("labels.csv").split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",").map(String.init)
        }
        // Every recording's gesture is the next one.
        let wrong = lines.map { fields in
            let label = Workspace.gestures.firstIndex(of: fields[1]) ?? 0
            return "\(fields[0]),\(Workspace.gestures[(label + 1) % 4]),\(fields[3])\n"
        }
        try workspace.write("file,label,recording\n" + wrong.joined(), to: "wrong.csv")
        let outcome = workspace.pawl(
            "golden", "create", "made", "--samples", "samples", "--labels", "wrong.csv", "--groups-column", "recording",
            "--model", "fp32.onnx")
        #expect(Self.flat(outcome.diagnostic).contains("of 14 groups"), "\(outcome.code) \(outcome.diagnostic)")
    }
}
