import Foundation
import Records
import Suites
import Support
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Builds of a runtime, one a folder", .hangLimit)
struct SweptBuildsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder(prefix: "pawl-builds") }

    private func builds(_ runtime: String = "onnxruntime") -> SweptBuilds {
        SweptBuilds(folder: folder.path, runtime: runtime) { path in
            LocatedRuntime(name: runtime, version: "1", libraryPath: path, libraryDigest: "")
        }
    }

    private func place(_ names: String...) throws {
        for name in names {
            let path = folder.file(name)
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try AtomicFile.write("a library", to: path)
        }
    }

    @Test("stand in the order of their names, numbers by their value") func order() throws {
        try place(
            "10/lib/libonnxruntime.so", "9/libonnxruntime.so.1.33.0", "2026-01-31/libonnxruntime.so",
            "11/build/Linux/Release/libonnxruntime.so", "notes.txt", ".git/libonnxruntime.so", "12.so")
        let builds = builds()
        #expect(try builds.names(from: nil, to: nil) == ["9", "10", "11", "12.so", "2026-01-31"])
        #expect(try builds.names(from: "10", to: "11") == ["10", "11"])
        let paths = try builds.located(["9", "10", "11", "12.so"]).map {
            $0.runtime?.libraryPath?.split(separator: "/").last
        }
        #expect(paths == ["libonnxruntime.so.1.33.0", "libonnxruntime.so", "libonnxruntime.so", "12.so"])
    }

    @Test("The nearest library is taken, a link and what it leads to are one, and two are an error") func nearest()
        throws
    {
        try place(
            "a/libonnxruntime.so.1.33.0", "a/old/libonnxruntime.so", "b/x/libonnxruntime.so", "b/y/libonnxruntime.so",
            "c/readme")
        for link in ["libonnxruntime.so", "libonnxruntime.so.1"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.file("a/\(link)"), withDestinationPath: "libonnxruntime.so.1.33.0")
        }
        // A circle.
        try FileManager.default.createSymbolicLink(atPath: folder.file("c/self"), withDestinationPath: ".")
        let located = try builds().located(["a", "b", "c"])
        #expect(located[0].runtime?.libraryPath?.hasSuffix("a/libonnxruntime.so.1.33.0") == true)
        #expect(located[1].failure?.message.contains("has 2 libraries of onnxruntime") == true)
        #expect(located[2].failure?.message.hasSuffix("c has no libonnxruntime.so") == true)
    }

    @Test("What cannot be meant is refused") func refusals() throws {
        #expect(throws: UsageError.self) { try builds().names(from: nil, to: nil) }
        try place("1/libonnxruntime.so")
        #expect(throws: UsageError.self) { try builds().names(from: nil, to: nil) }
        try place("2/libonnxruntime.so")
        #expect(try builds().names(from: nil, to: nil) == ["1", "2"])
        #expect(throws: UsageError.self) { try builds("mnn").names(from: nil, to: nil) }
        #expect(throws: UsageError.self) { try builds().names(from: "3", to: nil) }
        #expect(throws: UsageError.self) { try builds().names(from: "2", to: "1") }
    }
}
