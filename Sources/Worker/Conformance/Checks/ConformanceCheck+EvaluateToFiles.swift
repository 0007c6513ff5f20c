import Foundation
import GoldenSets
import InferenceCore

extension ConformanceCheck {
    static let evaluateToFiles = [
        ConformanceCheck(
            .evaluate, "evaluate-to-files writes what evaluate returns, for every reduction",
            says:
                "it writes the values of all samples, converted to 32-bit little-endian floats, to `path`, and their shapes",
            needs: [.model, .capability(.evaluateToFiles), .sharedFiles]
        ) { bench in
            let samples = bench.fewSamples
            let rows = try bench.evaluate(bench.loaded().worker, first: 0, count: samples.count)
            for output in bench.outputs {
                for reduction in [
                    RequestedOutput.Reduction.none, .indexOfHighestInLastAxis, .indexOfHighestInSecondAxis,
                ] {
                    guard let expected = try written(rows.outputs[output.name], reduction, on: bench) else { continue }
                    let path = bench.file("from-worker")
                    let reply = try bench.loaded().worker.call(
                        EvaluateToFilesCall.name,
                        [
                            "first": 0, "count": .integer(rows.rows),
                            "outputs": [
                                [
                                    "name": .text(output.name), "reduction": .text(reduction.rawValue),
                                    "path": .text(path),
                                ]
                            ],
                        ])
                    guard try reply.count("rows") == rows.rows else { throw reply.wrong("rows", "not \(rows.rows)") }
                    for suffix in ["", ".shapes"]
                    where !FileManager.default.contentsEqual(atPath: expected + suffix, andPath: path + suffix) {
                        throw ProtocolViolation(
                            reason:
                                "with reduction '\(reduction.rawValue)' the file 'path'\(suffix) does not hold what 'evaluate' returns"
                        )
                    }
                }
            }
        },
        ConformanceCheck(
            .evaluate, "evaluate-to-files: a path that cannot be written gets an error",
            says: "**After an error the worker lives on** and takes the next call",
            needs: [.model, .capability(.evaluateToFiles), .sharedFiles]
        ) { bench in
            let output: JSONContent = [
                "name": .text(bench.outputs.first?.name ?? ""), "reduction": "none",
                "path": .text(bench.file("no-such-folder/x")),
            ]
            try bench.loaded().worker.refuses(
                EvaluateToFilesCall.name, ["first": 0, "count": 1, "outputs": [output]])
        },
    ]

    /// Writes what a worker should; nil where the output has no such axis.
    private static func written(
        _ output: EvaluatedRows.Output?, _ reduction: RequestedOutput.Reduction, on bench: ConformanceContext
    ) throws -> String? {
        let tensors = output?.tensors ?? []
        guard tensors.allSatisfy({ hasAxis($0.shape, for: reduction) }) else { return nil }
        let writer = try OutputFileWriter(path: bench.file("from-check"), reduction: reduction)
        for tensor in tensors { try writer.append(tensor) }
        try writer.finish()
        return writer.path
    }

    private static func hasAxis(_ shape: [Int], for reduction: RequestedOutput.Reduction) -> Bool {
        switch reduction {
        case .none: true
        case .indexOfHighestInLastAxis: !shape.isEmpty && !shape.contains(0)
        case .indexOfHighestInSecondAxis: shape.count > 2 && !shape.contains(0)
        }
    }
}
