import Diagnostics
import Foundation
import RuntimeLibraries
import TestSupport
import Testing

/// What this checkout has installed for the tests to use.
enum Installation {
    static let pawlFolder = PawlFolder.find(startingAt: Repository.root)
    static let runtimeVersion = "1.31.1"
    static let olderRuntimeVersion = "1.20.1"

    /// Set where something missing must fail: in CI, after the bootstrap.
    static let isRequired = ProcessInfo.processInfo.environment["PAWL_REQUIRE_RUNTIMES"] != nil

    /// Why there is no ONNX Runtime to measure with; nil when there is.
    static let missingRuntime: String? = {
        do throws(RuntimeLibraryError) {
            _ = try InstalledRuntimes(root: pawlFolder.runtimes).library(name: "onnxruntime", version: runtimeVersion)
            return nil
        } catch {
            return error.description
        }
    }()

    static let hasOlderRuntime =
        (try? InstalledRuntimes(root: pawlFolder.runtimes).library(name: "onnxruntime", version: olderRuntimeVersion))
        != nil

    /// Why there are no models of the demo; nil when there are.
    static let missingDemoModels = missing([("filetype", "filetypes")])

    /// The same of the three models that the pull-request suite measures.
    static let missingQuickModels = missing([
        ("filetype", "filetypes"), ("voice", "speech-frames"), ("digits", "digits"),
    ])

    private static func missing(_ models: [(name: String, goldenSet: String)]) -> String? {
        let missing = models.flatMap { model in
            [
                pawlFolder.path + "/models/\(model.name)/fp32.onnx",
                Repository.root + "/GoldenSets/\(model.goldenSet)/labels.npy",
            ]
        }.filter { !FileManager.default.fileExists(atPath: $0) }
        return missing.isEmpty ? nil : "scripts/bootstrap builds \(missing.joined(separator: " and "))"
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips with the reason when ONNX Runtime is not installed, or fails where it is required.
    static var needsRuntime: Self {
        .enabled(
            if: Installation.missingRuntime == nil || Installation.isRequired,
            Comment(rawValue: Installation.missingRuntime ?? ""))
    }

    /// Skips with the reason when the demo's models are not built, or fails where they are required.
    static var needsDemoModels: Self {
        .enabled(
            if: Installation.missingDemoModels == nil || Installation.isRequired,
            Comment(rawValue: Installation.missingDemoModels ?? ""))
    }

    /// The same for the models of the pull-request suite.
    static var needsQuickModels: Self {
        .enabled(
            if: Installation.missingQuickModels == nil || Installation.isRequired,
            Comment(rawValue: Installation.missingQuickModels ?? ""))
    }
}
