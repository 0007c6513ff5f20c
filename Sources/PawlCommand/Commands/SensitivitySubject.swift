import Diagnostics
import Foundation
import GoldenSets
import Records
import RuntimeLibraries
import Suites
import Support

/// The model to search, with what judges it: a suite's, or one that the options describe.
struct SensitivitySubject {
    private static let suiteOnly = ["--suite"]
    private static let fileOnly = ["--golden", "--runtime", "--max-drop", "--gate"]

    let suite: Suite
    let model: ModelDeclaration
    let reference: VariantDeclaration
    /// Where runtimes and Python are looked for.
    let folder: String
    /// Whether the suite is the user's own.
    let hasSuite: Bool

    init(_ arguments: ParsedArguments, in context: CommandContext) throws {
        let name = arguments.positionals[0]
        if let file = arguments["--suite"] {
            if let option = Self.fileOnly.first(where: arguments.has) {
                throw UsageError(message: "--suite and \(option) exclude each other", hint: "the suite says it all")
            }
            suite = try context.readSuite(file)
            folder = context.folder(of: file)
            hasSuite = true
            guard let model = suite.models.first(where: { $0.name == name }) else {
                throw UsageError(
                    message: "suite '\(suite.name)' has no model '\(name)'",
                    hint: Suggestion.hint(for: name, among: suite.models.map(\.name)))
            }
            self.model = model
        } else {
            guard name.hasSuffix(".onnx") else {
                throw UsageError(
                    message: "'\(name)' is no .onnx file, and no --suite says what model it is",
                    hint: "pawl variants sensitivity \(name) --suite SUITE")
            }
            suite = try Self.describe(context.absolute(name), arguments, context)
            folder = context.workingFolder
            hasSuite = false
            model = suite.models[0]
        }
        let wanted = model.reference
        guard let reference = model.variants.first(where: { $0.name == wanted }) else {
            throw UsageError(
                message: "model '\(model.name)' names no reference",
                hint: "add 'reference: VARIANT' to it, the variant in single precision")
        }
        self.reference = reference
    }

    /// A suite of one model, written as its author would have, so that all of it is checked as any other suite.
    private static func describe(
        _ path: String, _ arguments: ParsedArguments, _ context: CommandContext
    ) throws -> Suite {
        guard let golden = arguments["--golden"].map(context.absolute), let runtime = arguments["--runtime"] else {
            throw UsageError(
                message: "an .onnx file needs --golden and --runtime",
                hint: "such as --golden GoldenSets/mine --runtime onnxruntime==1.31.1; or use --suite")
        }
        let requirement = try RuntimeRequirement(parsing: runtime)
        let gate = try gate(arguments, golden: golden)
        let text = """
            pawl: 1
            suite: model
            golden_sets: { golden: \(quoted(golden)) }
            runtimes: { runtime: { name: \(quoted(requirement.name)), version: \(quoted(requirement.version)) } }
            models:
              model:
                golden_set: golden
                reference: float
                variants: { float: { file: \(quoted(path)), runtime: runtime } }
            gates:
              - \(gate)

            """
        let folder = try TemporaryFolder(prefix: "pawl-sensitivity")
        return try withExtendedLifetime(folder) {
            try AtomicFile.write(text, to: folder.file("suite.yaml"))
            do throws(SuiteError) {
                return try SuiteReader.read(file: folder.file("suite.yaml"))
            } catch {
                // Everything but the gate is ours; its place in our file would help nobody.
                let finding = error.diagnostics.first
                throw UsageError(
                    message: "the gate '\(gate)' cannot be used: \(finding?.message ?? "")",
                    hint: finding?.hint ?? "docs/suite-format.md says how gates are written")
            }
        }
    }

    private static func gate(_ arguments: ParsedArguments, golden: String) throws -> String {
        switch (arguments["--gate"], arguments["--max-drop"]) {
        case (let gate?, nil):
            guard !gate.contains(where: \.isNewline) else {
                throw UsageError(message: "--gate has more than one line", hint: "write one gate in braces: { ... }")
            }
            return gate
        case (nil, let drop?):
            let manifest = try GoldenSet.open(folder: golden, verifyingDigests: false).manifest
            guard let metric = manifest.ownMetrics.first, metric.direction == .higherIsBetter else {
                throw UsageError(
                    message:
                        "--max-drop does not fit: task \(manifest.task.kind.rawValue) has no share that could drop",
                    hint: "write a gate with --gate, on one of: "
                        + manifest.metrics.map(\.rawValue).joined(separator: ", "))
            }
            return "{ metric: \(metric.rawValue), against: reference, max_drop: \(quoted(drop)) }"
        default:
            throw UsageError(
                message: "give --max-drop or --gate, one of the two", hint: "such as --max-drop '1 point'")
        }
    }

    /// A YAML scalar in single quotes, in which nothing but the quote means anything.
    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
