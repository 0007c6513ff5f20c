import Foundation
import Records
import TestSupport
import Testing

@Suite("From samples to a verdict, whatever the task", .needsRuntime, .hangLimit)
struct OwnTaskTests {
    /// A task, what its table says of a sample, and the metric that the suite begins with.
    struct Case: CustomTestStringConvertible {
        var task: String
        var label: @Sendable (_ index: Int) -> String?
        var metric: Metric
        var testDescription: String { task }
    }

    static let cases = [
        Case(task: "binary", label: { $0 % 4 == 0 ? "1" : "0" }, metric: .accuracy),
        Case(task: "anomaly", label: { $0 % 4 == 0 ? "1" : "0" }, metric: .areaUnderCurve),
        Case(task: "regression", label: { $0 % 4 == 0 ? "0.9" : "0.4" }, metric: .meanAbsoluteError),
        Case(task: "embedding", label: { "group-\($0 % 4)" }, metric: .cosineSimilarity),
        Case(task: "fidelity", label: { _ in nil }, metric: .cosineSimilarity),
    ]

    @Test("Create, verify, init and gate go hand in hand", arguments: cases)
    func endToEnd(tested: Case) throws {
        let workspace = try Workspace()
        try workspace.bringOwnModel(samples: 40)
        let isSingle = ["binary", "anomaly", "regression"].contains(tested.task)
        for name in ["own-fp32.onnx", "own-copy.onnx"] {
            try workspace.write((isSingle ? TestModel.singleScore : .floatClassifier).data, to: name)
        }
        var arguments = ["golden", "create", "made", "--samples", "samples", "--model", "own-fp32.onnx"]
        arguments += ["--task", tested.task]
        if tested.label(0) != nil {
            let lines = (0..<40).map { String(format: "%04d.npz,", $0 + 1) + (tested.label($0) ?? "") + "\n" }
            try workspace.write(lines.joined(), to: "task.csv")
            arguments += ["--labels", "task.csv"]
        }
        let created = workspace.run(arguments)
        #expect(created.code == 0, "\(created.diagnostic)")
        #expect(workspace.pawl("golden", "verify", "made").code == 0)
        let begun = workspace.pawl("init", "own-fp32.onnx", "own-copy.onnx", "--golden", "made")
        #expect(begun.code == 0, "\(begun.diagnostic)")
        let gated = workspace.pawl("gate", workspace.file("suite.yaml"), "--budget", "4s")
        #expect([0, 1, 3].contains(gated.code), "\(gated.diagnostic)")
        let run = try #require(try workspace.latestRun())
        let verdicts = run.verdicts.filter { $0.metric == tested.metric && $0.against == .reference }
        #expect(
            !verdicts.isEmpty && verdicts.allSatisfy { [.passed, .inconclusive].contains($0.state) }, "\(verdicts)")
    }
}
