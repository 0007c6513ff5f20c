import Foundation

/// How to make a mixed variant again, and how to name it in a suite.
struct SensitivityRecipe {
    var python: String
    var model: String
    var method: String
    var calibration: String?
    var variant: String
    /// Where it was written; nil puts it beside the model.
    var output: String?
    /// The suite's label of the runtime; nil without a suite.
    var runtime: String?
    /// Folders, absolute: the one that paths here start from, and the one that the suite's do.
    var workingFolder: String
    var suiteFolder: String

    private var file: String {
        output ?? URL(fileURLWithPath: model).deletingLastPathComponent().relativePath + "/\(variant).onnx"
    }

    func command(excluding nodes: [String]) -> [String] {
        [python, "-m", "pawl_models", "quantise", model, "--method", method]
            + (calibration.map { ["--calibration", $0] } ?? [])
            // With '=', a name that begins with a dash is no option.
            + nodes.map { $0.hasPrefix("-") ? ["--exclude=\($0)"] : ["--exclude", $0] }.joined()
            + ["--output", file]
    }

    /// For the `variants:` of a model.
    var suiteLine: String { "\(variant): { file: \(fileInSuite), runtime: \(runtime ?? "RUNTIME") }" }

    private var fileInSuite: String {
        let path = URL(fileURLWithPath: file, relativeTo: URL(fileURLWithPath: workingFolder)).standardizedFileURL.path
        let parts = path.split(separator: "/")
        let base = URL(fileURLWithPath: suiteFolder).standardizedFileURL.path.split(separator: "/")
        let shared = zip(parts, base).prefix { $0 == $1 }.count
        // From the root on, nothing is gained by walking up.
        guard shared > 0 else { return path }
        return (Array(repeating: "..", count: base.count - shared) + parts[shared...].map(String.init))
            .joined(separator: "/")
    }

    /// A command for a shell, each word as it is.
    static func shellText(_ words: [String]) -> String {
        words.map { word in
            let isPlain = word.unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0)
                    || "/._-=:,+@".unicodeScalars.contains($0)
            }
            return isPlain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
        }.joined(separator: " ")
    }
}
