import Foundation
import InferenceCore
import Records
import Support
import TestSupport
import Testing

/// Right values: a loop in numpy 2.4.6 over the same numbers, in float32 where runtimes compute in it,
///
///     c = clip(rint(x / s) + z); y = ((c - z) * s) @ W; o = clip(rint(y / so) + zo); r = (o - zo) * so
///
/// which ONNX Runtime 1.31.1 and ai-edge-litert 2.3.0 in Python agree with.
@Suite("One golden set, every variant in its own types and units", .needsRuntime, .hangLimit)
struct UnitsTests {
    private typealias Units = UnitsScene.Units

    private static let int8 = (
        Units(type: .int8, scale: 0.011, zeroPoint: -7), Units(type: .int8, scale: 0.037, zeroPoint: 4)
    )
    private static let uint8 = (
        Units(type: .uint8, scale: 0.013, zeroPoint: 101), Units(type: .uint8, scale: 0.041, zeroPoint: 130)
    )

    private func mae(_ cell: CellRecord?) throws -> Double {
        let cell = try #require(cell)
        #expect(cell.failure == nil, "\(String(describing: cell.failure))")
        return try #require(cell.accuracy?.metrics[.meanAbsoluteError])
    }

    @Test(
        "The float original and its full-integer exports, with no option at all", arguments: UnitsScene.Format.installed
    )
    func fullInteger(format: UnitsScene.Format) throws {
        let scene = try UnitsScene(format)
        try scene.writeGoldenSet()
        try scene.writeSuite([
            "fp32": scene.model(.real, .real), "int8": scene.model(Self.int8.0, Self.int8.1),
            "uint8": scene.model(Self.uint8.0, Self.uint8.1),
        ])
        let cells = try scene.cells()
        #expect(abs(try mae(cells["fp32"]) - 0.091_666_665_238_638_71) < 1e-12)
        #expect(abs(try mae(cells["int8"]) - 0.093_875_008_635_222_91) < 1e-12)
        #expect(abs(try mae(cells["uint8"]) - 0.094_416_670_811_673) < 1e-12)
        let tensor = try #require(cells["int8"]?.accuracy?.comparison?.tensors.first)
        #expect(abs(try #require(tensor.fidelity?.maximumAbsoluteError) - 0.027_000_069_618_225_098) < 1e-9)
        #expect(cells["fp32"]?.conversions == nil)
        #expect(
            cells["int8"]?.conversions == [
                "input.x": "quantised to int8 by scale 0.011, zero point -7",
                "output.y": "dequantised from int8 by scale 0.037, zero point 4",
            ])
        // Another scale is another model, and no other way to run it.
        #expect(cells["int8"]?.runtime.options == cells["fp32"]?.runtime.options)
    }

    @Test("OpenVINO's own format beside the ONNX original", .enabled(if: UnitsScene.Format.openvino.isInstalled))
    func intermediateRepresentation() throws {
        let scene = try UnitsScene(.openvino)
        try scene.writeGoldenSet()
        try scene.writeSuite(["fp32": scene.model(.real, .real), "int8": Data()])
        try scene.workspace.write(OpenVINOModel.xml, to: "int8.xml")
        try scene.workspace.write(OpenVINOModel.weights, to: "int8.bin")
        try scene.workspace.write(
            scene.workspace.text("suite.yaml").replacing("int8.onnx", with: "int8.xml"), to: "suite.yaml")
        let cells = try scene.cells()
        #expect(abs(try mae(cells["int8"]) - 0.093_875_008_635_222_91) < 1e-7)
        #expect(cells["int8"]?.conversions?["input.x"] == "quantised to int8 by scale 0.011, zero point -7")
    }

    @Test("What was converted stands on the console, in Markdown, HTML and JSON")
    func reported() throws {
        let scene = try UnitsScene(.onnxruntime)
        try scene.writeGoldenSet()
        try scene.writeSuite(
            ["fp32": scene.model(.real, .real), "int8": scene.model(Self.int8.0, Self.int8.1)],
            gates: ["{ metric: mae, max: 0.1 }"])
        let outcome = scene.workspace.pawl(
            "gate", scene.workspace.file("suite.yaml"), "--out", "report")
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        let words = "quantised to int8 by scale 0.011, zero point -7"
        let flat = outcome.result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(flat.contains("Converted for m/int8: input 'x' \(words); output 'y' dequantised from int8"))
        #expect(flat.components(separatedBy: "Converted for").count == 2)
        #expect(try scene.workspace.text("report/summary.md").contains(words))
        #expect(try scene.workspace.text("report/report.html").contains(words))
        let cells = try #require(
            try Workspace.json(scene.workspace.text("report/results.json"))["cells"] as? [[String: Any]])
        #expect(cells.map { ($0["conversions"] as? [String: String])?["input.x"] } == [nil, words])
    }

    @Test("Integer samples of the reference's units become every variant's", arguments: UnitsScene.Format.installed)
    func integerSamples(format: UnitsScene.Format) throws {
        let scene = try UnitsScene(format)
        let codes = UnitsScene.values.map { Int8(($0 / 0.011).rounded(.toNearestOrEven) - 7) }
        try scene.writeGoldenSet(x: NumpyFile.data(of: codes, shape: [UnitsScene.samples, 3], type: "|i1"))
        let shifted = (
            Units(type: .uint8, scale: 0.011, zeroPoint: 121), Units(type: .uint8, scale: 0.037, zeroPoint: 132)
        )
        try scene.writeSuite([
            "int8": scene.model(Self.int8.0, Self.int8.1), "fp32": scene.model(.real, .real),
            "uint8": scene.model(shifted.0, shifted.1),
        ])
        let cells = try scene.cells()
        #expect(abs(try mae(cells["int8"]) - 0.093_875_008_635_222_91) < 1e-12)
        #expect(cells["int8"]?.conversions?["input.x"] == nil)
        #expect(cells["fp32"]?.conversions == ["input.x": "dequantised from int8 by scale 0.011, zero point -7"])
        #expect(
            cells["uint8"]?.conversions?["input.x"]
                == "requantised from int8 of scale 0.011, zero point -7 to uint8 by scale 0.011, zero point 121")
        // The same numbers, counted from another end.
        #expect(try mae(cells["uint8"]) == mae(cells["int8"]))
        #expect(cells["uint8"]?.accuracy?.comparison?.tensors.first?.fidelity?.maximumAbsoluteError ?? 0 == 0)
    }

    @Test("Pixels for a signed model: the hint, followed, is right; and 'astype' is never advised")
    func signedness() throws {
        let scene = try UnitsScene(.onnxruntime)
        let codes = UnitsScene.values.map { UInt8(Int(($0 / 0.011).rounded(.toNearestOrEven)) + 121) }
        let x = NumpyFile.data(of: codes, shape: [UnitsScene.samples, 3], type: "|u1")
        try scene.writeGoldenSet(x: x)
        try scene.writeSuite(["int8": scene.model(Self.int8.0, Self.int8.1)])
        let failure = try #require(try scene.cells()["int8"]?.failure)
        #expect(
            failure.message.contains("samples of 'x' are uint8")
                && failure.message.contains("int8 of scale 0.011, zero point -7"), "\(failure.message)")
        let hint = try #require(failure.hint)
        #expect(hint.contains("quantization: { scale: 0.011, zero_point: 121 }") && !hint.contains("astype"))
        try scene.writeGoldenSet(x: x, quantization: "{ scale: 0.011, zero_point: 121 }")
        #expect(abs(try mae(try scene.cells()["int8"]) - 0.093_875_008_635_222_91) < 1e-12)
    }

    /// AUC of the mean squared reconstruction error: 0.921875 in real units, 0.375 of the codes as they are, whose scales differ.
    @Test(
        "An anomaly's score is a reconstruction error in real units, of integer samples too",
        arguments: UnitsScene.Format.installed)
    func anomaly(format: UnitsScene.Format) throws {
        let scene = try UnitsScene(format)
        let codes: [Int8] = [
            -91, -75, -35, -2, -8, -28, -24, -29, -31, -46, -37, -19, -72, -60, -32, 1, -6, -30, -25, -23, -26, -42,
            -42,
            -31, -69, -58, -29, 20, -9, -38, -18, -21, -30, -39, -36, -28, -58, -51, -22, 12, 2, -29, -10, -14, -32,
            -41,
            -36, -29, -58, -50, -28, 20, 4, -31, 3, -22, -36, -29, -28, -32, -56, -49, -30, -76, -60, -20, 0, -11, -31,
            -27, -27, -29,
        ]
        let labels = NumpyFile.data(
            of: (0..<UnitsScene.samples).map { $0 % 3 == 0 ? 1 : 0 } as [Int64], shape: [UnitsScene.samples],
            type: "<i8")
        let task = (
            "task: anomaly", "{ name: y, score: reconstruction_error, of: x }"
        )
        let model = scene.model(
            Units(type: .int8, scale: 0.012, zeroPoint: -30), Units(type: .int8, scale: 0.006, zeroPoint: 20),
            weights: [0.64, 0.48, 0, 0.48, 0.36, 0, 0, 0, 0], outputs: 3)
        try scene.writeSuite(["int8": model])
        for x in [
            NumpyFile.data(of: codes, shape: [UnitsScene.samples, 3], type: "|i1"),
            NumpyFile.data(of: codes.map { (Float($0) + 30) * 0.012 }, shape: [UnitsScene.samples, 3], type: "<f4"),
        ] {
            try scene.writeGoldenSet(x: x, task: task.0, labels: labels, output: task.1)
            let cell = try #require(try scene.cells()["int8"])
            #expect(cell.failure == nil, "\(String(describing: cell.failure))")
            #expect(cell.accuracy?.metrics[.areaUnderCurve] == 0.921_875)
        }
    }

    @Test("Answers in raw codes of an earlier version are not used again")
    func answerKeys() throws {
        let scene = try UnitsScene(.onnxruntime)
        try scene.writeGoldenSet()
        try scene.writeSuite(["fp32": scene.model(.real, .real), "int8": scene.model(Self.int8.0, Self.int8.1)])
        let first = try scene.cells(), second = try scene.cells()
        #expect(second["int8"]?.accuracy?.origin?.key == first["int8"]?.accuracy?.origin?.key)
        try scene.writeSuite(
            ["fp32": scene.model(.real, .real), "int8": scene.model(Self.int8.0, Self.int8.1)],
            entries: ["int8": "outputs: { y: { quantization: { scale: 0.074, zero_point: 4 } } }"])
        let third = try scene.cells()
        #expect(third["int8"]?.accuracy?.origin?.key != first["int8"]?.accuracy?.origin?.key)
        // The suite's word outranks the file's: twice the scale is twice the answer.
        #expect(third["int8"]?.conversions?["output.y"] == "dequantised from int8 by scale 0.074, zero point 4")
        #expect(try mae(third["int8"]) > 0.5)
    }
}

