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

    @Test("A build that is not known, or of a version that was not verified, is refused before it is opened")
    func otherVersion() throws {
        #expect(try refusal(Self.deadly) { _ in [:] }.contains("its SHA-256"))
        #expect(try refusal(Self.deadly) { [$0: "2.2.0"] }.contains("its version is 2.2.0"))
    }

    @Test("A library that lacks a symbol is refused by its name", arguments: AcceptedVersion.all)
    func lacksSymbol(version: String) throws {
        #expect(try refusal("int LiteRtNothing(void) { return 0; }") { [$0: version] }.contains("LiteRt"))
    }

    private func refusal(_ source: String, versions: (_ digest: String) -> [String: String]) throws -> String {
        let library = try StubLibrary(source)
        let known = versions(try SHA256.hexadecimal(ofFile: library.path))
        let error = #expect(throws: InferenceError.self) {
            try LiteRTLibrary.open(libraryPath: library.path, versions: known)
        }
        guard case .libraryNotAccepted("LiteRT", library.path, let reason, _) = error else {
            Issue.record("unexpected \(String(describing: error))")
            return ""
        }
        return reason
    }
}
