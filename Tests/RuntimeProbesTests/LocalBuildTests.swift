import Diagnostics
import Foundation
import Support
import TestSupport
import Testing

@testable import RuntimeProbes

@Suite(
    "A library that the user names",
    .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make one with"),
    .hangLimit)
struct LocalBuildTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Compiles a library into the folder.
    private func compile(_ source: String, to name: String) throws -> String {
        let library = try StubLibrary(source)
        try AtomicFile.write(try Data(contentsOf: URL(fileURLWithPath: library.path)), to: folder.file(name))
        return folder.file(name)
    }

    @Test(
        "is known by its symbols, whatever its file is called",
        arguments: [
            ("OrtGetApiBase", "onnxruntime"), ("ov_get_openvino_version", "openvino"),
            ("LiteRtCreateEnvironment", "litert"),
        ])
    func kinds(symbol: String, runtime: String) throws {
        let build = try LocalBuild(path: compile("int \(symbol)(void) { return 0; }", to: "mine.so"))
        #expect(build.runtime == runtime)
        #expect(build.digest == (try SHA256.hexadecimal(ofFile: build.path)))
        #expect(build.isOf(runtime) && !build.isOf("ncnn"))
        #expect(build.isOf("onnxruntime-gpu") == (runtime == "onnxruntime"))
    }

    @Test("has its companions' digests with it, and not those of strangers beside it")
    func companions() throws {
        let path = try compile("int OrtGetApiBase(void) { return 0; }", to: "libonnxruntime.so.1.33.0")
        let companion = try compile("int other(void) { return 0; }", to: "libonnxruntime_providers_shared.so")
        _ = try compile("int another(void) { return 0; }", to: "libmine.so")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("libonnxruntime.so"), withDestinationPath: "libonnxruntime.so.1.33.0")
        let build = try LocalBuild(path: path)
        #expect(
            build.companions == [
                "libonnxruntime_providers_shared.so": try SHA256.hexadecimal(ofFile: companion)
            ])
    }

    @Test("is refused with the reason where it is none")
    func refusals() throws {
        let stub = try compile("int OrtGetApiBase(void) { return 0; }", to: "other.so")
        var foreign = try Data(contentsOf: URL(fileURLWithPath: stub))
        foreign[18] = 243
        foreign[19] = 0
        try AtomicFile.write(foreign, to: folder.file("foreign.so"))
        try AtomicFile.write("no library at all, though called one", to: folder.file("text.so"))
        try AtomicFile.write("", to: folder.file("empty.so"))
        try AtomicFile.write(foreign.prefix(1_000), to: folder.file("short.so"))
        _ = try compile("int nothing(void) { return 0; }", to: "stranger.so")
        for (name, words) in [
            ("foreign.so", "is built for RISC-V"), ("text.so", "it is no shared library"),
            ("empty.so", "the file is empty"), ("stranger.so", "exports none of OrtGetApiBase"),
            ("missing.so", "No such file"),
        ] {
            let error = #expect(throws: LocalBuildError.self, "\(name)") { try LocalBuild(path: folder.file(name)) }
            #expect(error?.description.contains(words) == true, "\(name): \(error?.description ?? "")")
        }
        #expect(throws: LocalBuildError.self) { try LocalBuild(path: folder.file("short.so")) }
        #expect(throws: LocalBuildError.self) { try LocalBuild(path: folder.path) }
    }
}
