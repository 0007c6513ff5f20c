import Foundation
import InferenceCore
import RuntimeLibraries
import Support
import TestSupport
import Testing

/// The one runtime version that this process tests, opened.
struct RuntimeUnderTest: Sendable {
    let kind: ContractRuntime
    let version: String
    let libraryPath: String
    let library: any InferenceRuntime

    /// - Throws: when it is not installed or cannot be opened.
    static let requested = Result {
        let requirement = try RuntimeRequirement(parsing: RuntimeRequest.text ?? "")
        let kind = try #require(ContractRuntime.all.first { $0.name == requirement.name })
        let installed = try InstalledVersions.root.library(name: requirement.name, version: requirement.version)
        return RuntimeUnderTest(
            kind: kind, version: requirement.version, libraryPath: installed.path,
            library: try kind.open(installed.path))
    }

    /// Whether the requested runtime has a model of the contract.
    static func has(_ model: ContractModel) -> Bool {
        guard let kind = try? requested.get().kind else { return true }
        return kind.model(model) != nil
    }

    func session(
        _ model: ContractModel, options: SessionOptions = SessionOptions()
    ) throws -> any InferenceSession {
        try session(data: try #require(kind.model(model)), options: options)
    }

    func session(data: Data, options: SessionOptions = SessionOptions()) throws -> any InferenceSession {
        let folder = try TemporaryFolder()
        let path = folder.file("model.\(kind.fileExtension)")
        try AtomicFile.write(data, to: path)
        return try withExtendedLifetime(folder) { try library.openSession(modelAt: path, options: options) }
    }
}
