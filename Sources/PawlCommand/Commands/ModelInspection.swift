import Diagnostics
import Foundation
import GoldenSets
import Harness
import InferenceCore
import ModelFormats
import Records
import RuntimeLibraries
import Suites
import Worker

/// Asks what models take and give, in a worker process: no model runs in the supervisor.
struct ModelInspection {
    /// The runtime that opens the models.
    let runtime: RuntimeRequirement
    /// The runtime that the file was made for, where another opens it: that one is not installed.
    private let missing: String?
    private let library: InstalledLibrary
    private let context: CommandContext

    private static let timeoutSeconds = 120.0
    /// What opens files of no known kind, to say itself what is wrong with them.
    private static let lastResort = ["onnxruntime"]

    /// - Parameters:
    ///   - path: of the model; its format decides where no runtime is named.
    ///   - name: `NAME==VERSION`, `NAME` for the newest of its versions that is installed, or nil.
    /// - Throws: `ModelFormatError` when the model, or a file beside it that holds its weights, is not there; `RuntimeLibraryError`;
    ///   `UsageError` when none is installed that reads the file.
    init(modelAt path: String, runtime name: String?, context: CommandContext) throws {
        self.context = context
        // What no runtime could open needs none to say so.
        try ModelContent.check(path: path)
        let installed = InstalledRuntimes(in: context.pawlFolder)
        let opener = try name.map { try Self.requirement($0, in: installed) } ?? Self.opener(of: path, in: installed)
        missing = name == nil ? RuntimeFormats.openers(of: path)?.first.flatMap { $0 == opener.name ? nil : $0 } : nil
        runtime = opener
        library = try installed.library(name: opener.name, version: opener.version)
    }

    /// The runtime that the file was made for, else another that reads it: what is installed decides.
    private static func opener(of path: String, in installed: InstalledRuntimes) throws -> RuntimeRequirement {
        let readers = RuntimeFormats.openers(of: path) ?? lastResort
        let present = Set(installed.list().map(\.name))
        guard let name = readers.first(where: present.contains) ?? readers.first else {
            preconditionFailure("a format without a runtime")
        }
        return try newest(of: name, in: installed)
    }

    /// What is not as its user will expect: another runtime than that of the file's format opens the model. Nil where nothing is; that
    /// several could have is nothing to tell every time.
    func note(on path: String) -> Diagnostic? {
        guard let missing else { return nil }
        let newest = RuntimeCatalogue.known.map(\.requirement).filter { $0.name == missing }
            .max { $0.version.compare($1.version, options: .numeric) == .orderedAscending }
        return Diagnostic(
            .note, code: "model.runtime",
            "\((path as NSString).lastPathComponent) is opened by \(runtime.name) \(runtime.version): \(missing), which it was made "
                + "for, is not installed",
            hint: newest.map { "\($0.installCommand) installs it; --runtime NAME takes another" }
                ?? "--runtime NAME takes another")
    }

    /// - Parameter name: `NAME==VERSION`, or `NAME` for the newest of its versions that is installed.
    /// - Throws: `RuntimeLibraryError`; `UsageError` when no version is installed.
    static func requirement(_ name: String, in installed: InstalledRuntimes) throws -> RuntimeRequirement {
        name.contains("==") ? try RuntimeRequirement(parsing: name) : try newest(of: name, in: installed)
    }

    private static func newest(of name: String, in installed: InstalledRuntimes) throws -> RuntimeRequirement {
        let byVersion = { (left: RuntimeRequirement, right: RuntimeRequirement) in
            left.version.compare(right.version, options: .numeric) == .orderedAscending
        }
        if let newest = installed.list().filter({ $0.name == name }).max(by: byVersion) { return newest }
        let known = RuntimeCatalogue.known.map(\.requirement)
        guard let newest = known.filter({ $0.name == name }).max(by: byVersion) else {
            throw UsageError(
                message: "unknown runtime '\(name)'", hint: Suggestion.hint(for: name, among: Set(known.map(\.name))))
        }
        throw UsageError(
            message: "no version of \(name) is installed in \(installed.root)",
            hint: "\(newest.installCommand) installs the newest")
    }

