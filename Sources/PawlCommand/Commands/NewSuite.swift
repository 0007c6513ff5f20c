import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import Planning
import RuntimeLibraries
import SuiteModel
import Worker

/// What `pawl init` finds out: names, the reference, what the models take, and what is left to do.
struct NewSuite {
    let draft: SuiteDraft
    /// Makes the golden set; nil when it is there.
    private let createCommand: String?

    /// - Parameter path: of the suite's file, absolute.
    init(arguments: ParsedArguments, context: CommandContext, path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let files = arguments.positionals.map(context.absolute)
        let inspection = try ModelInspection(runtime: arguments["--runtime"], context: context)
        let interfaces = try files.map { try inspection.inspect(modelAt: $0) }
        let names = VariantNames(files: files)
        try names.check()
        let reference = Self.reference(among: names.variants, files)
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
            runtimeName: inspection.runtime.name, runtimeVersion: inspection.runtime.version, model: names.model,
            variants: files.indices.map { index in
                .init(
                    name: names.variants[index], file: RelativePath.of(files[index], from: folder),
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
    }

    /// Commands in the order in which they come.
    func nextSteps(suite: String) -> [String] {
        ["next:"] + ([createCommand].compactMap(\.self) + ["pawl gate \(suite)"]).map { "  \($0)" }
    }

    private static func reference(
        among variants: [String], _ files: [String]
    ) -> (index: Int, reason: String) {
        if variants.count == 1 { return (0, "the only one so far") }
        for word in ["fp32", "float32", "f32", "float"] {
            if let index = variants.firstIndex(where: { $0.lowercased().contains(word) }) {
                return (index, "by its name the one that nothing was taken from")
            }
        }
        let bytes = files.map { (try? FileManager.default.attributesOfItem(atPath: $0)[.size] as? Int) ?? 0 }
        let largest = bytes.indices.max { bytes[$0] < bytes[$1] } ?? 0
        return (largest, "the largest, so most likely the one that nothing was taken from")
    }

    /// - Returns: the set's task.
    private static func check(goldenSet folder: String, _ interface: InspectCall.Reply) throws -> String {
        let set = try GoldenSet.open(folder: folder, verifyingDigests: false)
        let matching = TensorMatching(
            .input, wanted: set.wantedInputs(TensorWishes(), like: nil), among: interface.inputs, variant: "the suite")
        if let finding = matching.findings.first {
            throw UsageError(message: "golden set \(folder) does not fit: \(finding.message)", hint: finding.hint ?? "")
        }
        return set.manifest.task.kind.rawValue
    }
}
