import Foundation
import RuntimeLibraries

/// A model of Pawl's own suites with one input, as the model tools build them.
struct ToolSubject {
    var model: String
    var file: String
    var goldenSet: String

    static let all = [
        ToolSubject(model: "filetype", file: "fp32.onnx", goldenSet: "filetypes"),
        ToolSubject(model: "filetype", file: "fp32.tflite", goldenSet: "filetypes"),
        ToolSubject(model: "stack", file: "k100.onnx", goldenSet: "stack"),
    ]

    func modelFile(in pawl: PawlFolder) -> String { "\(pawl.path)/models/\(model)/\(file)" }

    /// Of the checkout that `.pawl` belongs to.
    func goldenFolder(in pawl: PawlFolder) -> String {
        URL(fileURLWithPath: pawl.path).deletingLastPathComponent().path + "/GoldenSets/\(goldenSet)"
    }
}
