import InferenceCore
import ModelFormats

/// Classifiers as scikit-learn's converter (skl2onnx 1.19) writes a `LogisticRegression`: `LinearClassifier` gives the class itself and the
/// scores, `ZipMap` makes a map a sample of those.
extension TestModel {
    /// Three classes of four features; margins between the best two scores of `ScikitSamples` are above 0.001.
    public static func scikit(
        _ classes: ScikitClasses, weights: [Float] = scikitWeights, hasMaps: Bool = true,
        labels: String = "output_label"
    ) -> TestModel {
        var attributes: [String: Attribute] = [
            "coefficients": .floats(weights), "intercepts": .floats([0.1, -0.05, -0.2]),
            "post_transform": .text("SOFTMAX"),
        ]
        let code: Int
        switch classes {
        case .texts(let names):
            attributes["classlabels_strings"] = .texts(names)
            code = stringCode
        case .numbers(let numbers):
            attributes["classlabels_ints"] = .integers(numbers)
            code = ElementType.int64.onnxCode
        }
        var nodes = [
            Node(
                type: "LinearClassifier", name: "LinearClassifier", inputs: ["x"], outputs: [labels, "scores"],
                integers: ["multi_class": 1], domain: "ai.onnx.ml", others: attributes)
        ]
        var outputs = [Port(name: labels, kind: .tensor(code: code, shape: ["batch"]))]
        if hasMaps {
            let keys: [String: Attribute] =
                switch classes {
                case .texts(let names): ["classlabels_strings": .texts(names)]
                case .numbers(let numbers): ["classlabels_int64s": .integers(numbers)]
                }
            nodes.append(
                Node(
                    type: "ZipMap", name: "ZipMap", inputs: ["scores"], outputs: ["output_probability"],
                    domain: "ai.onnx.ml", others: keys))
            outputs.append(Port(name: "output_probability", kind: .maps(keyCode: code)))
        } else {
            outputs.append(.tensor("scores", .float32, "batch", "3"))
        }
        var model = TestModel(inputs: [.tensor("x", .float32, "batch", "4")], outputs: outputs, nodes: nodes)
        model.operatorSets = ["": 17, "ai.onnx.ml": 3]
        return model
    }

    public enum ScikitClasses: Sendable {
        case texts([String])
        case numbers([Int])
    }

    public static let scikitWeights: [Float] = [2, -1, 0.5, -1, -1, 2, -1, 0.5, 0.25, -0.5, 1.5, 0.25]
}

/// Forty samples for these models.
///
/// Right values: numpy 2.4, argmax of x W' + b in float32, and scikit-learn 1.8 of it: accuracy 0.8, macro F1 0.7964085297418629; with the
/// last class's weights halved 0.675 and 0.5875338753387533, and 0.7 of the answers equal.
public enum ScikitSamples {
    public static let count = 40

    public static func features(_ index: Int) -> [Float] {
        (0..<4).map { Float(Double((index * 37 + $0 * 29 + index * $0 * 7) % 97) / 97) }
    }

    /// The class of each, counted from 0.
    public static let labels = [
        0, 1, 0, 2, 0, 0, 2, 0, 1, 0, 0, 2, 2, 1, 2, 2, 1, 0, 0, 1, 2, 1, 0, 0, 2, 2, 0, 2, 0, 2, 2, 0, 1, 0, 0, 1, 0,
        0, 2, 1,
    ]
    public static let accuracy = 0.8
    public static let macroF1 = 0.7964085297418629
    public static let halvedWeights: [Float] = [2, -1, 0.5, -1, -1, 2, -1, 0.5, 0.125, -0.25, 0.75, 0.125]
}
