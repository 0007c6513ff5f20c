import Foundation
import GoldenSets
import InferenceCore
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
        try Self.checkSame(interfaces, arguments.positionals)

        let names = VariantNames(files: files)
        try names.check()
        let reference = Self.reference(among: names.variants, files)
        let goldenSet = arguments["--golden"] ?? "GoldenSets/\(names.model)"
        createCommand =
            arguments["--golden"] == nil
            ? "pawl golden create \(goldenSet) --samples DIR --labels FILE --model "
                + arguments.positionals[reference.index] : nil
        let task = try arguments["--golden"].map { try Self.check(goldenSet: context.absolute($0), interfaces[0]) }

        var draft = SuiteDraft(
            name: names.suite(path), goldenSetFolder: RelativePath.of(context.absolute(goldenSet), from: folder),
            runtimeName: inspection.runtime.name, runtimeVersion: inspection.runtime.version, model: names.model,
            variants: zip(names.variants, files).map { .init(name: $0, file: RelativePath.of($1, from: folder)) },
            reference: names.variants[reference.index], referenceNote: reference.reason,
            task: task ?? "classification")
        draft.modelNotes =
            interfaces[0].inputs.map { "takes \($0.description)" }
            + interfaces[0].outputs.map { "gives \($0.description)" }
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

    private static func checkSame(_ interfaces: [InspectCall.Reply], _ files: [String]) throws(UsageError) {
        for (interface, file) in zip(interfaces, files).dropFirst() {
            // Names of dynamic dimensions may differ: they bind nothing.
            let differs = zip([interfaces[0].inputs, interfaces[0].outputs], [interface.inputs, interface.outputs])
                .contains { first, other in first.map(\.essence) != other.map(\.essence) }
            guard differs else { continue }
            let words = { (reply: InspectCall.Reply) in
                (reply.inputs + reply.outputs).map(\.description).joined(separator: "; ")
            }
            throw UsageError(
                message: "\(files[0]) has \(words(interfaces[0])), \(file) has \(words(interface))",
                hint: "variants of one model share inputs and outputs; write a suite for each with 'pawl init'")
        }
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
        _ = try set.feed.inputs(ofSample: 0, for: interface.inputs)
        return set.manifest.task.kind.rawValue
    }
}

extension TensorSpec {
    /// Without names of dynamic dimensions.
    fileprivate var essence: TensorSpec {
        let shape = shape.map { dimension in
            if case .dynamic = dimension { TensorSpec.Dimension.dynamic(name: nil) } else { dimension }
        }
        return TensorSpec(name: name, elementType: elementType, shape: shape)
    }
}
