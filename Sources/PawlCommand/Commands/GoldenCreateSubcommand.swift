import GoldenSets
import InferenceCore
import Reports
import Support

/// `pawl golden create FOLDER --samples DIR`
enum GoldenCreateSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["golden", "create"], abstract: "make a golden set of a folder of .npz or .npy samples and their labels",
        discussion: """
            A sample is one .npz file with an array for each model input, named like it, or one .npy file for a model of
            one input. Labels come from a table (--labels FILE, lines 'file,label'), from the names of the folders that
            the samples lie in, or from the beginnings of their file names (--labels-from). Detection takes boxes from a
            JSON file in COCO's format, segmentation a folder with an .npy mask of class indices for each sample.

            Every array is held against the model's inputs, and everything that is wrong is listed. Where the model's
            input is quantised, samples may be real numbers or its integers: the set says what they stand for, and every
            variant is given them in its own units.

            Where several samples belong to one thing that has one label (the windows of a recording, the slices of
            a patient), groups say which: the model's outputs are averaged over a group, and all figures count groups.
            """,
        positionals: [.init(name: "FOLDER", abstract: "the folder to make", completion: .folders)],
        options: [
            .init(name: "--samples", value: "DIR", abstract: "where the samples are", completion: .folders),
            .init(
                name: "--labels", value: "PATH",
                abstract: "a table of 'file,label' lines; boxes: a COCO JSON file; masks: a folder"),
            .init(
                name: "--labels-from", value: "WHAT", abstract: "take labels from names",
                choices: ["folder", "file-name"], completion: .none),
            .init(
                name: "--separator", value: "TEXT",
                abstract: "ends the label in a file name (default: _)", completion: .none),
            .init(
                name: "--task", value: "TASK", abstract: "what the model does; default classification:",
                choices: CreatedTask.allCases.map(\.rawValue), completion: .none),
            .model, .modelRuntime,
            .init(
                name: "--output", value: "NAME",
                abstract: "the output to judge (default: the only one); boxes=NAME,scores=NAME,... of a detector",
                completion: .none),
            .init(
                name: "--scores", value: "KIND",
                abstract: "what the output holds; default: what the model's file tells",
                choices: OutputDescription.Scores.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--classes", value: "FILE",
                abstract: "a class a line, in the order of the scores (default: the labels, sorted)"),
            .init(name: "--alphabet", value: "FILE", abstract: "a symbol a line, for sequences"),
            .init(
                name: "--decoding", value: "KIND", abstract: "how a sequence is read (default: ctc)",
                choices: OutputDescription.Decoding.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--blank", value: "N|first|last",
                abstract: "a sequence's symbol for nothing (default: with ctc by trial, else the first)",
                completion: .none),
            .init(
                name: "--box-format", value: "FORMAT", abstract: "the four numbers of a detector's box",
                choices: GoldenTask.Detection.BoxFormat.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--box-units", value: "UNITS", abstract: "what they count in: 0 to 1, or pixels of which picture",
                choices: ["relative", "input", "image"], completion: .none),
            .init(
                name: "--layout", value: "LAYOUT", abstract: "where a segmentation has its classes",
                choices: GoldenTask.Segmentation.Layout.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--ignore", value: "LABEL", abstract: "the mask's label of pixels that are not judged",
                completion: .none),
            .init(name: "--pairs", value: "FILE", abstract: "embeddings: a table of 'file,file,similarity' lines"),
            .init(
                name: "--state", value: "INPUT=OUTPUT,...",
                abstract: "recurrent inputs, and the output each takes over from the sample before", completion: .none),
            .init(
                name: "--sequences-from", value: "WHAT", abstract: "which samples follow each other in time",
                choices: ["folder", "file-name"], completion: .none),
            .init(name: "--groups", value: "FILE", abstract: "a table of 'file,group' lines: a group is judged as one"),
            .init(
                name: "--groups-column", value: "NAME", abstract: "the column of --labels that names the group",
                completion: .none),
            .init(
                name: "--groups-from", value: "WHAT", abstract: "take groups from names",
                choices: ["folder", "file-name"], completion: .none),
            .init(
                name: "--columns", value: "FILE",
                abstract: "a table 'file,camera,...' with a heading: what gates may cut samples into slices by"),
            .init(
                name: "--fidelity-output", value: "NAME,...",
                abstract: "outputs to hold against the reference's, or all (default: the one judged)",
                completion: .none),
            .init(
                name: "--allow-nan", value: nil, abstract: "NaN in a sample stands for a missing value",
                completion: .none),
            .init(name: "--unit", value: "TEXT", abstract: "unit of regression labels", completion: .none),
            .init(
                name: "--input-scale", value: "NUMBER", abstract: "scale of a quantised input, or NAME=NUMBER,...",
                completion: .none),
            .init(
                name: "--input-zero-point", value: "NUMBER",
                abstract: "its zero point, or NAME=NUMBER,... (default: 0)",
                completion: .none),
            .init(name: "--id", value: "ID", abstract: "the set's id (default: the folder's name)", completion: .none),
            .init(
                name: "--set-version", value: "VERSION", abstract: "the set's version (default: 1)", completion: .none),
            .init(name: "--title", value: "TEXT", abstract: "one line for people", completion: .none),
            .init(name: "--source", value: "TEXT", abstract: "where the samples come from", completion: .none),
            .init(name: "--licence", value: "TEXT", abstract: "what may be done with them", completion: .none),
            .init(name: "--labelled", value: "TEXT", abstract: "how the labels came about", completion: .none),
            .init(name: "--limits", value: "TEXT", abstract: "what the set cannot tell", completion: .none),
            .init(name: "--replace", value: nil, abstract: "replace a golden set made before", completion: .none),
            .init(
                name: "--no-check", value: nil,
                abstract: "keep the set without asking the model whether its labels fit", completion: .none),
            .format,
        ],
        examples: [
            .init(
                command: "pawl golden create GoldenSets/mine --samples samples --labels labels.csv --model mine.onnx",
                explanation: "samples/*.npz, labelled by a table, for a model's inputs"),
            .init(
                command:
                    "pawl golden create mine --samples photos --labels-from folder --model mine.onnx --classes c.txt",
                explanation: "photos/cat/1.npy is a cat; c.txt has the order of the model's scores"),
            .init(
                command:
                    "pawl golden create boxes --task detection --samples photos --labels coco.json --model ssd.tflite",
                explanation: "photos/000139.npy has the boxes of 000139.jpg"),
            .init(
                command: "pawl golden create GoldenSets/plain --samples samples --model mine.onnx --task fidelity",
                explanation: "no labels: variants are compared with the reference only"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let folder = context.absolute(arguments.positionals[0])
            var recipe = try GoldenRecipeArguments(arguments: arguments, context: context).recipe(folder: folder)
            var check = try check(arguments, context)
            check?.choosesBlank =
                recipe.task == .sequence && recipe.output.decoding == .ctc && arguments["--blank"] == nil
            let summary = try create(&recipe, in: folder, arguments, check, context)
            for note in summary.notes { context.warn(note) }
            guard !context.wantsJSON(arguments) else {
                try context.writeJSON(summary)
                return .passed
            }
            write(summary, recipe, arguments.positionals[0], context)
            return .passed
        }
    }

    /// Made anew with the blank that the check finds, where it is to choose one; the recipe then states it.
    private static func create(
        _ recipe: inout GoldenSetRecipe, in folder: String, _ arguments: ParsedArguments, _ check: CreatedSetCheck?,
        _ context: CommandContext
    ) throws -> GoldenSetCreator.Summary {
        func create(_ check: CreatedSetCheck?) throws(GoldenSetCreationError) -> GoldenSetCreator.Summary {
            try GoldenSetCreator(recipe) { context.interruption.wasTriggered }.create(
                in: folder, replaces: arguments.has("--replace")
            ) { folder throws(GoldenSetCreationError) in try check?.run(on: folder) }
        }
        do {
            return try create(check)
        } catch GoldenSetCreationError.otherBlank(let blank) {
            recipe.output.blank = .index(blank)
        }
        var stated = check
        stated?.choosesBlank = false
        return try create(stated)
    }

    /// Nil where none is wanted.
    private static func check(_ arguments: ParsedArguments, _ context: CommandContext) throws -> CreatedSetCheck? {
        guard !arguments.has("--no-check"), let model = arguments["--model"].map(context.absolute) else { return nil }
        return CreatedSetCheck(
            context: context, model: model,
            runtime: try ModelInspection(modelAt: model, runtime: arguments["--runtime"], context: context).runtime)
    }

    private static let listedClasses = 20

    private static func description(of output: OutputDescription) -> String {
        if let detection = output.detection {
            let units =
                switch detection.units {
                case .relative: "0 to 1"
                case .image: "pixels of the image"
                case .input(let width, let height): "pixels of \(width) x \(height)"
                }
            return "\(detection.boxes): boxes (\(detection.format.rawValue), \(units)); \(detection.labels): labels; "
                + "\(detection.scores): scores" + (detection.count.map { "; \($0): count" } ?? "")
        }
        let how = output.scores?.rawValue ?? output.layout?.rawValue.replacing("_", with: " ")
        return output.name + (how.map { ": \($0)" } ?? "")
    }

    private static func write(
        _ summary: GoldenSetCreator.Summary, _ recipe: GoldenSetRecipe, _ folder: String, _ context: CommandContext
    ) {
        let groups = summary.groups.map { " in \($0) groups" } ?? ""
        var facts = recipe.inputs.map { ("input", Prose($0.spec.description)) }
        let blank = summary.blank.map { ", decoding \(recipe.output.decoding.rawValue), blank \($0)" } ?? ""
        facts.append(("output", Prose(Self.description(of: recipe.output) + blank)))
        if !recipe.fidelityOutputs.isEmpty {
            facts.append(
                ("", "compared with the reference's: \(recipe.fidelityOutputs.joined(separator: ", "))"))
        }
        if !summary.classes.isEmpty {
            let listed = summary.classes.enumerated().map { "\($0) \($1)" }
            facts.append(("classes", Prose(Wording.names(listed, most: listedClasses))))
            if recipe.output.scores == .labels {
                facts.append(("", "must be all that the model knows; --classes FILE lists others"))
            } else if recipe.classesFile == nil, [.classification, .segmentation].contains(recipe.task) {
                facts.append(("", "must be the order of the model's scores; --classes FILE states another"))
            } else if recipe.classesFile == nil, recipe.task == .detection {
                facts.append(("", "must be the order of the model's labels; --classes FILE states another"))
            }
        }
        if let columns = summary.columns { facts.append(("columns", Prose(columns.joined(separator: ", ")))) }
        facts += summary.preparations.map { ("prepared", Prose($0)) }
        let texts = recipe.texts
        let unstated = [
            ("source", texts.source), ("licence", texts.licence), ("labelled", texts.labelled),
            ("limits", texts.limits),
        ].filter { $0.1 == GoldenSetRecipe.Texts.notStated }.map(\.0)
        if !unstated.isEmpty {
            facts.append(
                ("not stated", "\(unstated.joined(separator: ", ")); write it into \(name: folder)/golden.yaml"))
        }
        let title = "made \(folder): \(summary.samples) samples\(groups) for \(recipe.task.rawValue)"
        context.write(
            Document(blocks: [
                .facts(.init(title: Prose(title), facts)), .verbatim(.init("next", ["pawl golden describe \(folder)"])),
            ]))
    }
}
