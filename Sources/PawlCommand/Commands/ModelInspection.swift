import Diagnostics
import Foundation
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
    /// - Throws: `RuntimeLibraryError`; `UsageError` when none is installed that reads the file.
    init(modelAt path: String, runtime name: String?, context: CommandContext) throws {
        self.context = context
        let installed = InstalledRuntimes(root: context.pawlFolder.runtimes)
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
    /// - Throws: `ModelInspectionError`.
    func inspect(modelAt path: String) throws -> InspectCall.Reply {
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
                cause: ([failure.message] + failure.standardErrorTail).joined(separator: "\n"))
        ]
    }
}
