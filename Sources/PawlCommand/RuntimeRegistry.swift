import Foundation
import Harness
import InferenceCore
import LiteRT
import OnnxRuntime
import OpenVINO
import RuntimeLibraries
import Suites
import Worker

/// The one place that names concrete runtimes.
enum RuntimeRegistry {
    static let openers: [String: RuntimeOpener] = [
        "onnxruntime": onnxRuntime, "onnxruntime-gpu": onnxRuntime, "onnxruntime-openvino": onnxRuntime,
        "litert": { path, version throws(InferenceError) in
            try LiteRTLibrary.open(
                libraryPath: path, version: version,
                versions: RuntimeCatalogue.known.versionsByLibraryDigest(of: "litert")
                    .merging(InstalledRuntimes.versions(ofLibraryAt: path)) { tested, _ in tested })
        },
        "openvino": { path, _ throws(InferenceError) in try OpenVINOLibrary.open(libraryPath: path) },
    ]

    /// Packages of one library, which differ in the execution providers that come with it.
    private static let onnxRuntime: RuntimeOpener = { path, _ throws(InferenceError) in
        try OnnxRuntimeLibrary.open(libraryPath: path)
    }

    /// Finds installed runtimes: in the `.pawl` of each suite's own checkout, then in that of the working folder, where
    /// `pawl runtime install` puts them.
    ///
    /// - Parameter suiteFolders: the candidate's first; not empty.
    static func locator(suiteFolders: [String], in context: CommandContext) -> Planner.RuntimeLocator {
        let places = (suiteFolders + [context.workingFolder]).map {
            InstalledRuntimes(in: PawlFolder.find(startingAt: $0, environment: context.environment))
        }
        let acceptance = LibraryAcceptance(context: context)
        return { name, version in
            let library = try InstalledRuntimes.library(name: name, version: version, in: places)
            var located = LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest,
                origin: library.origin, worker: library.worker.map(WorkerCommand.init))
            located.limitations = try acceptance.report(of: library)?.planned ?? []
            return located
        }
    }
}

extension WorkerCommand {
    init(_ worker: InstalledWorker) { self.init(arguments: worker.arguments, environment: worker.environment) }
}

extension InstalledLibrary {
    /// As a worker is asked for it.
    var address: RuntimeAddress { RuntimeAddress(name: name, version: version, libraryPath: path) }

    /// Starts the worker that runs it: its own, or Pawl's.
    func startWorker(in context: CommandContext, timeoutSeconds: Double) throws(WorkerFailure) -> WorkerProcess {
        let process = try WorkerProcess(
            worker.map(WorkerCommand.init) ?? context.worker, interruption: context.interruption,
            timeoutSeconds: timeoutSeconds)
        process.runtimeName = name
        return process
    }
}
