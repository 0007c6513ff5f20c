import InferenceCore
import ModelFormats
import Support

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
        var quantization: InputQuantization?
    }

    /// Of detection.
    struct Boxes {
        var boxes: DataFile
        var classes: DataFile
        var samples: DataFile
        var crowd: DataFile?
    }

    var recipe: GoldenSetRecipe
    var samples: Int
    var inputs: [Input]
    var sampleNames: DataFile
    var labels: DataFile?
    var classes: DataFile?
    var alphabet: DataFile?
    var pairs: (pairs: DataFile, similarities: DataFile)?
    var sequences: DataFile?
    var groups: DataFile?
    /// By name.
    var columns: [(name: String, data: DataFile)] = []
    var masks: DataFile?
    var boxes: Boxes?
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
            let units = input.quantization.map {
                ", quantization: { scale: \($0.scale), zero_point: \($0.zeroPoint) }"
            }
            lines.append("  \(YAMLText.scalar(input.name)): { \(input.data.entries)\(shapes)\(units ?? "") }")
        }
        if !recipe.state.isEmpty {
            let entries = recipe.state.sorted { $0.key < $1.key }
                .map { "\(YAMLText.scalar($0.key)): \(YAMLText.scalar($0.value))" }
            lines.append("state: { \(entries.joined(separator: ", ")) }")
        }
        if let sequences { lines.append("sequences: \(sequences.text)") }
        if let groups { lines.append("groups: \(groups.text)") }
        if !columns.isEmpty {
            lines += ["columns:"] + columns.map { "  \(YAMLText.scalar($0.name)): \($0.data.text)" }
        }
        if let labels { lines.append("labels: \(labels.text)") }
        if let pairs { lines += ["pairs: \(pairs.pairs.text)", "similarities: \(pairs.similarities.text)"] }
        if let masks { lines.append("masks: \(masks.text)") }
        if let ignored = recipe.ignoredLabel { lines.append("ignore: \(ignored)") }
        if let boxes {
            lines += ["boxes: \(boxes.boxes.text)", "box_format: \(GoldenTask.Detection.BoxFormat.xywh.rawValue)"]
            lines += ["box_classes: \(boxes.classes.text)", "box_samples: \(boxes.samples.text)"]
            if let crowd = boxes.crowd { lines.append("crowd: \(crowd.text)") }
        }
        lines.append("sample_names: \(sampleNames.text)")
        if let classes { lines.append("classes: \(classes.text)") }
        if let alphabet { lines.append("alphabet: \(alphabet.text)") }
        lines.append("output: { \(output) }")
        if recipe.task == .anomaly { lines.append("max_fpr: 0.1") }
        let fidelity = recipe.fidelityOutputs.map { YAMLText.scalar($0) }
        if !fidelity.isEmpty {
            lines.append(
                "fidelity_output: " + (fidelity.count == 1 ? fidelity[0] : "[\(fidelity.joined(separator: ", "))]"))
        }
        if let unit = recipe.unit { lines.append("unit: \(YAMLText.quoted(unit))") }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Of a sequence, the index of the symbol that stands for nothing.
    var blank = 0

    private var output: String {
        let output = recipe.output
        let name = "name: \(YAMLText.scalar(output.name))"
        let scores = output.scores?.rawValue ?? ""
        switch recipe.task {
        case .classification: return "\(name), scores: \(scores)"
        case .binary: return "\(name), scores: \(scores), threshold: 0.5"
        case .sequence: return "\(name), decoding: \(output.decoding.rawValue), blank: \(blank)"
        case .anomaly:
            let of = output.scores == .reconstructionError ? ", of: \(YAMLText.scalar(recipe.inputs[0].spec.name))" : ""
            return "\(name), score: \(scores)\(of)"
        case .embedding, .regression, .fidelity: return name
        case .segmentation: return "\(name), layout: \(output.layout?.rawValue ?? "")"
        case .detection:
            guard let detection = output.detection else { return name }
            let outputs = [
                ("boxes", detection.boxes), ("scores", detection.scores), ("labels", detection.labels),
                ("count", detection.count),
            ]
            let named = outputs.compactMap { key, name in name.map { "\(key): \(YAMLText.scalar($0))" } }
            return named.joined(separator: ", ") + ", format: \(detection.format.rawValue)"
        }
    }
}
