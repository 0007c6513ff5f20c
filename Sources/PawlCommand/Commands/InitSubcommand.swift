import Files
import Foundation
import SuiteModel

/// `pawl init MODEL...`
enum InitSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["init"], abstract: "write a suite for model files, with a comment on everything in it",
        discussion: """
            The files are variants of one model: they take the same inputs and give the same outputs. Names come from the
            file names; the reference is the one that is called fp32 or float, else the largest. The suite is valid as it
            is, and 'pawl gate' runs it as soon as its golden set is there.
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
            context.output.writeResult(
                ([summary(plan, given)] + plan.nextSteps(suite: given)).joined(separator: "\n") + "\n")
            return .passed
        }
    }

    private static func summary(_ plan: NewSuite, _ path: String) -> String {
        let draft = plan.draft
        let variants = draft.variants.map { $0.name == draft.reference ? "\($0.name) (reference)" : $0.name }
        return "wrote \(path): model \(draft.model) with \(variants.joined(separator: ", "))"
    }
}
