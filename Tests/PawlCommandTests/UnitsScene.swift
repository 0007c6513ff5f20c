import Foundation
import InferenceCore
import Records
import RuntimeLibraries
import Support
import TestSupport

/// A regression y = 2 a - b + c / 2 of 24 samples, as its float model and quantised ones have it, for each runtime.
struct UnitsScene {
    enum Format: String, CaseIterable, Sendable {
        case onnxruntime, openvino, litert

        var version: String {
            switch self {
            case .onnxruntime: Installation.runtimeVersion
            case .openvino: "2026.4.1"
            case .litert: "2.3.0"
            }
        }
        var suffix: String { self == .litert ? "tflite" : "onnx" }

        var isInstalled: Bool {
            (try? InstalledRuntimes(root: Installation.pawlFolder.runtimes).library(name: rawValue, version: version))
                != nil
        }

        /// Those that this checkout has installed; ONNX Runtime always, so that a missing one fails its test.
        static let installed = allCases.filter { $0 == .onnxruntime || $0.isInstalled }
    }

    /// How a model takes x or gives y: in float32, or in integers of a scale and a zero point.
    struct Units: Sendable {
        var type = ElementType.float32
        var scale: Float = 1
        var zeroPoint = 0

        static let real = Units()

        /// The constants that ONNX's operators read.
        func constants(_ name: String) -> [TestModel.Constant] {
            let zero: TestModel.Constant =
                switch type {
                case .uint8: .init(name: name + "z", shape: [], type: type, elements: [UInt8(zeroPoint)])
                case .int16: .init(name: name + "z", shape: [], type: type, elements: [Int16(zeroPoint)])
                default: .init(name: name + "z", shape: [], type: type, elements: [Int8(zeroPoint)])
                }
            return [.init(name: name + "s", shape: [], values: [scale]), zero]
        }
    }

    static let samples = 24
    let workspace: Workspace
    let format: Format

    init(_ format: Format) throws {
        self.format = format
        workspace = try Workspace(samples: 1)
    }

    static let values: [Float] = {
        var values: [Float] = []
        for i in 0..<samples {
            for j in 0..<3 {
                let step = (i * 37 + j * 11 + i * j * 5) % 101
                values.append(Float(Double(step) / 50 - 1))
            }
        }
        return values
    }()

    /// The float model's answer, and -0.15 to 0.15 more.
    static let labels: [Float] = {
        var labels: [Float] = []
        for i in 0..<samples {
            let (a, b, c) = (values[3 * i], values[3 * i + 1], values[3 * i + 2])
            let answer: Float = 2 * a - b + 0.5 * c
            let error = Double((i * 13) % 7 - 3) * 0.05
            labels.append(Float(Double(answer) + error))
        }
        return labels
    }()

    /// Writes `golden/`: x as it is given, labels of one number.
    ///
    /// - Parameter quantization: what the manifest says of x.
    func writeGoldenSet(
        x: Data = NumpyFile.data(of: values, shape: [samples, 3], type: "<f4"), quantization: String? = nil,
        task: String = "task: regression", labels: Data? = nil, output: String = "{ name: y }"
    ) throws {
        let set = workspace.goldenSet
        try set.write(x, to: "x.npy")
        try set.write(
            labels ?? NumpyFile.data(of: Self.labels, shape: [Self.samples], type: "<f4"), to: "labels.npy")
        try set.write(Data((0..<Self.samples).map { "s\($0)\n" }.joined().utf8), to: "samples.txt")
        func file(_ name: String) throws -> String {
            "file: \(name), sha256: \(try SHA256.hexadecimal(ofFile: "\(set.folder)/\(name)"))"
        }
        let units = quantization.map { ", quantization: \($0)" } ?? ""
        try set.write(
            Data(
                """
                golden: 1
                id: units
                version: 1
                title: A fixture
                \(task)
                source: made by the test
                licence: Apache-2.0
                labelled: by construction
                limits: shows nothing of the world
                samples: \(Self.samples)
                inputs:
                  x: { \(try file("x.npy"))\(units) }
                labels: { \(try file("labels.npy")) }
                sample_names: { \(try file("samples.txt")) }
                output: \(output)

                """.utf8), to: "golden.yaml")
    }

    /// The model in the runtime's format: y = W x, x and y in the given units.
    func model(_ x: Units, _ y: Units, weights: [Float] = [2, -1, 0.5], outputs: Int = 1) -> Data {
        format == .litert ? lite(x, y, weights, outputs) : onnx(x, y, weights, outputs)
    }

