import Foundation
import RuntimeLibraries
import Suites

/// A float model of Pawl's own suites with its golden set, as the model tools build them.
struct AccuracyModel {
    static let runtimeVersion = "1.31.1"

    var name: String
    var variant = "fp32"
    var goldenSet: String

    static let all = [
        AccuracyModel(name: "filetype", goldenSet: "filetypes"),
        AccuracyModel(name: "voice", goldenSet: "speech-frames"),
        AccuracyModel(name: "digits", goldenSet: "digits"),
        AccuracyModel(name: "sentiment", goldenSet: "review-snippets"),
        AccuracyModel(name: "ocr", goldenSet: "text-lines"),
        AccuracyModel(name: "stack", variant: "k100", goldenSet: "stack"),
    ]

    func modelFile(in pawl: PawlFolder) -> String { "\(pawl.path)/models/\(name)/\(variant).onnx" }

    /// Of the checkout that `.pawl` belongs to.
    func goldenFolder(in pawl: PawlFolder) -> String {
        URL(fileURLWithPath: pawl.path).deletingLastPathComponent().path + "/GoldenSets/\(goldenSet)"
    }

    func isBuilt(in pawl: PawlFolder) -> Bool {
        FileManager.default.fileExists(atPath: modelFile(in: pawl))
            && FileManager.default.fileExists(atPath: goldenFolder(in: pawl) + "/samples.txt")
    }

    /// The model alone, planned as a suite of one variant would be: files found, digests verified.
    func plan(in pawl: PawlFolder) throws -> Plan {
        try SingleVariantPlan(
            model: name, variant: variant, modelFile: modelFile(in: pawl), goldenFolder: goldenFolder(in: pawl),
            runtime: "onnxruntime", version: Self.runtimeVersion
        ).plan(in: pawl)
    }
}
