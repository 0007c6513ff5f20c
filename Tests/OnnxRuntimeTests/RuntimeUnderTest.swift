import Diagnostics
import Foundation
import InferenceCore
import RuntimeLibraries
import Support
import TestSupport
import Testing

@testable import OnnxRuntime

/// One installed version of ONNX Runtime.
///
/// Two versions in one process are fine for this library (it exports no symbols that merge); a worker still opens one.
struct RuntimeUnderTest: CustomTestStringConvertible, Sendable {
    let version: String
    let libraryPath: String
    let library: OnnxRuntimeLibrary

    var testDescription: String { "ONNX Runtime \(version)" }

    /// What is installed of what the lock file knows.
    static let all: [RuntimeUnderTest] = RuntimeCatalogue.known.compactMap { release in
        guard release.name == "onnxruntime",
            let installed = try? runtimes.library(name: release.name, version: release.version),
            let library = try? OnnxRuntimeLibrary.open(libraryPath: installed.path)
        else { return nil }
        return RuntimeUnderTest(version: release.version, libraryPath: installed.path, library: library)
    }

    /// Why the rest is not tested.
    static let missing: [String] = RuntimeCatalogue.known.compactMap { release in
        do throws(RuntimeLibraryError) {
            let installed = try runtimes.library(name: release.name, version: release.version)
            do throws(InferenceError) {
                _ = try OnnxRuntimeLibrary.open(libraryPath: installed.path)
                return nil
            } catch {
                return error.description
            }
        } catch {
            return error.description
        }
    }

    static let reasonToSkip = Comment(rawValue: missing.joined(separator: "\n"))

    private static let runtimes = InstalledRuntimes(
        root: PawlFolder.find(startingAt: (#filePath as NSString).deletingLastPathComponent).runtimes)

    /// The library's own table of functions.
    func api() throws -> OrtAPI { library.api }

    func session(
        _ model: TestModel, options: SessionOptions = SessionOptions()
    ) throws -> any InferenceSession {
        try session(data: model.data, options: options)
    }

    func session(data: Data, options: SessionOptions = SessionOptions()) throws -> any InferenceSession {
        let folder = try TemporaryFolder()
        let path = folder.file("model.onnx")
        try AtomicFile.write(data, to: path)
        return try withExtendedLifetime(folder) { try library.openSession(modelAt: path, options: options) }
    }
}
