import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import RuntimeLibraries

@Suite("Installing a runtime that a worker in Python serves", .hangLimit)
struct PythonWorkerInstallationTests {
    let toy = RuntimeRequirement(unchecked: "toy", "1.0")
    var package: ToyPackage

    init() throws {
        package = try ToyPackage()
        try package.makeWorker()
    }

    @Test("unpacks all packages, writes the worker beside them, and says how it is started")
    func installs() throws {
        let library = try package.installer().install(toy)
        let folder = "\(package.folder.runtimes)/toy/1.0"
        #expect(library.path == package.libraryPath)
        #expect(try String(contentsOfFile: "\(folder)/needed/module.py", encoding: .utf8) == "value = 1\n")
        #expect(package.installed.verify().allSatisfy { $0.problem == nil })
        let worker = try #require(library.worker)
        #expect(worker.arguments.first?.hasPrefix("/") == true)
        #expect(worker.arguments.suffix(5) == ["\(folder)/pawl_worker", "--runtime", "toy", "--version", "1.0"])
        #expect(try package.installed.library(name: "toy", version: "1.0") == library)
        // It does start, in an environment that has nothing.
        let said = try BoundedCommand(worker.arguments + ["--about"], environment: [:], timeoutSeconds: 60).output()
        #expect(said.hasPrefix("pawl-python-worker"))
    }

    @Test("needs no network when all packages are in the cache")
    func worksOffline() throws {
        _ = try package.installer().install(toy)
        try package.emptyIndex()
        try FileManager.default.removeItem(atPath: package.folder.path)
        #expect(try package.installer().install(toy).worker != nil)
    }

    @Test(
        "finds damage in the worker, in what is listed and in the list",
        arguments: ["pawl_worker/service.py", "needed/module.py", "needed-2.0.dist-info/RECORD"])
    func findsDamage(path: String) throws {
        _ = try package.installer().install(toy)
        try AtomicFile.write("tampered", to: "\(package.folder.runtimes)/toy/1.0/\(path)")
        let error = #expect(throws: RuntimeLibraryError.self) {
            try package.installed.library(name: "toy", version: "1.0")
        }
        guard case .damaged = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(try package.installer().install(toy).worker != nil)
    }

    @Test("says which Python is needed when there is none, and installs nothing")
    func explainsMissingPython() throws {
        var package = package
        for index in package.release.wheels.indices { package.release.wheels[index].pip.pythonVersion = "2.7" }
        let error = #expect(throws: RuntimeLibraryError.self) { try package.installer().install(toy) }
        guard case .noFittingPython(toy, needed: ["2.7"], let found) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(!found.isEmpty)
        #expect(error?.diagnostics[0].hint?.contains("python2.7") == true)
        #expect(package.installed.list().isEmpty)
    }

    @Test("is damaged once its Python is gone")
    func noticesAMissingPython() throws {
        _ = try package.installer().install(toy)
        let path = "\(package.folder.runtimes)/toy/1.0/installed.json"
        var record = try JSONDecoder().decode(
            InstallationRecord.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        record.python = "/nowhere/python3"
        try AtomicFile.write(JSONEncoder().encode(record), to: path)
        let error = #expect(throws: RuntimeLibraryError.self) {
            try package.installed.library(name: "toy", version: "1.0")
        }
        #expect(error?.description.contains("/nowhere/python3") == true)
    }
}

extension ToyPackage {
    /// Makes the release one of a worker in Python, whatever Python this machine has, which needs a second package whole.
    mutating func makeWorker() throws {
        let file = "needed-2.0-py3-none-any.whl"
        let program = """
            import base64, hashlib, sys, zipfile
            parts = {"needed/module.py": "value = 1\\n", "needed-2.0.dist-info/METADATA":
                "Metadata-Version: 2.1\\nName: needed\\nVersion: 2.0\\n", "needed-2.0.dist-info/WHEEL":
                "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
            record = ""
            for path, text in parts.items():
                digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
                record += f"{path},sha256={digest},{len(text)}\\n"
            parts["needed-2.0.dist-info/RECORD"] = record + "needed-2.0.dist-info/RECORD,,\\n"
            with zipfile.ZipFile(sys.argv[1], "w") as wheel:
                for path, text in parts.items():
                    wheel.writestr(path, text)
            print(parts["needed-2.0.dist-info/RECORD"], end="")
            """
        let python = try PythonInterpreter.find(
            in: PawlFolder(path: "/nowhere"), environment: Self.processEnvironment)
        let outcome = try python.run(["-c", program, index.file(file)], timeoutSeconds: 60)
        let content = try Data(contentsOf: URL(fileURLWithPath: index.file(file)))
        let own = release.wheels[0]
        let list = LockedFile(
            path: "needed-2.0.dist-info/RECORD", bytes: UInt64(outcome.standardOutput.utf8.count),
            sha256: SHA256.hexadecimal(of: outcome.standardOutput))
        let needed = LockedWheel(
            package: LockedPackage(name: "needed", version: "2.0"), architecture: own.architecture, file: file,
            bytes: UInt64(content.count), sha256: try SHA256.hexadecimal(ofFile: index.file(file)), pip: own.pip,
            library: nil, members: [], contentList: list)
        release.kind = .pythonWorker
        release.wheels = ["3.11", "3.12", "3.13", "3.14"].flatMap { version in
            [own, needed].map { wheel in
                var wheel = wheel
                wheel.pip.pythonVersion = version
                wheel.pip.abi = "cp\(version.replacing(".", with: ""))"
                return wheel
            }
        }
    }
}
