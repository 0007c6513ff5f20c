import Foundation
import Records
import RuntimeLibraries
import Support
import TestSupport
import Testing

@Suite("A library of one's own", .needsRuntime, .hangLimit)
struct LocalLibraryTests {
    let workspace: Workspace
    /// Where probes are kept: not in the checkout's own folder.
    private let environment: [String: String]

    init() throws {
        workspace = try Workspace()
        environment = ["PAWL_HOME": workspace.file(".pawl")]
        try AtomicFile.makeFolder(workspace.file(".pawl"))
        try FileManager.default.createSymbolicLink(
            atPath: workspace.file(".pawl/runtimes"), withDestinationPath: Installation.pawlFolder.runtimes)
        // What a build leaves: the library under a short name, and another beside it.
        let installed = Installation.pawlFolder.runtimes + "/onnxruntime/\(Installation.runtimeVersion)"
        let paths = try FileManager.default.subpathsOfDirectory(atPath: installed)
        let library = try #require(paths.first { $0.contains("libonnxruntime.so") })
        let shared = try #require(paths.first { $0.hasSuffix("libonnxruntime_providers_shared.so") })
        try AtomicFile.makeFolder(workspace.file("build"))
        try FileManager.default.copyItem(
            atPath: "\(installed)/\(library)", toPath: workspace.file("build/libonnxruntime.so"))
        try FileManager.default.copyItem(
            atPath: "\(installed)/\(shared)", toPath: workspace.file("build/libonnxruntime_providers_shared.so"))
    }

    @Test("is probed once, measured with, and recorded by its digest and those beside it")
    func measured() throws {
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier], gates: ["{ metric: agreement, against: baseline, min: 97% }"])
        let library = workspace.file("build/libonnxruntime.so")
        let outcome = workspace.pawl(
            "gate", suite, "--with", "ort=build/libonnxruntime.so", "--against-with",
            "ort=onnxruntime==\(Installation.runtimeVersion)", environment: environment)
        #expect(outcome.code == 0, "\(outcome.diagnostic)\(outcome.result)")
        let run = try #require(try workspace.latestRun())
        let digest = try SHA256.hexadecimal(ofFile: library)
        let beside = try SHA256.hexadecimal(ofFile: workspace.file("build/libonnxruntime_providers_shared.so"))
        #expect(run.cells.map(\.runtime.version) == [Installation.runtimeVersion, Installation.runtimeVersion])
        #expect(run.cells.map { $0.runtime.options["library"] } == ["local build", nil])
        #expect(run.cells.map(\.runtime.libraryDigest) == [digest, digest])
        #expect(run.cells[0].runtime.options["library_beside.libonnxruntime_providers_shared.so"] == beside)
        #expect(run.warnings.contains("runtime 'ort' of the candidate is the library \(library), by --with"))
        #expect(workspace.exists(".pawl/probes/\(digest).json"))
    }

    @Test("shows all that was tried with it, for people and for programs")
    func probed() throws {
        let shown = workspace.pawl("runtime", "probe", "--library", "build/libonnxruntime.so", environment: environment)
        #expect(shown.code == 0, "\(shown.diagnostic)\(shown.result)")
        #expect(shown.result.contains("onnxruntime \(Installation.runtimeVersion)"))
        #expect(shown.result.contains("local build") && shown.result.contains("✓  profiling"), "\(shown.result)")
        let json = workspace.pawl(
            "runtime", "probe", "onnxruntime==\(Installation.runtimeVersion)", "--format", "json",
            environment: environment)
        let object = try Workspace.json(json.result)
        #expect(object["is_usable"] as? Bool == true && object["origin"] as? String == "tested")
        let features = try #require(object["features"] as? [[String: Any]])
        #expect(features.count > 10 && features.allSatisfy { $0["outcome"] as? String == "passed" }, "\(features)")
    }

    @Test("in a suite says what is wrong with it at its place")
    func refusals() throws {
        try workspace.write("a text", to: "text.so")
        for (declaration, words) in [
            ("{ name: onnxruntime, library: text.so }", "it is no shared library"),
            ("{ name: onnxruntime, library: none.so }", "No such file"),
            ("{ name: openvino, library: build/libonnxruntime.so }", "is a library of onnxruntime"),
            ("{ name: onnxruntime, version: 1.20.1, library: build/libonnxruntime.so }", "not 1.20.1"),
        ] {
            let path = try workspace.writeSuite(["base": .rightClassifier])
            let text = try workspace.text("suite.yaml").replacingOccurrences(
                of: "{ name: onnxruntime, version: \(Installation.runtimeVersion) }", with: declaration)
            try workspace.write(text, to: "suite.yaml")
            let outcome = workspace.pawl("run", path, environment: environment)
            #expect(outcome.code == 2, "\(outcome.diagnostic)")
            #expect(
                outcome.diagnostic.contains(words) && outcome.diagnostic.contains("suite.yaml:5"),
                "\(outcome.diagnostic)")
        }
    }
}
