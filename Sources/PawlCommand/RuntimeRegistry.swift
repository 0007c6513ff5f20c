import Foundation
import InferenceCore
import LiteRT
import OnnxRuntime
import OpenVINO
import Planning
import RuntimeLibraries
import Worker

/// The one place that names concrete runtimes.
enum RuntimeRegistry {
    static let openers: [String: RuntimeOpener] = [
        "onnxruntime": onnxRuntime, "onnxruntime-gpu": onnxRuntime, "onnxruntime-openvino": onnxRuntime,
        "litert": { path throws(InferenceError) in
            try LiteRTLibrary.open(
                libraryPath: path, versions: RuntimeCatalogue.known.versionsByLibraryDigest(of: "litert"))
        },
        "openvino": { path throws(InferenceError) in try OpenVINOLibrary.open(libraryPath: path) },
    ]

    /// Packages of one library, which differ in the execution providers that come with it.
    private static let onnxRuntime: RuntimeOpener = { path throws(InferenceError) in
        try OnnxRuntimeLibrary.open(libraryPath: path)
    }

    /// Finds installed runtimes for suites: in the `.pawl` of each suite's own checkout, whatever the working folder.
    ///
    /// - Parameter suiteFolders: the candidate's first; not empty.
    static func locator(suiteFolders: [String], environment: [String: String]) -> Planner.RuntimeLocator {
        let checkouts = suiteFolders.map {
            InstalledRuntimes(root: PawlFolder.find(startingAt: $0, environment: environment).runtimes)
        }
        return { name, version in
            // When no checkout has it, the candidate's error says how to install it.
            let found = checkouts.lazy.compactMap { try? $0.library(name: name, version: version) }.first
            let library = try found ?? checkouts[0].library(name: name, version: version)
            return LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest,
                worker: library.worker.map(WorkerCommand.init))
        }
    }
}

extension WorkerCommand {
    init(_ worker: InstalledWorker) { self.init(arguments: worker.arguments, environment: worker.environment) }
}
