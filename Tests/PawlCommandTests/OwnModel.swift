import Foundation
import TestSupport

/// What a user brings: variants of a classifier of gestures, samples and a table of labels.
extension Workspace {
    static let gestures = ["down", "left", "right", "up"]

    /// Writes `gestures-*.onnx`, `samples/0001.npz` and so on, and `labels.csv`.
    func bringOwnModel(samples: Int) throws {
        try write(TestModel.floatClassifier.data, to: "gestures-fp32.onnx")
        try write(TestModel.quantizedWeights.data, to: "gestures-int8.onnx")
        try write(TestModel.quantizedInput.data, to: "gestures-int8-input.onnx")
        var table = "file,label\n"
        for index in 0..<samples {
            let gesture = index % 4
            let features = (0..<4).map { Float($0 == gesture ? 0.75 : 0.1) + Float(index) / 10_000 }
            let name = String(format: "%04d.npz", index + 1)
            try write(
                ZipFile.npz(["x": NumpyFile.data(of: features, shape: [4], type: "<f4")]), to: "samples/\(name)")
            table += "\(name),\(Self.gestures[gesture])\n"
        }
        try write(table, to: "labels.csv")
    }
}
