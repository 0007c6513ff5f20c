import Foundation
import Support
import LiteRT

/// Which runtimes read which model files.
enum RuntimeFormats {
    /// The runtime that a format was made for comes first.
    private static let byExtension = [
        "onnx": ["onnxruntime", "onnxruntime-gpu", "onnxruntime-openvino", "openvino"],
        "ort": ["onnxruntime", "onnxruntime-gpu", "onnxruntime-openvino"],
        "tflite": ["litert", "openvino"],
        "xml": ["openvino"],
    ]

    /// What takes `.tflite` files with variables.
    private static let interpreter = "litert-interpreter"

    /// Formats of which nothing but their own runtime knows the operators.
    private static let opaque = ["pte": ["executorch"], "mnn": ["mnn"], "param": ["ncnn"], "so": ["tvm"]]

    static var extensions: [String] { byExtension.keys.sorted() }

    /// Runtimes that read a model whose operators can be listed.
    ///
    /// - Returns: names of runtimes; nil for a file of no such kind.
    static func readers(of path: String) -> [String]? { byExtension[fileExtension(path)] }

    /// Runtimes that open a model file, the one that it was made for first. What the file begins with outranks its name.
    ///
    /// - Returns: nil for a file of no known kind.
    static func openers(of path: String) -> [String]? {
        if let format = format(ofContents: path) {
            // LiteRT's compiled models keep no state from one inference to the next.
            return format == "tflite" && ModelFile.variable(in: path) != nil ? [interpreter] : byExtension[format]
        }
        return byExtension[fileExtension(path)] ?? opaque[fileExtension(path)]
    }

    private static func fileExtension(_ path: String) -> String { (path as NSString).pathExtension.lowercased() }

    /// TensorFlow Lite's files say what they are; an ONNX file begins with whatever field comes first.
    private static func format(ofContents path: String) -> String? {
        guard let file = try? MappedFile(path: path) else { return nil }
        return withExtendedLifetime(file) {
            file.bytes.prefix(8).dropFirst(4).elementsEqual("TFL3".utf8) ? "tflite" : nil
        }
    }
}
