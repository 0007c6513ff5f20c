import GoldenSetCreation
import InferenceCore
import Processes

/// `pawl golden create FOLDER --samples DIR`
enum GoldenCreateSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["golden", "create"], abstract: "make a golden set of a folder of .npz or .npy samples and their labels",
        discussion: """
            A sample is one .npz file with an array for each model input, named like it, or one .npy file for a model of
            one input. Labels come from a table (--labels FILE, lines 'file,label'), from the names of the folders that
            the samples lie in, or from the beginnings of their file names (--labels-from).

            Every array is held against the model's inputs, and everything that is wrong is listed. Where the model's
            input is quantised and the samples are not, or the other way round, values are converted with the model's own
            scale and zero point, or with those given.
            """,
        positionals: [.init(name: "FOLDER", abstract: "the folder to make", completion: .folders)],
        options: [
            .init(name: "--samples", value: "DIR", abstract: "where the samples are", completion: .folders),
            .init(name: "--labels", value: "FILE", abstract: "a table of 'file,label' lines"),
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
                name: "--output", value: "NAME", abstract: "the model output to judge (default: the only one)",
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
                abstract: "do not let the model answer the set to see whether labels fit", completion: .none),
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
                command: "pawl golden create GoldenSets/plain --samples samples --model mine.onnx --task fidelity",
                explanation: "no labels: variants are compared with the reference only"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let folder = context.absolute(arguments.positionals[0])
            let recipe = try GoldenRecipeArguments(arguments: arguments, context: context).recipe(folder: folder)
            let summary = try GoldenSetCreator(recipe) { context.interruption.wasTriggered }.create(
                in: folder, replaces: arguments.has("--replace"))
            if !arguments.has("--no-check"), let model = arguments["--model"] {
                CreatedSetCheck(
                    context: context, folder: folder, model: context.absolute(model),
                    runtime: try ModelInspection(runtime: arguments["--runtime"], context: context).runtime
                ).run()
            }
            guard !context.wantsJSON(arguments) else {
                try context.writeJSON(summary)
                return .passed
            }
            write(summary, recipe, arguments.positionals[0], context)
            return .passed
        }
    }

    private static let listedClasses = 20

    private static func write(
        _ summary: GoldenSetCreator.Summary, _ recipe: GoldenSetRecipe, _ folder: String, _ context: CommandContext
    ) {
        var lines = ["made \(folder): \(summary.samples) samples for \(recipe.task.rawValue)"]
        lines += recipe.inputs.map { "  input   \($0.spec.description)" }
        lines.append("  output  \(recipe.output.name)" + (recipe.output.scores.map { ": \($0.rawValue)" } ?? ""))
        if !summary.classes.isEmpty {
            let listed = summary.classes.prefix(listedClasses).enumerated().map { "\($0) \($1)" }
            let rest = summary.classes.count - listed.count
            lines.append("  classes \(listed.joined(separator: ", "))" + (rest > 0 ? " and \(rest) more" : ""))
            if recipe.classesFile == nil, recipe.task == .classification {
                lines.append("          must be the order of the model's scores; --classes FILE states another")
            }
        }
        lines += summary.preparations.map { "  \($0)" }
        let texts = recipe.texts
        let unstated = [
            ("source", texts.source), ("licence", texts.licence), ("labelled", texts.labelled),
            ("limits", texts.limits),
        ].filter { $0.1 == GoldenSetRecipe.Texts.notStated }.map(\.0)
        if !unstated.isEmpty {
            lines.append("not stated: \(unstated.joined(separator: ", ")); write it into \(folder)/golden.yaml")
        }
        lines.append("next: pawl golden describe \(folder)")
        context.output.writeResult(lines.joined(separator: "\n") + "\n")
    }
}
