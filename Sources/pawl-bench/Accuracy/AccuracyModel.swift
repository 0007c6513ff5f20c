import Diagnostics
import Files
import Foundation
import Planning
import RuntimeLibraries
import SuiteModel

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
        let place = SourceLocation(file: "bench", line: 1, column: 1)
        let suite = Suite(
            name: "bench", file: "bench", digest: "",
            goldenSets: ["golden": LocatedPath(path: goldenFolder(in: pawl), location: place)],
            runtimes: [
                "ort": RuntimeDeclaration(
                    label: "ort", name: "onnxruntime", version: Self.runtimeVersion, location: place)
            ],
            models: [
                ModelDeclaration(
                    name: name, goldenSet: "golden", reference: nil,
                    variants: [
                        VariantDeclaration(
                            name: variant, file: LocatedPath(path: modelFile(in: pawl), location: place),
                            runtime: "ort", location: place)
                    ], location: place)
            ], gates: [])
        let installed = InstalledRuntimes(root: pawl.runtimes)
        let planner = Planner { name, version in
            let library = try installed.library(name: name, version: version)
            return LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest)
        }
        return try planner.plan(running: suite)
    }
}
