import TestSupport
import Testing

@testable import OnnxRuntime

@Suite("Which versions are accepted", .hangLimit)
struct AcceptedVersionTests {
    @Test("1.20 to 1.31, any patch", arguments: ["1.20.0", "1.20.1", "1.22.2", "1.31.1", "1.31.99", "1.31"])
    func accepts(version: String) {
        #expect(AcceptedVersion(version) != nil)
    }

    @Test(
        "and no other",
        arguments: ["1.19.2", "1.32.0", "2.20.1", "0.20.1", "1.2.0", "1", "", "1.x.1", "v1.20.1", "1.-20"])
    func refuses(version: String) {
        #expect(AcceptedVersion(version) == nil)
    }

    @Test("with statistics of the arena from 1.23 on", arguments: [("1.22.1", false), ("1.23.0", true)])
    func hasStatistics(version: String, expected: Bool) {
        #expect(AcceptedVersion(version)?.hasAllocatorStatistics == expected)
    }

    @Test("which covers both versions that were verified")
    func coversTheLockedVersions() {
        #expect(AcceptedVersion("1.20.1") != nil && AcceptedVersion("1.31.1") != nil)
    }
}
