import InferenceCore
import TestSupport
import Testing

@testable import OnnxRuntime

@Suite(
    "Libraries that are nearly ONNX Runtime",
    .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make them with"), .hangLimit)
struct StubLibraryTests {
    /// Asking it for its functions ends the process.
    private static func base(version: String, functions: String) -> String {
        """
        #include <stdlib.h>
        typedef struct { const void *(*get_api)(unsigned); const char *(*get_version)(void); } Base;
        static const void *get_api(unsigned version) { \(functions) }
        static const char *get_version(void) { return "\(version)"; }
        static const Base base = { get_api, get_version };
        const Base *OrtGetApiBase(void) { return &base; }
        """
    }

    @Test(
        "A version whose table is too short is refused before a function is asked for, and so is one that is none",
        arguments: [("1.14.1", "the oldest that has it is 1.15"), ("", "does not tell"), ("main", "does not tell")])
    func otherVersion(version: String, words: String) throws {
        let reason = try refusal(Self.base(version: version, functions: "abort();"))
        #expect(reason.contains("its version") && reason.contains(version) && reason.contains(words))
    }

    @Test("A version without the functions that it promises is refused")
    func noFunctions() throws {
        #expect(try refusal(Self.base(version: "1.31.1", functions: "return 0;")).contains("that it promises"))
    }

    @Test("A library without the symbol that everything begins with is refused by its name")
    func lacksSymbol() throws {
        #expect(try refusal("int OrtGetApiBases(void) { return 0; }").contains("OrtGetApiBase"))
        #expect(try refusal("const void *OrtGetApiBase(void) { return 0; }").contains("no table of functions"))
    }

    private func refusal(_ source: String) throws -> String {
        let library = try StubLibrary(source)
        let error = #expect(throws: InferenceError.self) { try OnnxRuntimeLibrary.open(libraryPath: library.path) }
        guard case .libraryNotAccepted("ONNX Runtime", library.path, let reason, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return ""
        }
        return reason
    }
}
