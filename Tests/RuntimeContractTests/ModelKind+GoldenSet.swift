import Foundation
import Records
import Support
import TestSupport

extension ModelKind {
    /// Correct predictions: of most samples the model's own, of the others something else.
    var labels: [Int32] {
        (0..<Self.sampleCount).map { index -> Int32 in
            guard task == .classification else { return Int32(index % 2) }
            let shift = index % 3 == 2 ? 1 : 0
            return Int32((best(answer(index)) + shift) % 4)
        }
    }

    var targets: [Float] {
        var targets: [Float] = []
        for index in 0..<Self.sampleCount {
            for (column, value) in answer(index).enumerated() {
                targets.append(value + Float((index + column) % 3 - 1))
            }
        }
        return targets
    }

    /// The first of the highest.
    func best(_ scores: [Float]) -> Int { scores.firstIndex(of: scores.max() ?? 0) ?? 0 }

    /// A golden set of the samples in real units, float32.
    func writeGoldenSet(in folder: TemporaryFolder) throws -> String {
        let set = folder.file("golden")
        try AtomicFile.makeFolder(set)
        func write(_ data: Data, _ name: String) throws -> String {
            try Self.write(data, to: "\(set)/\(name)")
            return "{ file: \(name), sha256: \(data.withUnsafeBytes(SHA256.hexadecimal(of:))) }"
        }
        let count = Self.sampleCount
        var lines: [String] = []
        for (index, name) in inputNames.enumerated() {
            let rows = (0..<count).flatMap { sample($0, ofInput: index) }
            lines.append(
                "  \(name): \(try write(NumpyFile.data(of: rows, shape: [count, 4], type: "<f4"), "\(name).npy"))")
        }
        let names = try write(Data((0..<count).map { "s\($0)\n" }.joined().utf8), "samples.txt")
        var keys = ["sample_names: \(names)"]
        if task == .regression {
            keys.append(
                "labels: \(try write(NumpyFile.data(of: targets, shape: [count, outputWidth], type: "<f4"), "labels.npy"))"
            )
        } else {
            keys.append("labels: \(try write(NumpyFile.data(of: labels, shape: [count], type: "<i4"), "labels.npy"))")
        }
        let classes = task == .classification ? ["p", "q", "r", "s"] : ["no", "yes"]
        if task == .classification || task == .binary {
            keys.append("classes: \(try write(Data(classes.map { "\($0)\n" }.joined().utf8), "classes.txt"))")
        }
        switch task {
        case .classification, .binary: keys.append("output: { name: y, scores: logits }")
        case .regression: keys.append("output: { name: y }")
        case .anomaly: keys.append("output: { name: y, score: value }")
        }
        let manifest = """
            golden: 1
            id: kind
            version: 1
            title: A kind of model
            task: \(task.rawValue)
            source: made by the test
            licence: Apache-2.0
            labelled: by construction
            limits: shows nothing of the world
            samples: \(count)
            inputs:
            \(lines.joined(separator: "\n"))
            \(keys.joined(separator: "\n"))

            """
        try Self.write(Data(manifest.utf8), to: "\(set)/golden.yaml")
        return set
    }

    /// The metric that a plain loop over the answers comes to. All figures in it are whole numbers, so that nothing is rounded but
    /// the last division.
    func metric(of answers: [[Float]]) -> (metric: Metric, value: Double) {
        let labels = labels
        switch task {
        case .classification:
            let right = answers.indices.count { best(answers[$0]) == Int(labels[$0]) }
            return (.accuracy, Double(right) / Double(answers.count))
        case .regression:
            let wanted = targets
            var total = 0.0
            for (value, target) in zip(answers.flatMap(\.self), wanted) { total += Double(abs(value - target)) }
            return (.meanAbsoluteError, total / Double(wanted.count))
        case .binary, .anomaly:
            var won = 0.0
            var pairs = 0.0
            for (odd, label) in zip(answers, labels) where label == 1 {
                for (plain, other) in zip(answers, labels) where other == 0 {
                    pairs += 1
                    won += odd[0] > plain[0] ? 1 : odd[0] == plain[0] ? 0.5 : 0
                }
            }
            return (.areaUnderCurve, won / pairs)
        }
    }
}
