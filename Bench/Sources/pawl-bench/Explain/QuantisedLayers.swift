import Foundation
import GoldenSets
import InferenceCore
import RuntimeProbes
import Statistics
import Support

/// A float model of like layers, the same in dynamic int8, perhaps with one layer's weights perturbed, and the suite that gates it.
///
/// A layer adds half of tanh(W h) to what it reads: 16 numbers, of which the largest is the class. Int8 alone costs about a point.
struct QuantisedLayers {
    private static let width = 16, samples = 400

    let suite: String
    private let folder: TemporaryFolder

    /// - Parameter planted: the layer of which the weights are perturbed by one to three times their deviation; nil for none.
    /// - Throws: `FileError`.
    init(layers: Int, planted: Int?, runtime: String, seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        folder = try TemporaryFolder(prefix: "pawl-planted")
        let weights = (0..<layers).map { _ in Self.normal(Self.width * Self.width, deviation: 0.25, &generator) }
        var quantised = weights
        if let planted {
            let size = Float.random(in: 1...3, using: &generator)
            let noise = Self.normal(Self.width * Self.width, deviation: 0.25 * size, &generator)
            quantised[planted] = zip(weights[planted], noise).map { $0 + $1 }
        }
        try AtomicFile.write(Self.float(weights), to: folder.file("float.onnx"))
        try AtomicFile.write(Self.dynamic(quantised), to: folder.file("int8.onnx"))
        try Self.writeGoldenSet(weights, to: folder.file("golden"), &generator)
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
                reference: float
                variants:
                  float: { file: float.onnx, runtime: ort }
                  int8: { file: int8.onnx, runtime: ort }
            gates:
              - { metric: accuracy, against: reference, max_drop: 6 points }

            """, to: suite)
    }

    private static func normal(_ count: Int, deviation: Float, _ generator: inout SeededGenerator) -> [Float] {
        (0..<count).map { _ in deviation * Float(StandardNormal.draw(using: &generator)) }
    }

    // MARK: - Models

    private static func float(_ weights: [[Float]]) -> Data {
        model(layers: weights.count) { writer, layer, input, output in
            writer.addConstant("w\(layer)", .float32, [width, width], bytes: bytes(weights[layer]))
            writer.addNode("MatMul", name: "layer_\(layer)", inputs: [input, "w\(layer)"], outputs: [output])
        }
    }

    /// As ONNX Runtime's quantiser writes it, one scale a tensor.
    private static func dynamic(_ weights: [[Float]]) -> Data {
        model(layers: weights.count) { writer, layer, input, output in
            let name = "w\(layer)"
            let scale = (weights[layer].map(abs).max() ?? 1) / 127
            writer.addConstant("\(name)_scale", .float32, [], bytes: bytes([scale]))
            writer.addConstant("\(name)_zero_point", .int8, [], bytes: Data([0]))
            writer.addConstant(
                "\(name)_quantized", .int8, [width, width],
                bytes: Data(weights[layer].map { UInt8(bitPattern: Int8(($0 / scale).rounded())) }))
            let (integers, inputScale, zero) = ("\(input)_quantized", "\(input)_scale", "\(input)_zero_point")
            writer.addNode("DynamicQuantizeLinear", inputs: [input], outputs: [integers, inputScale, zero])
            writer.addNode(
                "MatMulInteger", name: "layer_\(layer)_quant",
                inputs: [integers, "\(name)_quantized", zero, "\(name)_zero_point"], outputs: ["\(output)_integer"])
            writer.addNode(
                "Cast", inputs: ["\(output)_integer"], outputs: ["\(output)_cast"], attributes: ["to": .integer(1)])
            writer.addNode("Mul", inputs: [inputScale, "\(name)_scale"], outputs: ["\(output)_scale"])
            writer.addNode("Mul", inputs: ["\(output)_cast", "\(output)_scale"], outputs: [output])
        }
    }

    private static func model(
        layers: Int, product: (inout OnnxModelWriter, Int, _ input: String, _ output: String) -> Void
    ) -> Data {
        var writer = OnnxModelWriter(graphName: "planted")
        writer.addInput("x", .float32, [.named("batch"), .size(width)])
        writer.addConstant("half", .float32, [], bytes: bytes([0.5]))
        var input = "x"
        for layer in 0..<layers {
            let value = "layer_\(layer)"
            product(&writer, layer, input, "\(value)_product")
            writer.addNode("Tanh", name: "\(value)/tanh", inputs: ["\(value)_product"], outputs: ["\(value)_tanh"])
            writer.addNode(
                "Mul", name: "\(value)/halve", inputs: ["\(value)_tanh", "half"], outputs: ["\(value)_half"])
            writer.addNode("Add", name: "\(value)/add", inputs: [input, "\(value)_half"], outputs: ["\(value)_sum"])
            input = "\(value)_sum"
        }
        writer.addNode("Softmax", name: "scores", inputs: [input], outputs: ["scores"])
        writer.addOutput("scores", .float32, [.named("batch"), .size(width)])
        return writer.data(formatVersion: 8, opset: 17)
    }

    private static func bytes(_ values: [Float]) -> Data { values.withUnsafeBytes { Data($0) } }

    // MARK: - Samples

    /// Labels are what the float model says.
    private static func writeGoldenSet(
        _ weights: [[Float]], to folder: String, _ generator: inout SeededGenerator
    ) throws {
        try AtomicFile.makeFolder(folder)
        let rows = normal(samples * width, deviation: 1, &generator)
        let labels = (0..<samples).map { Int32(label(Array(rows[$0 * width..<($0 + 1) * width]), weights)) }
        try AtomicFile.write(numPy("<f4", "(\(samples), \(width))") + bytes(rows), to: "\(folder)/x.npy")
        try AtomicFile.write(
            numPy("<i4", "(\(samples),)") + labels.withUnsafeBytes { Data($0) }, to: "\(folder)/labels.npy")
        try AtomicFile.write((0..<samples).map { "row-\($0)\n" }.joined(), to: "\(folder)/samples.txt")
        try AtomicFile.write((0..<width).map { "class-\($0)\n" }.joined(), to: "\(folder)/classes.txt")
        func file(_ name: String) throws -> String {
            "{ file: \(name), sha256: \(try SHA256.hexadecimal(ofFile: "\(folder)/\(name)")) }"
        }
        try AtomicFile.write(
            """
            golden: 1
            id: rows
            version: 1
            title: Rows of numbers
            task: classification
            source: drawn at random
            licence: Apache-2.0
            labelled: by the float model
            limits: shows nothing of the world
            samples: \(samples)
            inputs: { x: \(try file("x.npy")) }
            labels: \(try file("labels.npy"))
            sample_names: \(try file("samples.txt"))
            classes: \(try file("classes.txt"))
            output: { name: scores, scores: probabilities }

            """, to: "\(folder)/golden.yaml")
    }

    private static func label(_ row: [Float], _ weights: [[Float]]) -> Int {
        var row = row
        for weights in weights {
            let products = (0..<width).map { column in
                (0..<width).reduce(Float(0)) { $0 + row[$1] * weights[$1 * width + column] }
            }
            for index in row.indices { row[index] += 0.5 * Float(tanh(Double(products[index]))) }
        }
        return row.indices.max { row[$0] < row[$1] } ?? 0
    }

    /// What stands before the values of an array. Format: numpy.lib.format, version 1.0.
    private static func numPy(_ type: String, _ shape: String) -> Data {
        var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
        header += String(repeating: " ", count: 63 - (header.utf8.count + 10) % 64) + "\n"
        let count = header.utf8.count
        return Data([0x93]) + Data("NUMPY".utf8) + Data([1, 0, UInt8(count & 0xFF), UInt8(count >> 8)])
            + Data(header.utf8)
    }
}
