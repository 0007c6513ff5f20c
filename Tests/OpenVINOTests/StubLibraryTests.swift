import InferenceCore
import TestSupport
import Testing

@testable import OpenVINO

@Suite(
    "Libraries that are nearly OpenVINO",
    .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make them with"), .hangLimit)
struct StubLibraryTests {
    /// Every function that Pawl looks up, read where it does.
    private static let functions: [String] = {
        let source = (try? Repository.text("Sources/OpenVINO/OpenVINOFunctions+Library.swift")) ?? ""
        return source.split(separator: "find(\"").dropFirst().map { "ov_" + $0.prefix { $0 != "\"" } }
    }()

    /// A library that says its version; every other function ends the process.
    private static func source(build: String, lacking: Set<String> = []) -> String {
        let own = ["ov_get_openvino_version", "ov_version_free"]
        let others = functions.filter { !own.contains($0) && !lacking.contains($0) }
        return """
            #include <stdlib.h>
            typedef struct { const char *build_number; const char *description; } Version;
            int ov_get_openvino_version(Version *version) { version->build_number = "\(build)"; return 0; }
            void ov_version_free(Version *version) {}
            \(others.map { "void \($0)(void) { abort(); }" }.joined(separator: "\n"))
            """
    }

    @Test(
        "A version that was not verified is refused before anything else is called",
        arguments: ["2024.6.0-1-a", "2027.0.0-1-a"])
    func otherVersion(build: String) throws {
        #expect(Self.functions.count > 30)
        #expect(try refusal(Self.source(build: build)).contains("its version is \(build)"))
    }

    @Test(
        "A library that lacks one symbol is refused by its name, whatever its version",
        arguments: ["ov_core_create", "ov_infer_request_wait", "ov_profiling_info_list_free"])
    func lacksSymbol(name: String) throws {
        #expect(Self.functions.contains(name))
        #expect(try refusal(Self.source(build: "2026.4.1-1-a", lacking: [name])).contains(name))
    }

    private func refusal(_ source: String) throws -> String {
        let library = try StubLibrary(source)
        let error = #expect(throws: InferenceError.self) { try OpenVINOLibrary.open(libraryPath: library.path) }
        guard case .libraryNotAccepted("OpenVINO", library.path, let reason, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return ""
        }
        return reason
    }
}
