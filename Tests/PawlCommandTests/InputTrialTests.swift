import Foundation
import InferenceCore
import Records
import RuntimeLibraries
import TestSupport
import Testing

/// Golden sets whose inputs are not what the model was trained on: what creation and the gate say of them, and that a suite which follows
/// the hint gets exactly what was promised.
@Suite("Inputs that a simple change repairs", .needsRuntime, .hangLimit)
struct InputTrialTests {
    /// Every trial is made of as many, so that the accuracy that it names is that of the whole set.
    static let samples = 128

    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        /// Of a sample's values and shape.
        var spoil: @Sendable (_ values: [Float], _ shape: [Int]) -> [Float]
        /// What repairs it, as people say it.
        var words: String
        /// What it says of the suite.
        var repair: String
        /// With the reference at chance, or merely worse.
        var isRefused = true
    }

    private static func turned(_ values: [Float], _ shape: [Int]) -> [Float] {
        let (height, width) = (shape[shape.count - 2], shape[shape.count - 1])
        return (0..<values.count).map { index in
            let plane = index / (height * width) * height * width, place = index % (height * width)
            return values[plane + place % height * width + place / height]
        }
    }

    // MARK: - The digits

    /// Accuracies by ONNX Runtime 1.31.1 in Python of every eighth or so of the digits (i * 1000 // 128): 126 of 128 as they are.
    static let digits = [
        Case(
            testDescription: "inverted", spoil: { values, _ in values.map { 1 - $0 } },
            words: "1 - x (inverted) for input 'image'", repair: "scale: -1.0, offset: 1.0"),
        Case(
            testDescription: "-1 to 1", spoil: { values, _ in values.map { 2 * $0 - 1 } },
            words: "(x + 1) / 2 for input 'image'", repair: "scale: 0.5, offset: 0.5", isRefused: false),
        Case(
            testDescription: "height and width swapped", spoil: turned,
            words: "height and width of input 'image' swapped",
            repair: "transpose: [0, 1, 3, 2]"),
        Case(
            testDescription: "divided twice", spoil: { values, _ in values.map { $0 / 255 } },
            words: "x * 255 for input 'image'", repair: "scale: 255.0"),
        Case(
            testDescription: "0 to 255, inverted", spoil: { values, _ in values.map { 255 - 255 * $0 } },
            words: "255 - x (inverted) for input 'image'", repair: "scale: -1.0, offset: 255.0"),
    ]

    /// Of every eighth or so of the shipped digits: the image, and its class.
    private static func digitSamples() throws -> [(values: [Float], label: Int)] {
        let folder = Repository.root + "/GoldenSets/digits"
        func array<Value: BitwiseCopyable>(_ path: String, as: Value.Type) throws -> [Value] {
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"))
            // Version 1.0 of the format: the header's length stands in bytes 8 and 9.
            let start = 10 + Int(data[8]) + Int(data[9]) << 8
            return data.dropFirst(start).withUnsafeBytes { bytes in
                stride(from: 0, to: bytes.count, by: MemoryLayout<Value>.size).map {
                    bytes.loadUnaligned(fromByteOffset: $0, as: Value.self)
                }
            }
        }
        let input = try #require(try FileManager.default.contentsOfDirectory(atPath: folder + "/inputs").first)
        let images = try array("inputs/" + input, as: Float.self), labels = try array("labels.npy", as: Int32.self)
        let size = 28 * 28
        return (0..<samples).map { position in
            let index = position * labels.count / samples
            return (Array(images[index * size..<(index + 1) * size]), Int(labels[index]))
        }
    }

    @Test(
        "Digits: creation and the gate name the repair, and a suite with it gets what they named", .needsQuickModels,
        arguments: digits)
    func digitTrials(tested: Case) throws {
        try FileManager.default.copyItem(
            atPath: Installation.pawlFolder.path + "/models/digits/fp32.onnx", toPath: workspace.file("model.onnx"))
        let all = try Self.digitSamples()
        try check(tested, all, shape: [1, 28, 28], input: "image", classes: 10, right: 126)
    }

    @Test("Digits as they are: nothing is said", .needsQuickModels, arguments: ["fp32", "int8-qdq"])
    func rightDigits(model: String) throws {
        try FileManager.default.copyItem(
            atPath: Installation.pawlFolder.path + "/models/digits/\(model).onnx", toPath: workspace.file("model.onnx"))
        try write(Self.digitSamples(), shape: [1, 28, 28], spoil: { values, _ in values })
        let outcome = create(classes: 10)
        #expect(outcome.code == 0 && outcome.diagnostic.isEmpty, "\(outcome.diagnostic)")
    }

    @Test(
        "Digits of 0 to 255 for a quantised input of 0 to 1: they saturate, which creation and the gate say",
        .needsQuickModels)
    func saturated() throws {
        try FileManager.default.copyItem(
            atPath: Installation.pawlFolder.path + "/models/digits/int8-qdq.onnx", toPath: workspace.file("model.onnx"))
        try write(Self.digitSamples(), shape: [1, 28, 28], spoil: { values, _ in values.map { $0 * 255 } })
        let words = "of the values of input 'image' lie outside what"
        let outcome = create(classes: 10)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        #expect(
            Self.flat(outcome.diagnostic).contains(words + " model.onnx can represent (0 to 1); they saturate"),
            "\(outcome.diagnostic)")
        #expect(outcome.diagnostic.components(separatedBy: "saturate").count == 2, "\(outcome.diagnostic)")
        let (gated, run) = try gate(input: nil)
        #expect(Self.flat(gated.diagnostic).contains("m/model: "), "\(gated.diagnostic)")
        #expect(Self.flat(gated.diagnostic).contains(words + " model can represent (0 to 1); they saturate"))
        let place = try #require(gated.diagnostic.range(of: "saturate")),
            measuring = gated.diagnostic.range(of: "evaluating")
        #expect(measuring.map { place.lowerBound < $0.lowerBound } ?? true, "said before anything is measured")
        #expect(run.warnings.contains { $0.contains("saturate") })
        // With the input scaled nothing is lost, and nothing is said.
        let (repaired, second) = try gate(input: "image: { scale: 0.00392156862745098 }")
        #expect(!repaired.diagnostic.contains("saturate") && second.warnings.allSatisfy { !$0.contains("saturate") })
        #expect(second.cells[0].accuracy?.metrics[.accuracy] == 126.0 / 128)
    }

    // MARK: - A picture of three channels

    /// Four classes of 3 x 8 x 8 pixels: logits = x W + b. Labels are the model's own answers, so that it is always right.
    private struct Pictures {
        var weights: [Float] = []
        let biases: [Float] = [3, -3, 1.5, -1.5]
        var all: [(values: [Float], label: Int)] = []

        init(hasChannelsFirst: Bool) {
            var state: UInt64 = 0x9E37_79B9_7F4A_7C15
            func next() -> Float {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(state >> 40) / Float(1 << 24)
            }
            // Channels differ, and so do places, or turning them would change nothing.
            let raw = (0..<192 * 4).map { _ in next() * 2 - 1 }
            let means = (0..<4).map { column in (0..<192).reduce(Float(0)) { $0 + raw[$1 * 4 + column] } / 192 }
            weights = raw.indices.map { raw[$0] - means[$0 % 4] }
            while all.count < InputTrialTests.samples {
                let values = (0..<192).map { _ in next() }
                let logits = (0..<4).map { column in
                    values.indices.reduce(Double(biases[column])) {
                        $0 + Double(values[$1]) * Double(weights[$1 * 4 + column])
                    }
                }
                let order = logits.indices.sorted { logits[$0] > logits[$1] }
                // No sample so near the border that rounding could move it.
                if logits[order[0]] - logits[order[1]] > 0.01 { all.append((values, order[0])) }
            }
        }

        func model(shape: [String]) -> TestModel {
            TestModel(
                inputs: [.tensor("picture", .float32, "batch", shape[0], shape[1], shape[2])],
                outputs: [.tensor("logits", .float32, "batch", "4")],
                nodes: [
                    .init(type: "Flatten", name: "f", inputs: ["picture"], outputs: ["flat"]),
                    .init(type: "MatMul", name: "m", inputs: ["flat", "W"], outputs: ["products"]),
                    .init(type: "Add", name: "a", inputs: ["products", "b"], outputs: ["logits"]),
                ],
                constants: [
                    .init(name: "W", shape: [192, 4], values: weights), .init(name: "b", shape: [4], values: biases),
                ])
        }
    }

    static let pictures = [
        Case(
            testDescription: "0 to 255", spoil: { values, _ in values.map { $0 * 255 } },
            words: "x / 255 for input 'picture'", repair: "scale: 0.00392156862745098", isRefused: false),
        Case(
            testDescription: "NHWC for NCHW",
            spoil: { values, _ in (0..<192).map { values[$0 % 3 * 64 + $0 / 3] } },
            words: "the values of input 'picture' read as channels last (NHWC)", repair: "layout: channels_last",
            isRefused: false),
        Case(
            testDescription: "BGR for RGB",
            spoil: { values, _ in (0..<192).map { values[(2 - $0 / 64) * 64 + $0 % 64] } },
            words: "the channels of input 'picture' in reverse order (BGR for RGB)", repair: "channel_order: bgr",
            isRefused: false),
        Case(
            testDescription: "height and width swapped", spoil: turned,
            words: "height and width of input 'picture' swapped", repair: "transpose: [0, 1, 3, 2]", isRefused: false),
        Case(
            testDescription: "inverted", spoil: { values, _ in values.map { 1 - $0 } },
            words: "1 - x (inverted) for input 'picture'", repair: "scale: -1.0, offset: 1.0"),
    ]

    @Test("Pictures: scales, layouts and orders of channels", arguments: pictures)
    func pictureTrials(tested: Case) throws {
        let pictures = Pictures(hasChannelsFirst: true)
        try workspace.write(pictures.model(shape: ["3", "8", "8"]).data, to: "model.onnx")
        try check(tested, pictures.all, shape: [3, 8, 8], input: "picture", classes: 4, right: 128)
    }

    @Test("NCHW for NHWC, of a model with its channels last") func channelsFirst() throws {
        let pictures = Pictures(hasChannelsFirst: false)
        try workspace.write(pictures.model(shape: ["8", "8", "3"]).data, to: "model.onnx")
        let tested = Case(
            testDescription: "NCHW for NHWC", spoil: { values, _ in (0..<192).map { values[$0 % 64 * 3 + $0 / 64] } },
            words: "the values of input 'picture' read as channels first (NCHW)", repair: "layout: channels_first",
            isRefused: false)
        try check(tested, pictures.all, shape: [8, 8, 3], input: "picture", classes: 4, right: 128)
    }

    // MARK: - Parts

    private func write(
        _ all: [(values: [Float], label: Int)], shape: [Int], spoil: ([Float], [Int]) -> [Float]
    ) throws {
        var table = "file,label\n"
        for (index, sample) in all.enumerated() {
            let name = String(format: "%03d", index)
            try workspace.write(
                NumpyFile.data(of: spoil(sample.values, shape), shape: shape, type: "<f4"), to: "samples/\(name).npy")
            table += "\(name),\(sample.label)\n"
        }
        try workspace.write(table, to: "labels.csv")
    }

    private func create(classes: Int, _ more: String...) -> Workspace.Outcome {
        _ = try? workspace.write((0..<classes).map { "\($0)\n" }.joined(), to: "classes.txt")
        return workspace.run(
            [
                "golden", "create", "made", "--samples", "samples", "--labels", "labels.csv", "--classes",
                "classes.txt",
                "--model", "model.onnx", "--runtime", "onnxruntime==\(Installation.runtimeVersion)",
            ] + more)
    }

    private func gate(input: String?) throws -> (Workspace.Outcome, RunRecord) {
        let inputs = input.map { ", inputs: { \($0) }" } ?? ""
        try workspace.write(
            """
            pawl: 1
            suite: trials
            golden_sets: { g: made }
            runtimes:
              ort: { name: onnxruntime, version: \(Installation.runtimeVersion) }
            models:
              m: { golden_set: g, reference: model, variants: { model: { file: model.onnx, runtime: ort\(inputs) } } }
            gates: [{ metric: accuracy, min: 5% }]
            measurement: \(Workspace.quickMeasurement)

            """, to: "suite.yaml")
        let outcome = workspace.pawl("gate", workspace.file("suite.yaml"))
        return (outcome, try #require(try workspace.latestRun(), "\(outcome.diagnostic)"))
    }

    private static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func check(
        _ tested: Case, _ all: [(values: [Float], label: Int)], shape: [Int], input: String, classes: Int, right: Int
    ) throws {
        try write(all, shape: shape, spoil: tested.spoil)
        let accuracy = Quantity.text(Double(right) / Double(Self.samples), .proportion)
        let words = "with \(tested.words) it is \(accuracy) (of \(Self.samples) samples"
        let hint = "so does this under the variant: inputs: { \(input): { \(tested.repair) } }"

        let outcome = create(classes: classes)
        #expect(outcome.code == (tested.isRefused ? 2 : 0), "\(outcome.diagnostic)")
        #expect(workspace.exists("made") != tested.isRefused)
        let said = Self.flat(outcome.diagnostic)
        #expect(said.contains(words) && said.contains(hint), "\(outcome.diagnostic)")
        if tested.isRefused { #expect(create(classes: classes, "--no-check").code == 0) }

        let (gated, first) = try gate(input: nil)
        let report = Self.flat(gated.result)
        #expect(report.contains(words) && report.contains(hint), "\(gated.result)")
        #expect(gated.code == (tested.isRefused ? 3 : 0), "\(gated.result)")
        let trials = try #require(first.cells[0].accuracy?.inputTrials)
        let best = try #require(trials.outcomes.map(\.right).max())
        #expect(best == right && trials.samples == Self.samples)
        if let predictions = first.cells[0].accuracy?.predictions {
            let collapsed = Dictionary(grouping: predictions) { $0 }.values.map(\.count).max() ?? 0
            if Double(collapsed) / Double(Self.samples) >= 0.95 {
                #expect(report.contains("of the predictions are one class"), "\(gated.result)")
            }
        }

        // Followed to the letter, the hint gives what it named.
        let (_, second) = try gate(input: "\(input): { \(tested.repair) }")
        #expect(second.cells[0].failure == nil, "\(String(describing: second.cells[0].failure))")
        #expect(second.cells[0].accuracy?.metrics[.accuracy] == Double(right) / Double(Self.samples))
    }
}
