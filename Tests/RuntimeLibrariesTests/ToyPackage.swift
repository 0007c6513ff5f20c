import Foundation
import Support

@testable import RuntimeLibraries

/// A small real package in a folder that pip can fetch from, and the release that locks it.
struct ToyPackage {
    static let library = "toy/libtoy.so"
    static let metadata = "Metadata-Version: 2.1\nName: toy\nVersion: 1.0\n"

    let index: TemporaryFolder
    let workplace: TemporaryFolder
    var release: RuntimeRelease

    var folder: PawlFolder { PawlFolder(path: workplace.file("checkout/.pawl")) }
    var cache: DownloadCache { DownloadCache(path: workplace.file("cache")) }
    var installed: InstalledRuntimes { InstalledRuntimes(root: folder.runtimes, catalogue: [release]) }
    var libraryPath: String { "\(folder.runtimes)/toy/1.0/\(Self.library)" }

    /// With this checkout's Python first on PATH: Debian's own python3 comes without pip.
    static var processEnvironment: [String: String] {
        let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
        var environment = ProcessInfo.processInfo.environment
        let own = (PawlFolder.find(startingAt: checkout, environment: [:]).python as NSString).deletingLastPathComponent
        environment["PATH"] = "\(own):\(environment["PATH"] ?? "")"
        return environment
    }

    /// pip looks into our folder and nowhere else.
    var environment: [String: String] {
        var environment = Self.processEnvironment
        environment["PIP_NO_INDEX"] = "1"
        environment["PIP_FIND_LINKS"] = index.path
        environment["PIP_CONFIG_FILE"] = "/dev/null"
        return environment
    }

    /// - Parameter also: further members, with their content, that the release locks.
    init(also: [String: String] = [:]) throws {
        index = try TemporaryFolder()
        workplace = try TemporaryFolder()
        let file = "toy-1.0-py3-none-any.whl"
        let program = """
            import json, sys, zipfile
            with zipfile.ZipFile(sys.argv[1], "w") as wheel:
                wheel.writestr("toy/libtoy.so", "a library")
                wheel.writestr("toy/LICENSE", "a licence")
                for path, content in json.loads(sys.argv[2]).items():
                    wheel.writestr(path, content)
                wheel.writestr("toy/not-needed.py", "raise SystemExit")
                wheel.writestr("../outside", "hostile")
                wheel.writestr("toy-1.0.dist-info/METADATA", sys.argv[3])
                wheel.writestr("toy-1.0.dist-info/WHEEL",
                    "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
                wheel.writestr("toy-1.0.dist-info/RECORD", "")
            """
        let python = try PythonInterpreter.find(
            in: PawlFolder(path: "/nowhere"), environment: Self.processEnvironment)
        let further = String(decoding: try JSONEncoder().encode(also), as: UTF8.self)
        let outcome = try python.run(["-c", program, index.file(file), further, Self.metadata], timeoutSeconds: 60)
        guard outcome.succeeded else {
            throw RuntimeLibraryError.unpackFailed(file: file, reason: outcome.standardError)
        }
        let members =
            [
                LockedFile(path: Self.library, bytes: 9, sha256: SHA256.hexadecimal(of: "a library")),
                LockedFile(path: "toy/LICENSE", bytes: 9, sha256: SHA256.hexadecimal(of: "a licence")),
            ]
            + also.map { path, content in
                LockedFile(path: path, bytes: UInt64(content.utf8.count), sha256: SHA256.hexadecimal(of: content))
            }
        let wheel = LockedWheel(
            architecture: MachineArchitecture.current, file: file,
            bytes: UInt64(try Data(contentsOf: URL(fileURLWithPath: index.file(file))).count),
            sha256: try SHA256.hexadecimal(ofFile: index.file(file)),
            pip: PipSelection(platforms: ["any"], pythonVersion: "3.11", implementation: "cp", abi: "cp311"),
            library: Self.library, members: members)
        release = RuntimeRelease(name: "toy", version: "1.0", title: "Toy", licence: "MIT", wheels: [wheel])
    }

    func installer(environment: [String: String]? = nil) -> RuntimeInstaller {
        RuntimeInstaller(
            folder: folder, cache: cache, catalogue: [release], environment: environment ?? self.environment)
    }

    /// Puts a program where a Python is looked for.
    ///
    /// Another program writes the file: were it open for writing here, a process that a parallel test spawns just then
    /// could still hold it, and the kernel would refuse to run it.
    func placeProgram(_ text: String, at path: String) throws {
        let draft = workplace.file("draft-\(UUID().uuidString)")
        try AtomicFile.write(text, to: draft)
        try AtomicFile.makeFolder((path as NSString).deletingLastPathComponent)
        _ = try BoundedCommand(["/bin/cp", draft, path], environment: [:], timeoutSeconds: 60).output()
        guard chmod(path, 0o755) == 0 else { throw ProcessError.failed(program: "chmod", lastWords: path) }
    }

    func emptyIndex() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: index.path) {
            try FileManager.default.removeItem(atPath: index.file(name))
        }
    }

    /// Names in the folder of runtimes that no installation is meant to leave.
    func leftovers() -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.runtimes)) ?? []
        return names.filter { $0.hasPrefix(".staging") }
    }
}

/// Collects progress; installations report from their own thread.
final class StepLog: @unchecked Sendable {
    private let lock = NSLock()
    private var collected: [InstallationStep] = []

    var steps: [InstallationStep] { lock.withLock { collected } }

    func add(_ step: InstallationStep) { lock.withLock { collected.append(step) } }
}
