import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import Support
import Worker

/// Makes a golden set's recipe of a command line, asking the model what it takes and gives.
struct GoldenRecipeArguments {
    let arguments: ParsedArguments
    let context: CommandContext

    /// - Parameter folder: of the set to make.
    func recipe(folder: String) throws -> GoldenSetRecipe {
        guard let samples = arguments["--samples"] else {
            throw UsageError(message: "'pawl golden create' needs --samples", hint: "write --samples DIR")
        }
        let task = arguments["--task"].flatMap(CreatedTask.init) ?? .classification
        let labels = try labels(for: task)
        guard let modelPath = arguments["--model"] else {
            throw UsageError(
                message: "'pawl golden create' needs --model",
                hint: "the model's inputs say what the samples must be; any of its variants will do")
        }
        let inspection = try ModelInspection(
            modelAt: context.absolute(modelPath), runtime: arguments["--runtime"], context: context)
        if let note = inspection.note(on: modelPath) { context.warn(note) }
        let model = try InspectedModel(path: context.absolute(modelPath), inspection: inspection)
        let state = try state(model)
        var recipe = GoldenSetRecipe(
            texts: try texts(folder: folder), task: task, samplesFolder: context.absolute(samples), labels: labels,
            inputs: try inputs(model, besides: state), output: try output(model, task))
        recipe.state = state
        recipe.sequences = try sequences(state)
        recipe.groups = try groups(task, labels)
        if recipe.groups != nil, recipe.output.scores == .labels {
            throw UsageError(
                message: "output '\(recipe.output.name)' holds classes, which have no average over a group",
                hint: "judge an output of probabilities or logits with --output")
        }
        recipe.columnsFile = arguments["--columns"].map(context.absolute)
        recipe.allowsNaN = arguments.has("--allow-nan")
        recipe.ignoredLabel = try arguments["--ignore"].map { try ignoredLabel($0, task) }
        recipe.pairsFile = try pairsFile(task)
        recipe.fidelityOutputs = try fidelityOutputs(model, task)
        recipe.classesFile = arguments["--classes"].map(context.absolute)
        recipe.alphabetFile = arguments["--alphabet"].map(context.absolute)
        if task == .sequence, recipe.alphabetFile == nil {
            throw UsageError(message: "a sequence needs --alphabet", hint: "give a file with a symbol a line")
        }
        recipe.unit = try arguments["--unit"].map { try text($0, "--unit") }
        return recipe
    }

    private func texts(folder: String) throws -> GoldenSetRecipe.Texts {
        let id = arguments["--id"] ?? (folder as NSString).lastPathComponent
        let version = arguments["--set-version"] ?? "1"
        for (option, value) in [("--id", id), ("--set-version", version)] where !SafeName.accepts(value) {
            throw UsageError(message: "\(option) cannot be '\(value)'", hint: SafeName.rule)
        }
        var texts = GoldenSetRecipe.Texts(id: id, version: version, title: try text("--title") ?? id)
        if let source = try text("--source") { texts.source = source }
        if let licence = try text("--licence") { texts.licence = licence }
        if let labelled = try text("--labelled") { texts.labelled = labelled }
        if let limits = try text("--limits") { texts.limits = limits }
        return texts
    }

    private func text(_ option: String) throws -> String? { try arguments[option].map { try text($0, option) } }

    private func text(_ value: String, _ option: String) throws -> String {
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
        }
        guard !value.allSatisfy(\.isWhitespace), !value.unicodeScalars.contains(where: isControl) else {
            throw UsageError(message: "\(option) is empty or has a control character in it", hint: "write plain text")
        }
        return value
    }

    private func labels(for task: CreatedTask) throws -> LabelSource {
        let table = arguments["--labels"], names = arguments["--labels-from"]
        if task == .detection || task == .segmentation, names != nil {
            throw UsageError(
                message: "--labels-from is not for \(task.rawValue)",
                hint: task == .detection
                    ? "give the boxes with --labels FILE.json, in COCO's format" : "give the masks with --labels DIR")
        }
        if table != nil, names != nil {
            throw UsageError(message: "--labels and --labels-from exclude each other", hint: "give one of them")
        }
        if arguments["--separator"] != nil,
            !["--sequences-from", "--groups-from"].contains(where: { arguments[$0] == "file-name" }),
            names != "file-name"
        {
            throw UsageError(message: "--separator is of --labels-from file-name", hint: "leave it out, or add that")
        }
        if let table {
            switch task {
            case .detection: return .annotations(path: context.absolute(table))
            case .segmentation: return .masks(folder: context.absolute(table))
            default: return .table(path: context.absolute(table))
            }
        }
        switch names {
        case "folder": return .folderName
        case "file-name": return .fileName(separator: arguments["--separator"] ?? "_")
        default: break
        }
        guard !task.needsLabels else {
            throw UsageError(
                message: "\(task.rawValue) needs labels",
                hint: Self.labelsHint(task))
        }
        return .none
    }

    private func inputs(_ model: InspectedModel, besides state: [String: String]) throws -> [InputPlan] {
        let fed = model.interface.inputs.filter { state[$0.name] == nil }
        let given = try arguments.quantizations(inputs: fed.map(\.name))
        return try fed.map { spec in
            if let quantization = given[spec.name] {
                return InputPlan(
                    spec: spec, quantization: quantization, quantizationSource: "the command line", isGivenByHand: true)
            }
            return InputPlan(
                spec: spec, quantization: try model.quantization(of: spec),
                quantizationSource: (model.path as NSString).lastPathComponent)
        }
    }

    private static func labelsHint(_ task: CreatedTask) -> String {
        switch task {
        case .detection: "give --labels FILE.json, boxes in COCO's format"
        case .segmentation: "give --labels DIR, a folder with a mask for each sample, an .npy of class indices"
        default:
            "give --labels FILE or --labels-from folder or file-name; without labels only --task fidelity and embedding "
                + "are possible"
        }
    }

    private func output(_ model: InspectedModel, _ task: CreatedTask) throws -> OutputDescription {
        if task == .detection { return try DetectionChoice(arguments: arguments, model: model).output() }
        // Of several that have no labels all are judged, the farthest first.
        let first = task == .fidelity && arguments["--output"] == nil ? model.interface.outputs.first?.name : nil
        let spec = try model.output(named: arguments["--output"] ?? first ?? model.classifierOutput(task))
        let given = arguments["--scores"].flatMap(OutputDescription.Scores.init)
        if model.isText(spec.name), task != .classification || given ?? .labels != .labels {
            throw UsageError(
                message: "output '\(spec.name)' holds texts, which only --task classification reads, as classes",
                hint: "judge another output with --output, or leave --scores out")
        }
        var output = OutputDescription(name: spec.name)
        output.decoding = arguments["--decoding"].flatMap(OutputDescription.Decoding.init) ?? .ctc
        if let text = arguments["--blank"] { output.blank = try blank(text, task) }
        if task == .segmentation { try SegmentationChoice(arguments: arguments, output: spec).complete(&output) }
        output.scores = try ScoresChoice(task: task, output: spec, model: model)
            .scores(given: given)
        if case .fixed(let count) = spec.shape.last, task == .classification, output.scores != .labels {
            output.classCount = count
        }
        return output
    }
}
