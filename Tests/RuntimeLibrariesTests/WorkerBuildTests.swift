import Diagnostics
import Foundation
import Support
import TestSupport
import Testing
import WorkerSources

@testable import RuntimeLibraries

@Suite("A worker that is built when its runtime is installed", .hangLimit)
struct WorkerBuildTests {
    @Test("Pawl carries every source of the ExecuTorch worker as it is")
    func carriesSources() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Workers/executorch").standardizedFileURL
        let found = try #require(FileManager.default.enumerator(atPath: root.appendingPathComponent("sources").path))
        let sources = found.compactMap { $0 as? String }.filter { $0.contains(".") }.map { "sources/\($0)" }
        let carried = Dictionary(uniqueKeysWithValues: WorkerSources.executorch.map { ($0.path, $0.content) })
        #expect(Set(carried.keys) == Set((sources + ["build"]).map { "worker-source/\($0)" }))
        for path in sources + ["build"] {
            #expect(try carried["worker-source/\(path)"] == Array(Data(contentsOf: root.appendingPathComponent(path))))
        }
    }

    @Test("What the compiler made is started, recorded, and held against the record")
    func builds() throws {
        let package = try BuiltPackage()
        let library = try package.toy.installer(environment: package.environment).install(package.requirement)
        let program = "\(package.folder)/worker/pawl-executorch-worker"
        #expect(library.worker?.arguments == [program])
        #expect(try String(contentsOfFile: program, encoding: .utf8) == "compiled\n")
        #expect(package.toy.installed.verify().allSatisfy { $0.problem == nil })

        try AtomicFile.write("changed", to: "\(package.folder)/worker/libpawl-executorch-session.so")
        let error = #expect(throws: RuntimeLibraryError.self) {
            try package.toy.installed.library(name: "toy", version: "1.0")
        }
        #expect(error?.diagnostics.first?.cause?.contains("libpawl-executorch-session.so was changed") == true)
    }

    @Test("A record that leaves out what was built is not believed")
    func needsRecord() throws {
        let package = try BuiltPackage()
        _ = try package.toy.installer(environment: package.environment).install(package.requirement)
        let path = "\(package.folder)/installed.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var record = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        record["built"] = [[String: Any]]()
        try AtomicFile.write(JSONSerialization.data(withJSONObject: record), to: path)
        #expect(throws: RuntimeLibraryError.self) { try package.toy.installed.library(name: "toy", version: "1.0") }
    }

    @Test("Without a compiler nothing is installed, and the error says what to install")
    func needsCompiler() throws {
        let package = try BuiltPackage()
        var environment = package.environment
        environment["CXX"] = "/nowhere/g++"
        let error = #expect(throws: RuntimeLibraryError.self) {
            try package.toy.installer(environment: environment).install(package.requirement)
        }
        let diagnostic = try #require(error?.diagnostics.first)
        #expect(diagnostic.code == "runtime.build")
        #expect(diagnostic.cause?.contains("no C++ compiler '/nowhere/g++'") == true)
        #expect(diagnostic.hint?.contains("apt-get install g++ nlohmann-json3-dev") == true)
        #expect(!FileManager.default.fileExists(atPath: package.folder))
        #expect(package.toy.leftovers().isEmpty)
    }

    @Test("The words of a compiler that fails are the error's")
    func tellsWhy() throws {
        let package = try BuiltPackage()
        try package.placeCompiler("case \"$*\" in *fsyntax-only*) exit 0;; esac; echo 'no such header' >&2; exit 1")
        let error = #expect(throws: RuntimeLibraryError.self) {
            try package.toy.installer(environment: package.environment).install(package.requirement)
        }
        #expect(error?.diagnostics.first?.cause?.contains("no such header") == true)
        #expect(package.toy.leftovers().isEmpty)
    }
}

/// A package that looks like ExecuTorch to the build script, and a compiler that compiles nothing.
private struct BuiltPackage {
    let toy: ToyPackage
    let requirement = RuntimeRequirement(unchecked: "toy", "1.0")

    var folder: String { "\(toy.folder.runtimes)/toy/1.0" }
    private var compiler: String { toy.workplace.file("compilers/c++") }

    var environment: [String: String] {
        var environment = toy.environment
        environment["CXX"] = compiler
        return environment
    }

    init() throws {
        var toy = try ToyPackage(also: [
            "executorch/lib/libexecutorch.so": "a library"
        ])
        toy.release.kind = .builtWorker
        toy.release.wheels[0].members.append(
            LockedFile(
                path: "toy-1.0.dist-info/METADATA", bytes: UInt64(ToyPackage.metadata.utf8.count),
                sha256: SHA256.hexadecimal(of: ToyPackage.metadata)))
        self.toy = toy
        try placeCompiler(
            """
            while [ $# -gt 0 ]; do [ "$1" = -o ] && echo compiled > "$2"; shift; done
            """)
    }

    func placeCompiler(_ script: String) throws { try toy.placeProgram("#!/bin/sh\n\(script)\n", at: compiler) }
}
