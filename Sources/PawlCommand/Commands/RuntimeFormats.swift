import Foundation

/// Which runtimes read which model files.
enum RuntimeFormats {
    private static let byExtension = [
        "onnx": ["onnxruntime", "onnxruntime-gpu", "onnxruntime-openvino", "openvino"],
        "ort": ["onnxruntime", "onnxruntime-gpu", "onnxruntime-openvino"],
        "tflite": ["litert", "openvino"],
        "xml": ["openvino"],
    ]

    static var extensions: [String] { byExtension.keys.sorted() }

    /// - Returns: names of runtimes; nil for a file of no known kind.
    static func readers(of path: String) -> [String]? {
        byExtension[(path as NSString).pathExtension.lowercased()]
    }
}
