import TestSupport
import Testing

@testable import LiteRT

@Suite("Which versions of LiteRT are accepted", .hangLimit)
struct AcceptedVersionTests {
    @Test("those that were verified, and what their functions mean")
    func accepts() throws {
        let old = try #require(AcceptedVersion("2.1.0"))
        #expect(!old.modelsNeedAnEnvironment && !old.optionsAreText && !old.environmentsTakeAccelerators)
        #expect(!old.canDoWithoutXNNPACK)
        let new = try #require(AcceptedVersion("2.3.0"))
        #expect(new.modelsNeedAnEnvironment && new.optionsAreText && new.environmentsTakeAccelerators)
        #expect(new.canDoWithoutXNNPACK)
    }

    @Test(
        "and no other, not even one between them",
        arguments: ["2.0.3", "2.1.1", "2.1.6", "2.2.0", "2.3.1", "2.4.0", "3.0.0", "2.3", "", "2.3.0 "])
    func refuses(version: String) {
        #expect(AcceptedVersion(version) == nil)
    }
}
