import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import RuntimeLibraries

private let digest = String(repeating: "a", count: 64)
private let wheelFile = "onnxruntime-1.32.0-cp311-cp311-manylinux_2_28_x86_64.whl"
private let entryText = """
      - name: onnxruntime
        version: "1.32.0"
        wheels:
          - file: "\(wheelFile)"
            bytes: 27773237
            sha256: "\(digest)"

    """

@Suite("pawl.lock", .hangLimit)
struct RuntimeLockTests {
    @Test("is written sorted, the same whatever came first, and read as it was written")
    func roundTrips() throws {
        let folder = try TemporaryFolder()
        let file = RuntimeLockFile(path: folder.file("pawl.lock"))
        #expect(try file.read(for: RuntimeCatalogue.known).entries.isEmpty)
        let need = RuntimeLock.Need(
            package: "numpy", version: "2.4.6", wheels: [wheel("numpy-2.4.6-cp311-cp311-manylinux_2_28_x86_64.whl")])
        let entries = [
            RuntimeLock.Entry(
                name: "mnn", version: "3.6.0", wheels: [wheel("mnn-3.6.0-cp311-cp311-manylinux2014_x86_64.whl")],
                needs: [need]),
            entry("1.9.0"), entry("1.32.0"),
        ]
        let lock = RuntimeLock(entries: entries)
        #expect(lock.entries == entries)
        #expect(RuntimeLock(entries: entries.reversed()).text == lock.text)
        try file.write(lock)
        #expect(try file.read(for: RuntimeCatalogue.known) == lock)
    }

    @Test(
        "is refused at the place where somebody changed it",
        arguments: [
            ("", "yaml.empty", 1), ("lock: 2\nruntimes: []\nnew: 1\n", "lock.format", 1),
            ("lock: 1\n", "lock.missing-key", 1),
            ("lock: 1\nruntimes: []\nextra: 1\n", "lock.unknown-key", 3),
            ("lock: 1\nruntimes:\n\(entryText)\(entryText)", "lock.duplicate", 9),
            ("lock: 1\nruntimes:\n\(entryText.replacing("time\n", with: "tme\n"))", "lock.invalid-value", 3),
            ("lock: 1\nruntimes:\n\(entryText.replacing("1.32.0\"", with: "one\""))", "lock.version", 4),
            ("lock: 1\nruntimes:\n\(entryText.replacing("\"1.32.0\"", with: "\"1.33.0\""))", "lock.file", 6),
            ("lock: 1\nruntimes:\n\(entryText.replacing("whl", with: "zip"))", "lock.file", 6),
            ("lock: 1\nruntimes:\n\(entryText.replacing(wheelFile, with: "../\(wheelFile)"))", "lock.file", 6),
            ("lock: 1\nruntimes:\n\(entryText.replacing("aaaa\"", with: "AAAA\""))", "lock.digest", 8),
            ("lock: 1\nruntimes:\n\(entryText.replacing("27773237", with: "-1"))", "lock.invalid-value", 7),
            ("lock: 1\nruntimes:\n\(entryText.replacing("bytes", with: "size"))", "lock.unknown-key", 7),
            ("lock: 1\nruntimes:\n\(entryText.replacing("onnxruntime", with: "mnn"))", "lock.missing-need", 3),
            ("lock: 1\n<<<<<<< HEAD\nruntimes: []\n=======\n", "lock.conflict", 2),
        ])
    func refuses(text: String, code: String, line: Int) throws {
        let folder = try TemporaryFolder()
        let file = RuntimeLockFile(path: folder.file("pawl.lock"))
        try AtomicFile.write(text, to: file.path)
        let error = #expect(throws: RuntimeLibraryError.self) { try file.read(for: RuntimeCatalogue.known) }
        let found = error?.diagnostics.first { $0.code == code }
        #expect(found?.location?.line == line, "\(String(describing: error))")
        #expect(found?.location?.file == file.path)
    }

    @Test("lies beside .pawl, is found from below, and marks a project whose .pawl is not there yet")
    func isFound() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write("lock: 1\nruntimes: []\n", to: folder.file("project/pawl.lock"))
        try AtomicFile.makeFolder(folder.file("project/Suites"))
        let found = PawlFolder.find(startingAt: folder.file("project/Suites"), environment: [:])
        #expect(found.path == folder.file("project/.pawl"))
        #expect(found.lockFile.path == folder.file("project/pawl.lock"))
        let elsewhere = PawlFolder.find(
            startingAt: folder.file("project/Suites"), environment: ["PAWL_HOME": folder.file("home")])
        #expect(elsewhere.path == folder.file("home") && elsewhere.lockFile == found.lockFile)
        let fresh = PawlFolder.find(startingAt: folder.path, environment: ["PAWL_HOME": folder.file("home")])
        #expect(fresh.lockFile.path == folder.file("pawl.lock"))
    }

    private func wheel(_ file: String) -> IndexedWheel { IndexedWheel(file: file, bytes: 7, sha256: digest) }

    private func entry(_ version: String) -> RuntimeLock.Entry {
        RuntimeLock.Entry(
            name: "onnxruntime", version: version,
            wheels: ["aarch64", "x86_64"].map {
                wheel("onnxruntime-\(version)-cp311-cp311-manylinux_2_28_\($0).whl")
            }, needs: [])
    }
}
