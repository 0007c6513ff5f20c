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

    /// A library that says its version, and of no tensor how large it is; every other function ends the process.
    private static func source(build: String, lacking: Set<String> = []) -> String {
        let own = ["ov_get_openvino_version", "ov_version_free", "ov_tensor_create_from_host_ptr"]
        let others = functions.filter { !own.contains($0) && !lacking.contains($0) }
        return """
            #include <stdlib.h>
            typedef struct { const char *build_number; const char *description; } Version;
            int ov_get_openvino_version(Version *version) { version->build_number = "\(build)"; return 0; }
            void ov_version_free(Version *version) {}
            int ov_tensor_create_from_host_ptr(int type, long rank, void *shape, void *data, void **out) { return -1; }
            \(others.map { "void \($0)(void) { abort(); }" }.joined(separator: "\n"))
            """
    }

    @Test("A library that numbers types in no known way is refused before a core is made")
    func otherNumbers() throws {
        #expect(Self.functions.count > 30)
        #expect(try refusal(Self.source(build: "2030.1.0-1-a")).contains("numbers the types of elements"))
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