    private func onnx(_ x: Units, _ y: Units, _ weights: [Float], _ outputs: Int) -> Data {
        // Of [outputs, 3], as a fully connected layer has them.
        let turned = (0..<3).flatMap { row in (0..<outputs).map { weights[$0 * 3 + row] } }
        var nodes: [TestModel.Node] = []
        if x.type != .float32 {
            nodes.append(.init(type: "DequantizeLinear", name: "d", inputs: ["x", "xs", "xz"], outputs: ["real"]))
        }
        nodes.append(
            .init(
                type: "MatMul", name: "m", inputs: [x.type == .float32 ? "x" : "real", "W"],
                outputs: [y.type == .float32 ? "y" : "made"]))
        if y.type != .float32 {
            nodes.append(.init(type: "QuantizeLinear", name: "q", inputs: ["made", "ys", "yz"], outputs: ["y"]))
        }
        var model = TestModel(
            inputs: [.tensor("x", x.type, "batch", "3")], outputs: [.tensor("y", y.type, "batch", "\(outputs)")],
            nodes: nodes,
            constants: [.init(name: "W", shape: [3, outputs], values: turned)]
                + (x.type == .float32 ? [] : x.constants("x")) + (y.type == .float32 ? [] : y.constants("y")))
        // 16 bits came with version 21.
        if x.type == .int16 || y.type == .int16 { model.operatorSets[""] = 21 }
        return model.data
    }

    private func lite(_ x: Units, _ y: Units, _ weights: [Float], _ outputs: Int) -> Data {
        func port(_ name: String, _ units: Units, _ size: Int) -> TFLiteModel.Port {
            var port = TFLiteModel.Port(name, units.type, [1, size], scale: units.type == .float32 ? nil : units.scale)
            port.zeroPoint = units.zeroPoint
            return port
        }
        var constants = [TFLiteModel.Constant(.init("W", .float32, [outputs, 3]), weights)]
        constants.append(.init(.init("b", .float32, [outputs]), Array(repeating: Float(0), count: outputs)))
        var nodes: [TFLiteModel.Node] = []
        if x.type != .float32 { nodes.append(.init(.dequantize, ["x"], ["real"])) }
        nodes.append(
            .init(
                .fullyConnected, [x.type == .float32 ? "x" : "real", "W", "b"],
                [y.type == .float32 ? "y" : "made"]))
        if y.type != .float32 { nodes.append(.init(.quantize, ["made"], ["y"])) }
        var model = TFLiteModel(
            inputs: [port("x", x, 3)], outputs: [port("y", y, outputs)], constants: constants, nodes: nodes)
        if x.type != .float32 { model.inner.append(.init("real", .float32, [1, 3])) }
        if y.type != .float32 { model.inner.append(.init("made", .float32, [1, outputs])) }
        return model.data
    }

    /// Writes the models and a suite of them; the first is the reference.
    func writeSuite(
        _ variants: KeyValuePairs<String, Data>, entries: [String: String] = [:], gates: [String] = []
    ) throws {
        for (name, data) in variants { try workspace.write(data, to: "\(name).\(format.suffix)") }
        let lines = variants.map { name, _ in
            "      \(name): { file: \(name).\(format.suffix), runtime: r\(entries[name].map { ", " + $0 } ?? "") }"
        }
        try workspace.write(
            """
            pawl: 1
            suite: units
            golden_sets: { g: \(workspace.goldenSet.folder) }
            runtimes:
              r: { name: \(format.rawValue), version: \(format.version) }
            models:
              m:
                golden_set: g
                reference: \(variants[0].key)
                variants:
            \(lines.joined(separator: "\n"))
            gates: [\(gates.joined(separator: ", "))]
            measurement: \(Workspace.quickMeasurement)

            """, to: "suite.yaml")
    }

    /// Measures the suite.
    func cells() throws -> [String: CellRecord] {
        let outcome = workspace.pawl("run", workspace.file("suite.yaml"))
        guard let run = try workspace.latestRun() else { throw Failure(text: outcome.diagnostic) }
        return Dictionary(uniqueKeysWithValues: run.cells.map { ($0.variant, $0) })
    }

    struct Failure: Error, CustomStringConvertible {
        var text: String
        var description: String { text }
    }
}