    /// - Parameter path: absolute.
    /// - Throws: `ModelInspectionError`; `ModelFormatError` as `init`.
    func inspect(modelAt path: String) throws -> InspectCall.Reply {
        try ModelContent.check(path: path)
        do throws(WorkerFailure) {
            let worker = try library.startWorker(in: context, timeoutSeconds: Self.timeoutSeconds)
            defer { worker.shutDown() }
            var reply = try worker.call(
                InspectCall(runtime: library.address, modelPath: path), timeoutSeconds: Self.timeoutSeconds)
            // Runtimes seldom say what integers stand for; a file that cannot be read was theirs to refuse.
            if let file = (try? ModelInterface.read(path: path)) ?? nil {
                reply.inputs = file.completing(inputs: reply.inputs)
                reply.outputs = file.completing(outputs: reply.outputs)
            }
            return reply
        } catch {
            throw ModelInspectionError(path: path, runtime: runtime, failure: error)
        }
    }
}

/// A model that its runtime does not open, or dies of.
struct ModelInspectionError: DiagnosableError {
    var path: String
    var runtime: RuntimeRequirement
    var failure: WorkerFailure

    var blame: Blame { failure.blame }

    var diagnostics: [Diagnostic] {
        guard failure.kind != .interrupted else {
            return [
                Diagnostic(code: "model.interrupted", "stopped while \(runtime) opened \(path); nothing was written")
            ]
        }
        return [
            Diagnostic(
                code: "model.inspect", "\(runtime) cannot open \(path)", hint: failure.hint,
                cause: ([failure.message] + furtherLines).joined(separator: "\n"))
        ]
    }

    /// What the library wrote besides: most log the error that they return, too.
    private var furtherLines: [String] {
        failure.standardErrorTail.filter { !failure.message.contains($0.suffix(60)) }
    }
}

/// What a model's runtime and its file say of it.
struct InspectedModel {
    let path: String
    let runtime: RuntimeRequirement
    let interface: InspectCall.Reply
    /// Nil for a file that is no ONNX model; the runtime knows it all the same.
    let graph: OnnxGraph?
    /// Nil for a file of a format that Pawl does not read itself.
    let file: ModelInterface?

    /// - Parameter path: absolute.
    init(path: String, inspection: ModelInspection) throws {
        self.path = path
        runtime = inspection.runtime
        interface = try inspection.inspect(modelAt: path)
        graph = try? OnnxGraph(path: path)
        file = try? ModelInterface.read(path: path)
    }

    /// What integers that an input takes stand for, or those that the model makes of its real numbers first.
    ///
    /// - Throws: `ModelFormatError.unusableQuantization` for one that Pawl cannot apply to samples.
    func quantization(of input: TensorSpec) throws(ModelFormatError) -> InputQuantization? {
        guard let known = input.quantization else { return try graph?.quantization(ofInput: input.name) }
        guard known.axis == nil else {
            throw .unusableQuantization(input: input.name, reason: "it has a scale for each channel")
        }
        return InputQuantization(
            scale: known.scales[0], zeroPoint: known.zeroPoints[0], elementType: input.elementType)
    }

    /// Whether an output holds texts.
    func isText(_ output: String) -> Bool { interface.textOutputs?.contains { $0.name == output } ?? false }

    /// Of a classifier that gives the class itself and scores beside it, as those of scikit-learn's converter do: the class, whose name
    /// needs no order of classes, and for a task of two classes the scores.
    func classifierOutput(_ task: CreatedTask) -> String? {
        let outputs = interface.outputs + (interface.textOutputs ?? []).map(\.asNumbers)
        let classes = outputs.filter {
            $0.shape.count == 1 && ($0.elementType == .int64 || $0.elementType == .int32)
        }
        let scores = interface.outputs.filter(\.elementType.isFloatingPoint)
        guard outputs.count > 1, classes.count == 1, scores.count == outputs.count - 1 else { return nil }
        return switch task {
        case .classification: classes[0].name
        case .binary where scores.count == 1: scores[0].name
        default: nil
        }
    }

    /// The output of a name, or the only one; texts as the numbers of classes that they become.
    func output(named name: String?) throws(UsageError) -> TensorSpec {
        let outputs = interface.outputs + (interface.textOutputs ?? []).map(\.asNumbers)
        let names = outputs.map(\.name)
        guard let name else {
            guard let only = outputs.first, outputs.count == 1 else {
                throw UsageError(
                    message: "the model has \(names.count) outputs: which is judged?",
                    hint: "give --output and one of: \(names.joined(separator: ", "))")
            }
            return only
        }
        guard let output = outputs.first(where: { $0.name == name }) else {
            if let unreadable = interface.unreadableOutputs?.first(where: { $0.name == name }) {
                throw UsageError(
                    message: "output '\(name)' cannot be judged: \(unreadable.reason)",
                    hint: "give one of: \(names.joined(separator: ", "))")
            }
            throw UsageError(
                message: "the model has no output '\(name)'", hint: Suggestion.hint(for: name, among: names))
        }
        return output
    }
}
