import InferenceCore
import Support
import TestSupport
import Testing

@testable import LiteRT

@Suite(
    "Libraries that are nearly LiteRT",
    .enabled(if: StubLibrary.compiler != nil, "there is no C compiler to make them with"), .hangLimit)
struct StubLibraryTests {
    /// Ends the process as soon as it is opened.
    private static let deadly = """
        #include <stdlib.h>
        __attribute__((constructor)) static void die(void) { abort(); }
        """

    @Test("A build of which nobody says a version is refused before it is opened")
    func otherVersion() throws {
        #expect(try refusal(Self.deadly) { _ in [:] }.contains("its SHA-256"))
        #expect(try refusal(Self.deadly, said: "main") { _ in [:] }.contains("'main' is no version"))
    }

    @Test("A library that lacks a symbol is refused by its name", arguments: ["2.1.0", "2.1.4", "2.3.0", "2.9.0"])
    func lacksSymbol(version: String) throws {
        #expect(try refusal("int LiteRtNothing(void) { return 0; }") { [$0: version] }.contains("LiteRt"))
        #expect(try refusal("int LiteRtNothing(void) { return 0; }", said: version) { _ in [:] }.contains("LiteRt"))
    }

    private func refusal(
        _ source: String, said: String = "", versions: (_ digest: String) -> [String: String]
    ) throws -> String {
        let library = try StubLibrary(source)
        let known = versions(try SHA256.hexadecimal(ofFile: library.path))
        let error = #expect(throws: InferenceError.self) {
            try LiteRTLibrary.open(libraryPath: library.path, version: said, versions: known)
        }
        guard case .libraryNotAccepted("LiteRT", library.path, let reason, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return ""
        }
        return reason
    }
}
