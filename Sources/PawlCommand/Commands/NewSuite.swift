import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import RuntimeLibraries
import Suites
import Worker

/// What `pawl init` finds out: names, the reference, what the models take, and what is left to do.
struct NewSuite {
    let draft: SuiteDraft
    /// What is to be said of the models beside what stands in the draft.
    let notes: [Diagnostic]
    /// Makes the golden set; nil when it is there.
    private let createCommand: String?

    /// - Parameter path: of the suite's file, absolute.
    init(arguments: ParsedArguments, context: CommandContext, path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let files = arguments.positionals.map(context.absolute)
        let inspections = try Self.inspections(files, arguments["--runtime"], context)
        let interfaces = try zip(files, inspections).map { try $1.inspect(modelAt: $0) }
        let weights = files.map { WeightTypes(ofModel: $0) }
        let names = VariantNames(files: files, types: weights.map { $0?.leading })
        try names.check()
        let reference = ReferenceChoice(
            names: names.variants, stated: names.stated, weights: weights, bytes: files.map(Self.bytes))
        let unread = ((try? ModelInterface.read(path: files[reference.index])) ?? nil)?.inputs.filter(\.isUnread) ?? []
        let fits = try files.indices.map { index in
            try VariantFit(
                interfaces[index], like: interfaces[reference.index], unread: Set(unread.flatMap(\.names)),
                names: (arguments.positionals[index], arguments.positionals[reference.index]))
        }
        let goldenSet = arguments["--golden"] ?? "GoldenSets/\(names.model)"
        createCommand =
            arguments["--golden"] == nil
            ? "pawl golden create \(goldenSet) --samples DIR --labels FILE --model "
                + arguments.positionals[reference.index] : nil
        let task = try arguments["--golden"].map {
            try Self.check(goldenSet: context.absolute($0), interfaces[reference.index])
        }

        var draft = SuiteDraft(
            name: names.suite(path), goldenSetFolder: RelativePath.of(context.absolute(goldenSet), from: folder),
            runtimes: Self.runtimes(inspections), model: names.model,
            variants: files.indices.map { index in
                .init(
                    name: names.variants[index], file: RelativePath.of(files[index], from: folder),
                    runtime: inspections[index].runtime.name,
                    inputAxes: fits[index].inputs, outputAxes: fits[index].outputs)
            },
            reference: names.variants[reference.index], referenceNote: reference.reason,
            task: task ?? "classification")
        draft.modelNotes =
            interfaces[reference.index].inputs.map { "takes \($0.description)" }
            + interfaces[reference.index].outputs.map { "gives \($0.description)" }
        draft.device = try arguments["--device"].map {
            try DeviceClassReader.find($0, suiteFolder: folder, resolve: context.absolute)
        }
        if let createCommand {
            draft.goldenSetNotes = ["Make it of your samples:", "  \(createCommand)"]
        }
        self.draft = draft
        var seen: Set<RuntimeRequirement> = []
        notes = zip(files, inspections).compactMap { seen.insert($1.runtime).inserted ? $1.note(on: $0) : nil }
    }

    /// Commands in the order in which they come.
    func nextSteps(suite: String) -> [String] {
        [createCommand].compactMap(\.self) + ["pawl gate \(suite)"]
    }

    /// One runtime for each format.
    private static func inspections(
        _ files: [String], _ runtime: String?, _ context: CommandContext
    ) throws -> [ModelInspection] {
        var known: [[String]?: ModelInspection] = [:]
        return try files.map { file in
            let readers = RuntimeFormats.openers(of: file)
            if let inspection = known[readers] { return inspection }
            let inspection = try ModelInspection(modelAt: file, runtime: runtime, context: context)
            known[readers] = inspection
            return inspection
        }
    }

    /// Labelled by their names.
    private static func runtimes(_ inspections: [ModelInspection]) -> [SuiteDraft.Runtime] {
        var runtimes: [SuiteDraft.Runtime] = []
        for runtime in inspections.map(\.runtime) where !runtimes.contains(where: { $0.label == runtime.name }) {
            runtimes.append(.init(label: runtime.name, name: runtime.name, version: runtime.version))
        }
        return runtimes
    }

    private static func bytes(_ file: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
    }

    /// - Returns: the set's task.
    private static func check(goldenSet folder: String, _ interface: InspectCall.Reply) throws -> String {
        let set = try GoldenSet.open(folder: folder, verifyingDigests: false)
        let matching = TensorMatching(
            .input, wanted: set.requestedInputs(TensorSelectors(), like: nil), among: interface.inputs,
            variant: "the suite")
        if let finding = matching.findings.first {
            throw UsageError(message: "golden set \(folder) does not fit: \(finding.message)", hint: finding.hint ?? "")
        }
        return set.manifest.task.kind.rawValue
    }
}
