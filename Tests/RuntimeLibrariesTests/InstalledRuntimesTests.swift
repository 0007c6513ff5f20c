import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import RuntimeLibraries

@Suite("Finding an installed runtime", .hangLimit)
struct InstalledRuntimesTests {
    let root: TemporaryFolder

    init() throws {
        root = try TemporaryFolder()
    }

    @Test("names the command that installs a missing one")
    func hintsAtTheCommand() throws {
        let error = #expect(throws: RuntimeLibraryError.self) {
            try InstalledRuntimes(root: root.path).library(name: "onnxruntime", version: "1.31.1")
        }
        #expect(error?.description.contains("pawl runtime install onnxruntime==1.31.1") == true)
    }

    @Test("looks in one folder after the other, names all that it looked at, and passes over none that is damaged")
    func looksInSeveralPlaces() throws {
        let here = InstalledRuntimes(root: root.file("here"))
        let there = InstalledRuntimes(root: root.file("there"))
        let missing = #expect(throws: RuntimeLibraryError.self) {
            try InstalledRuntimes.library(name: "onnxruntime", version: "1.31.1", in: [here, there, here])
        }
        #expect(
            missing?.diagnostics[0].message
                == "onnxruntime==1.31.1 is not installed in \(root.file("here")), nor in \(root.file("there"))")

        let package = try ToyPackage()
        _ = try package.installer().install(RuntimeRequirement(unchecked: "toy", "1.0"))
        let empty = InstalledRuntimes(root: root.file("here"), catalogue: [package.release])
        let found = try InstalledRuntimes.library(name: "toy", version: "1.0", in: [empty, package.installed])
        #expect(found.path == package.libraryPath)
        try AtomicFile.write("tampered", to: package.libraryPath)
        let damaged = #expect(throws: RuntimeLibraryError.self) {
            try InstalledRuntimes.library(name: "toy", version: "1.0", in: [package.installed, empty])
        }
        guard case .damaged? = damaged else {
            Issue.record("unexpected \(String(describing: damaged))")
            return
        }
    }

    @Test("suggests the name that was meant, and says how a version gets locked")
    func suggests() throws {
        let installed = InstalledRuntimes(root: root.path)
        let name = #expect(throws: RuntimeLibraryError.self) {
            try installed.library(name: "onnxruntine", version: "1.31.1")
        }
        #expect(name?.diagnostics[0].hint?.contains("did you mean 'onnxruntime'") == true)
        let version = #expect(throws: RuntimeLibraryError.self) {
            try installed.library(name: "onnxruntime", version: "1.31.2")
        }
        #expect(version?.diagnostics[0].hint?.contains("pawl runtime install onnxruntime==1.31.2") == true)
    }

    @Test("refuses names that would leave the folder", arguments: ["..", "a/b", "", ".hidden", "a\u{0}b"])
    func refusesPathTricks(name: String) {
        let error = #expect(throws: RuntimeLibraryError.self) {
            try InstalledRuntimes(root: root.path).library(name: "onnxruntime", version: name)
        }
        guard case .malformedRequirement = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
    }

    @Test("finds every kind of damage", arguments: ["library", "licence", "record", "missing library", "other record"])
    func findsDamage(kind: String) throws {
        let package = try ToyPackage()
        let toy = RuntimeRequirement(unchecked: "toy", "1.0")
        _ = try package.installer().install(toy)
        let folder = "\(package.folder.runtimes)/toy/1.0"
        let record = "\(folder)/installed.json"
        switch kind {
        case "library": try AtomicFile.write("tampered", to: package.libraryPath)
        case "licence": try AtomicFile.write("tampered", to: "\(folder)/toy/LICENSE")
        case "record": try AtomicFile.write("{", to: record)
        case "missing library": try FileManager.default.removeItem(atPath: package.libraryPath)
        default:
            let text = try String(contentsOfFile: record, encoding: .utf8)
            try AtomicFile.write(text.replacing(package.release.wheels[0].sha256, with: "0"), to: record)
        }
        let results = package.installed.verify()
        #expect(results.count == 1)
        guard case .damaged(toy, folder, _)? = results.first?.problem else {
            Issue.record("unexpected \(results)")
            return
        }
        // A licence is not loaded, so only a full verification looks at it.
        if kind != "licence" {
            #expect(throws: RuntimeLibraryError.self) { try package.installed.library(name: "toy", version: "1.0") }
        }
    }

    @Test("lists nothing where nothing was installed")
    func listsNothing() {
        #expect(InstalledRuntimes(root: root.file("absent")).list().isEmpty)
    }
}
