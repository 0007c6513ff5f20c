import Foundation
import Reports
import Suites
import Support

/// `pawl init MODEL...`
enum InitSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["init"], abstract: "write a suite for model files, with a comment on everything in it",
        discussion: """
            The files are variants of one model: they take the same inputs and give the same outputs, in whatever types,
            names and order of axes; where axes differ, the suite says how they lie. Names come from the file names, the
            runtime from the format. The reference is the variant with the widest weights, else the one whose file is
            called fp32 or float, else one whose name does not say that it was derived (int8, dyn), else the largest.
            'pawl gate' runs the suite as soon as its golden set is there.
            """,
        positionals: [.init(name: "MODEL", abstract: "model files, variants of one model", isRepeated: true)],
        options: [
            .init(
                name: "--golden", value: "DIR", abstract: "the golden set (default: one that is still to be made)",
                completion: .folders),
            .modelRuntime,
            .init(name: "--output", value: "FILE", abstract: "the file to write (default: suite.yaml)"),
            .device,
        ],
        examples: [
            .init(command: "pawl init mine-fp32.onnx mine-int8.onnx", explanation: "a suite of two variants"),
            .init(
                command: "pawl init mine.onnx --golden GoldenSets/mine --output Suites/mine.yaml",
                explanation: "with a golden set that is there already"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let given = arguments["--output"] ?? "suite.yaml"
        let path = context.absolute(given)
        guard (try? FileManager.default.attributesOfItem(atPath: path)) == nil else {
            throw UsageError(
                message: "\(given) is there already", hint: "name another file with --output, or move it away")
        }
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let plan = try NewSuite(arguments: arguments, context: context, path: path)
            try AtomicFile.write(plan.draft.text, to: path)
            for note in plan.notes { context.warn(note) }
            context.write(summary(plan, given))
            return .passed
        }
    }

    private static func summary(_ plan: NewSuite, _ path: String) -> Document {
        let draft = plan.draft
        let runtimes = draft.runtimes.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        let variants = draft.variants.map { variant in
            let role = variant.name == draft.reference ? ", reference: \(draft.referenceNote)" : ""
            let axes = [("input", variant.inputAxes), ("output", variant.outputAxes)].flatMap { kind, axes in
                axes.sorted { $0.key < $1.key }.map { "; \(kind) \($0): axes \($1)" }
            }
            return Prose(variant.name + role + axes.joined())
        }
        let title = "wrote \(path): model \(draft.model) on \(runtimes)"
        return Document(blocks: [
            .section(.init("variants", Prose(title), [.items(.init(variants, noun: "variants"))])),
            .verbatim(.init("next", plan.nextSteps(suite: path))),
        ])
    }
}
