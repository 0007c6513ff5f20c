import Foundation
import Support

/// A small golden set in a folder of its own: input `x`, float32 [count, classes], each row a peak at its own label.
public struct GoldenSetFixture {
    public let folder: String
    public let labels: [Int32]
    public let classCount: Int

    /// - Parameter label: the class of each sample; by default they take turns.
    public init(
        in folder: String, count: Int, classes: Int = 4, outputName: String = "scores",
        label: (Int) -> Int = { $0 }
    ) throws {
        self.folder = folder
        classCount = classes
        labels = (0..<count).map { Int32(label($0) % classes) }
        try AtomicFile.makeFolder(folder)
        var rows: [Float] = []
        for sample in labels {
            for index in 0..<classes { rows.append(index == Int(sample) ? 0.85 : 0.15 / Float(classes - 1)) }
        }
        try write(NumpyFile.data(of: rows, shape: [count, classes], type: "<f4"), to: "x.npy")
        try write(NumpyFile.data(of: labels, shape: [count], type: "<i4"), to: "labels.npy")
        try write(Data((0..<count).map { "sample-\($0)\n" }.joined().utf8), to: "samples.txt")
        try write(Data((0..<classes).map { "class-\($0)\n" }.joined().utf8), to: "classes.txt")
        try writeManifest(count: count, outputName: outputName)
    }

    public func writeManifest(count: Int, outputName: String = "scores") throws {
        let manifest = """
            golden: 1
            id: fixture
            version: 1
            title: A fixture
            task: classification
            source: made by the test
            licence: Apache-2.0
            labelled: by construction
            limits: shows nothing of the world
            samples: \(count)
            inputs:
              x: { file: x.npy, sha256: \(try digest("x.npy")) }
            labels: { file: labels.npy, sha256: \(try digest("labels.npy")) }
            sample_names: { file: samples.txt, sha256: \(try digest("samples.txt")) }
            classes: { file: classes.txt, sha256: \(try digest("classes.txt")) }
            output: { name: \(outputName), scores: probabilities }

            """
        try write(Data(manifest.utf8), to: "golden.yaml")
    }

    public func write(_ data: Data, to name: String) throws { try AtomicFile.write(data, to: "\(folder)/\(name)") }

    private func digest(_ name: String) throws -> String { try SHA256.hexadecimal(ofFile: "\(folder)/\(name)") }
}
