import GoldenSets
import InferenceCore
import YAMLDocument

/// Writes `golden.yaml`.
struct ManifestText {
    struct DataFile {
        var path: String
        var digest: String

        var entries: String { "file: \(YAMLText.quoted(path)), sha256: \(digest)" }
        var text: String { "{ \(entries) }" }
    }

    struct Input {
        var name: String
        var data: DataFile
        var shapes: DataFile?
    }

    var recipe: GoldenSetRecipe
    var samples: Int
    var inputs: [Input]
    var sampleNames: DataFile
    var labels: DataFile?
    var classes: DataFile?
    var alphabet: DataFile?
    /// What was done to the samples, in sentences.
    var preparations: [String]

    var text: String {
        let texts = recipe.texts
        var lines = [
            "# Made by 'pawl golden create'. The data files belong to this manifest: it holds their digests.",
            "golden: 1",
            "id: \(YAMLText.scalar(texts.id))",
            "version: \(YAMLText.scalar(texts.version))",
            "title: \(YAMLText.quoted(texts.title))",
            "task: \(recipe.task.rawValue)",
            "source: \(YAMLText.quoted(([texts.source] + preparations).joined(separator: "; ")))",
            "licence: \(YAMLText.quoted(texts.licence))",
            "labelled: \(YAMLText.quoted(texts.labelled))",
            "limits: \(YAMLText.quoted(texts.limits))",
            "samples: \(samples)",
            "inputs:",
        ]
        for input in inputs {
            let shapes = input.shapes.map { ", shapes: \($0.text)" } ?? ""
            lines.append("  \(YAMLText.scalar(input.name)): { \(input.data.entries)\(shapes) }")
        }
        if let labels { lines.append("labels: \(labels.text)") }
        lines.append("sample_names: \(sampleNames.text)")
        if let classes { lines.append("classes: \(classes.text)") }
        if let alphabet { lines.append("alphabet: \(alphabet.text)") }
        lines.append("output: { \(output) }")
        if recipe.task == .anomaly { lines.append("max_fpr: 0.1") }
        if let unit = recipe.unit { lines.append("unit: \(YAMLText.quoted(unit))") }
        return lines.joined(separator: "\n") + "\n"
    }

    private var output: String {
        let output = recipe.output
        let name = "name: \(YAMLText.scalar(output.name))"
        let scores = output.scores?.rawValue ?? ""
        switch recipe.task {
        case .classification: return "\(name), scores: \(scores)"
        case .binary: return "\(name), scores: \(scores), threshold: 0.5"
        case .sequence: return "\(name), decoding: \(output.decoding.rawValue), blank: 0"
        case .anomaly:
            let of = output.scores == .reconstructionError ? ", of: \(YAMLText.scalar(recipe.inputs[0].spec.name))" : ""
            return "\(name), score: \(scores)\(of)"
        case .embedding, .regression, .fidelity: return name
        }
    }
}