/// What variants differ in otherwise.
@Suite("Variants of other integer types, precisions and inputs", .needsRuntime, .hangLimit)
struct VariantTypesTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace(samples: 8) }

    private static func classifier(_ type: ElementType) -> TestModel {
        let halves = (0..<16).map { $0 % 5 == 0 ? UInt16(0x4800) : 0 }
        return TestModel(
            inputs: [.tensor("x", type, "batch", "4")], outputs: [.tensor("scores", type, "batch", "4")],
            nodes: [
                .init(type: "MatMul", name: "m", inputs: ["x", "weights"], outputs: ["logits"]),
                .init(type: "Softmax", name: "s", inputs: ["logits"], outputs: ["scores"]),
            ],
            constants: [
                type == .float16
                    ? .init(name: "weights", shape: [4, 4], type: .float16, elements: halves)
                    : .init(name: "weights", shape: [4, 4], values: (0..<16).map { $0 % 5 == 0 ? 8 : 0 })
            ])
    }

    private func cells(_ variants: KeyValuePairs<String, TestModel>) throws -> [String: CellRecord] {
        try workspace.writeSuite(variants)
        let outcome = workspace.pawl("run", workspace.file("suite.yaml"))
        let run = try #require(try workspace.latestRun(), "\(outcome.diagnostic)")
        return Dictionary(uniqueKeysWithValues: run.cells.map { ($0.variant, $0) })
    }

    @Test("float16 in and out beside float32") func float16() throws {
        let cells = try cells(["fp32": Self.classifier(.float32), "fp16": Self.classifier(.float16)])
        #expect(cells["fp16"]?.failure == nil, "\(String(describing: cells["fp16"]?.failure))")
        #expect(
            cells["fp16"]?.accuracy?.metrics[.accuracy] == 1 && cells["fp16"]?.accuracy?.metrics[.agreement] == 1)
        #expect(cells["fp16"]?.conversions == ["input.x": "cast float16"])
    }

    /// Sums the rows of a table that indices choose: classes 0 to 3.
    private static func gather(_ type: ElementType, unused: Bool, reads: Bool = false) -> TestModel {
        var nodes = [
            TestModel.Node(type: "Gather", name: "g", inputs: ["table", "x"], outputs: ["rows"]),
            .init(type: "Softmax", name: "s", inputs: ["rows"], outputs: [reads ? "soft" : "scores"]),
        ]
        if reads { nodes.append(.init(type: "Add", name: "a", inputs: ["soft", "extra"], outputs: ["scores"])) }
        return TestModel(
            inputs: [.tensor("x", type, "batch")] + (unused ? [.tensor("extra", .float32, "batch", "4")] : []),
            outputs: [.tensor("scores", .float32, "batch", "4")], nodes: nodes,
            constants: [.init(name: "table", shape: [4, 4], values: (0..<16).map { $0 % 5 == 0 ? 8 : 0 })])
    }

    /// Indices as samples, and an input of zeros where a model had one.
    private func writeTokens(extra: Bool) throws {
        let set = workspace.goldenSet
        try set.write(NumpyFile.data(of: (0..<8).map { Int64($0 % 4) }, shape: [8, 1], type: "<i8"), to: "x.npy")
        try set.write(
            NumpyFile.data(of: [Float](repeating: 0, count: 32), shape: [8, 4], type: "<f4"), to: "extra.npy")
        try set.writeManifest(count: 8)
        guard extra else { return }
        let manifest = try String(contentsOfFile: set.folder + "/golden.yaml", encoding: .utf8)
        let digest = try SHA256.hexadecimal(ofFile: set.folder + "/extra.npy")
        try set.write(
            Data(
                manifest.replacing("inputs:\n", with: "inputs:\n  extra: { file: extra.npy, sha256: \(digest) }\n").utf8
            ),
            to: "golden.yaml")
    }

    @Test("int32 for int64, by itself") func indices() throws {
        try writeTokens(extra: false)
        let cells = try cells(["fp32": Self.gather(.int64, unused: false), "i32": Self.gather(.int32, unused: false)])
        #expect(cells["i32"]?.failure == nil, "\(String(describing: cells["i32"]?.failure))")
        #expect(cells["i32"]?.accuracy?.metrics[.accuracy] == 1)
        #expect(cells["i32"]?.conversions == ["input.x": "cast int32"])
    }

    @Test("An input that a variant lost is left out where the reference does not read it, and said") func lostInput()
        throws
    {
        try writeTokens(extra: true)
        let cells = try cells(["fp32": Self.gather(.int64, unused: true), "int8": Self.gather(.int64, unused: false)])
        #expect(cells["int8"]?.failure == nil, "\(String(describing: cells["int8"]?.failure))")
        #expect(cells["int8"]?.accuracy?.metrics[.agreement] == 1)
        #expect(
            cells["int8"]?.conversions == [
                "input.extra": "left out: the model has no such input, and fp32 does not read it"
            ])
        #expect(cells["fp32"]?.conversions == nil)
    }

    @Test("One that the reference reads is refused, until the suite says that the variant needs it no more")
    func usedInput() throws {
        try writeTokens(extra: true)
        let models: KeyValuePairs = [
            "fp32": Self.gather(.int64, unused: true, reads: true), "int8": Self.gather(.int64, unused: false),
        ]
        let failure = try #require(try cells(models)["int8"]?.failure)
        #expect(
            failure.message == "the model of m/int8 has no input left that could be 'extra' (float32[4] for a sample)")
        #expect(failure.hint?.contains("inputs: { extra: { missing: allowed } }") == true)
        let suite = try workspace.text("suite.yaml")
        try workspace.write(
            suite.replacing(
                "int8: { file: int8.onnx, runtime: ort }",
                with: "int8: { file: int8.onnx, runtime: ort, inputs: { extra: { missing: allowed } } }"),
            to: "suite.yaml")
        _ = workspace.pawl("run", workspace.file("suite.yaml"))
        let cell = try #require(try workspace.latestRun()?.cells.last)
        #expect(cell.failure == nil, "\(String(describing: cell.failure))")
        #expect(cell.conversions == ["input.extra": "left out: the suite says that the model needs no such input"])
    }
}
