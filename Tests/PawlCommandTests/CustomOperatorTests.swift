import Foundation
import Records
import Support
import TestSupport
import Testing

/// A library of operators that the C compiler makes here, gated against the same graph of ONNX's own operators.
@Suite(
    "Operators of one's own", .needsRuntime,
    .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make them with"), .hangLimit)
struct CustomOperatorTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    /// Enough that an operator that is ten times slower cannot hide.
    private static let measurement =
        "{ launches: 6, quads: 6, block_inferences: 4, block_time: 2 ms, warm_up_cap: 5 ms, phase_timeout: 60 s }"

    private func writeLibrary(spins: Int = 0) throws {
        let library = try StubLibrary(CustomOperatorLibrary.source(spins: spins))
        try workspace.write(try Data(contentsOf: URL(fileURLWithPath: library.path)), to: "libs/my_ops.so")
    }

    private func writeSuite(runtimeKeys: String = "", variantKeys: String = "", gates: String) throws -> String {
        try workspace.write(CustomOperatorLibrary.model(isCustom: false).data, to: "standard.onnx")
        try workspace.write(CustomOperatorLibrary.model(isCustom: true).data, to: "custom.onnx")
        try workspace.write(
            """
            pawl: 1
            suite: tested
            golden_sets: { g: \(workspace.goldenSet.folder) }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion)\(runtimeKeys) }
            models:
              m:
                golden_set: g
                reference: standard
                variants:
                  standard: { file: standard.onnx, runtime: ort }
                  custom: { file: custom.onnx, runtime: ort\(variantKeys) }
            gates: [\(gates)]
            measurement: \(Self.measurement)

            """, to: "suite.yaml")
        return workspace.file("suite.yaml")
    }

    @Test(
        "answer as the standard ones do, named by the variant or by the runtime",
        arguments: [("", ", custom_operators: [libs/my_ops.so]"), (", custom_operators: [libs/my_ops.so]", "")])
    func sameAnswers(runtimeKeys: String, variantKeys: String) throws {
        try writeLibrary()
        let suite = try writeSuite(
            runtimeKeys: runtimeKeys, variantKeys: variantKeys,
            gates: "{ metric: agreement, against: reference, min: 99% }")
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)\(outcome.result)")
        let run = try #require(try workspace.latestRun())
        let custom = try #require(run.cells.first { $0.variant == "custom" })
        #expect(custom.failure == nil && custom.accuracy?.metrics[.accuracy] == 1)
        // The library is part of what is measured: its digest is recorded as the model's is.
        let digest = try SHA256.hexadecimal(ofFile: workspace.file("libs/my_ops.so"))
        #expect(custom.runtime.options["custom_operators.my_ops.so"] == digest)
        let standard = try #require(run.cells.first { $0.variant == "standard" })
        #expect((standard.runtime.options["custom_operators.my_ops.so"] == nil) == runtimeKeys.isEmpty)
    }

    @Test("that are slower are stopped, by the variant's name")
    func slower() throws {
        try writeLibrary(spins: 2_000_000)
        let suite = try writeSuite(
            variantKeys: ", custom_operators: [libs/my_ops.so]",
            gates: "{ metric: latency_p50, against: reference, max_increase: 50% }")
        let outcome = workspace.pawl("gate", suite)
        #expect(outcome.code == 1, "\(outcome.diagnostic)\(outcome.result)")
        #expect(outcome.result.contains("m/custom"), "\(outcome.result)")
        let run = try #require(try workspace.latestRun())
        #expect(run.verdicts.filter { $0.state == .failed }.map { $0.cell.map { run.cells[$0].variant } } == ["custom"])
    }

    @Test("that are missing, no library, or without their entry are named before anything is measured")
    func refusals() throws {
        let keys = ", custom_operators: [libs/my_ops.so]"
        let suite = try writeSuite(variantKeys: keys, gates: "")
        for (content, words) in [
            (nil, "No such file"), ("no library", "it is no shared library"),
            ((try foreignLibrary()), "is built for"),
        ] as [(Any?, String)] {
            try? FileManager.default.removeItem(atPath: workspace.file("libs/my_ops.so"))
            if let text = content as? String { try workspace.write(text, to: "libs/my_ops.so") }
            if let data = content as? Data { try workspace.write(data, to: "libs/my_ops.so") }
            let outcome = workspace.pawl("run", suite)
            #expect(outcome.code != 0)
            #expect("\(outcome.diagnostic)\(outcome.result)".contains(words), "\(outcome.diagnostic)\(outcome.result)")
        }
        let library = try StubLibrary("int nothing(void) { return 0; }")
        try workspace.write(try Data(contentsOf: URL(fileURLWithPath: library.path)), to: "libs/my_ops.so")
        let outcome = workspace.pawl("run", suite)
        #expect(outcome.code == 3)
        #expect("\(outcome.diagnostic)\(outcome.result)".contains("does not export RegisterCustomOps"))
    }

    /// For another processor than any that tests run on.
    private func foreignLibrary() throws -> Data {
        let library = try StubLibrary("int nothing(void) { return 0; }")
        var data = try Data(contentsOf: URL(fileURLWithPath: library.path))
        data[18] = 243
        data[19] = 0
        return data
    }
}
