import Foundation
import InferenceCore
import OnnxRuntime
import Planning
import RuntimeLibraries
import Worker

/// The one place that names concrete runtimes.
enum RuntimeRegistry {
    static let openers: [String: RuntimeOpener] = [
        "onnxruntime": { path throws(InferenceError) in try OnnxRuntimeLibrary.open(libraryPath: path) }
    ]

    /// Finds installed runtimes for suites in a folder: the checkout's own `.pawl`, whatever the working folder.
    static func locator(suiteFolder: String, environment: [String: String]) -> Planner.RuntimeLocator {
        let folder = PawlFolder.find(startingAt: suiteFolder, environment: environment)
        let installed = InstalledRuntimes(root: folder.runtimes)
        return { name, version in
            let library = try installed.library(name: name, version: version)
            return LocatedRuntime(
                name: name, version: version, libraryPath: library.path, libraryDigest: library.digest)
        }
    }
}
