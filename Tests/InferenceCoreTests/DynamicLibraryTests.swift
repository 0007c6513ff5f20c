import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import InferenceCore

@Suite("Opening a library", .hangLimit)
struct DynamicLibraryTests {
    /// The C library's mathematical functions, wherever this system keeps them.
    static let mathematics: String? = {
        // Files in /proc say that they are empty; reading to the end finds what is in them.
        let data = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile()
        let maps = String(decoding: data ?? Data(), as: UTF8.self)
        return maps.split(separator: "\n").compactMap { $0.split(separator: " ").last }.map(String.init)
            .first { $0.contains("/libm.so") || $0.contains("/libm-") }
    }()

    @Test("finds a function and calls it")
    func findsFunctions() throws {
        let library = try open(try #require(Self.mathematics))
        let cosine = try library.function("cos", as: (@convention(c) (Double) -> Double).self)
        #expect(cosine(0) == 1)
    }

    @Test("says which function is missing")
    func missesFunctions() throws {
        let library = try open(try #require(Self.mathematics))
        let error = #expect(throws: InferenceError.self) {
            try library.function("no_such_function", as: (@convention(c) () -> Void).self)
        }
        guard case .libraryNotAccepted("Toy", _, let reason, "install it") = error else {
            Issue.record("unexpected \(String(describing: error))")
            return
        }
        #expect(reason.contains("no_such_function"))
    }

    @Test("reports a missing file, a folder and a text with the reason and the hint")
    func reportsWhatIsNoLibrary() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = folder.appendingPathComponent("text.so")
        try Data("no library, though long enough to have had the header of one, which it has not".utf8).write(to: text)
        for (path, words) in [
            (folder.path + "/missing.so", "No such file"), (folder.path, "not a regular file"),
            (text.path, "invalid ELF header"), ("/dev/null", "not a regular file"),
        ] {
            let error = #expect(throws: InferenceError.self) { try open(path) }
            guard case .libraryUnavailable("Toy", path, let reason, "install it") = error else {
                Issue.record("unexpected \(String(describing: error))")
                continue
            }
            #expect(reason.contains(words))
        }
    }

    @Test("never maps a file that ends too early", arguments: [1, 100, 4096])
    func refusesCutOffFiles(missingBytes: Int) throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: try #require(Self.mathematics)))
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try whole.dropLast(missingBytes).write(to: URL(fileURLWithPath: path))
        let error = #expect(throws: InferenceError.self) { try open(path) }
        #expect(error?.description.contains("the file is cut off") == true)
        try whole.write(to: URL(fileURLWithPath: path))
        #expect(throws: Never.self) { try open(path) }
    }

    @Test("survives headers that lie about their sizes")
    func survivesLyingHeaders() throws {
        // A valid magic number and then nothing but large offsets and counts.
        var header = Data([0x7F, 0x45, 0x4C, 0x46, 2, 1])
        header.append(Data(repeating: 0xFF, count: 200))
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try header.write(to: URL(fileURLWithPath: path))
        #expect(throws: InferenceError.self) { try open(path) }
    }

    private func open(_ path: String) throws(InferenceError) -> DynamicLibrary {
        try DynamicLibrary(path: path, runtime: "Toy", hint: "install it")
    }
}
