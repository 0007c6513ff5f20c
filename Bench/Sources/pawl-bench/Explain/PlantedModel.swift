import Foundation
import GoldenSets
import InferenceCore
import RuntimeProbes
import Statistics
import Support

/// Two models of like layers in a private folder, the second with a cause planted, and the suite that compares them.
///
/// A layer is a product of a 32 by 512 matrix with weights, and an activation; it takes a fraction of a millisecond. Every node has a
/// name with its layer, such as `layer_3/product`.
struct PlantedModel {
    private static let rows = 32, width = 512, layers = 10

    let suite: String
    /// Those that an explanation has to name, and no others.
    let planted: Set<Int>
    private let folder: TemporaryFolder

    /// - Throws: `FileError`.
    init(_ cause: PlantedCause, runtime: String, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        planted = cause.layers(of: Self.layers, using: &generator)
        folder = try TemporaryFolder(prefix: "pawl-planted")
        for (name, isCandidate) in [("before", false), ("after", true)] {
            // The same weights on both sides.
            let model = Self.model(cause, planted, isCandidate: isCandidate, seed: seed &+ 1)
            try AtomicFile.write(model, to: folder.file("\(name).onnx"))
        }
        try Self.writeGoldenSet(to: folder.file("golden"), &generator)
        suite = folder.file("suite.yaml")
        let parts = runtime.components(separatedBy: "==")
        try AtomicFile.write(
            """
            pawl: 1
            suite: planted
            golden_sets: { rows: golden }
            runtimes: { ort: { name: \(parts[0]), version: \(parts[1]), threads: 1 } }
            models:
              planted:
                golden_set: rows
                reference: before
                variants:
                  before: { file: before.onnx, runtime: ort }
                  after: { file: after.onnx, runtime: ort }
            gates:
              - { metric: latency_p50, against: reference, max_increase: 3% }

            """, to: suite)
    }

    private static func model(_ cause: PlantedCause, _ planted: Set<Int>, isCandidate: Bool, seed: UInt64) -> Data {
        var generator = SeededGenerator(seed: seed)
        var writer = OnnxModelWriter(graphName: "planted")
        writer.addInput("x", .float32, [.size(rows), .size(width)])
        func weights(_ name: String, _ shape: [Int]) {
            let values = (0..<shape.reduce(1, *)).map { _ in 0.04 * Float(StandardNormal.draw(using: &generator)) }
            writer.addConstant(name, .float32, shape, bytes: values.withUnsafeBytes { Data($0) })
        }
        var input = "x"
        for layer in 0..<layers {
            let isPlanted = planted.contains(layer)
            let name = "layer_\(layer)"
            func node(_ type: String, _ suffix: String, _ inputs: [String]) {
                writer.addNode(type, name: "\(name)/\(suffix)", inputs: inputs, outputs: ["\(name)_\(suffix)"])
            }
            // A wider layer feeds back what others do: its activation is cut to the width of the rest.
            let isWide = isPlanted && isCandidate && (cause == .wider || cause == .two)
            weights("\(name)_w", [width, isWide ? width * 2 : width])
            node("MatMul", "product", [input, "\(name)_w"])
            input = "\(name)_product"
            if isWide {
                writer.addConstant("\(name)_from", .int64, [1], bytes: data([0]))
                writer.addConstant("\(name)_to", .int64, [1], bytes: data([Int64(width)]))
                writer.addConstant("\(name)_axis", .int64, [1], bytes: data([1]))
                node("Slice", "product_cut", [input, "\(name)_from", "\(name)_to", "\(name)_axis"])
                input = "\(name)_product_cut"
            }
            switch cause {
            case .otherType where isPlanted && isCandidate: node("Asinh", "activation", [input])
            case .split where isPlanted && !isCandidate: node("Sigmoid", "activation", [input])
            case .split where isPlanted:
                node("Exp", "activation_exp", [input])
                node("Asinh", "activation_sinh", ["\(name)_activation_exp"])
                node("Tanh", "activation", ["\(name)_activation_sinh"])
            default: node("Relu", "activation", [input])
            }
            input = "\(name)_activation"
        }
        writer.addOutput(input, .float32, nil)
        return writer.data(formatVersion: 8, opset: 17)
    }

    private static func data(_ numbers: [Int64]) -> Data { numbers.withUnsafeBytes { Data($0) } }

    private static func writeGoldenSet(to folder: String, _ generator: inout SeededGenerator) throws {
        try AtomicFile.makeFolder(folder)
        let values = (0..<(rows * width)).map { _ in Float(StandardNormal.draw(using: &generator)) }
        try NumPyFileWriter.write(
            values.withUnsafeBytes { Array($0) }, elementType: .float32, shape: [1, rows, width], to: "\(folder)/x.npy")
        try AtomicFile.write("input\n", to: "\(folder)/samples.txt")
        let (numbers, names) = (
            try SHA256.hexadecimal(ofFile: "\(folder)/x.npy"), try SHA256.hexadecimal(ofFile: "\(folder)/samples.txt")
        )
        try AtomicFile.write(
            """
            golden: 1
            id: rows
            version: 1
            title: what planted models are fed
            task: fidelity
            source: random numbers of a seed
            licence: Apache-2.0
            labelled: not at all
            limits: it shows how long a model takes, and nothing of what it gives
            samples: 1
            sample_names: { file: samples.txt, sha256: \(names) }
            output: { name: layer_\(layers - 1)_activation }
            inputs:
              x: { file: x.npy, sha256: \(numbers) }

            """, to: "\(folder)/\(GoldenSetManifest.fileName)")
    }
}
