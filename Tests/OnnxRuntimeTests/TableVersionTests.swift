import TestSupport
import Testing

@testable import OnnxRuntime

@Suite("Which table of functions a version has", .hangLimit)
struct TableVersionTests {
    @Test(
        "that of its second number, whatever stands behind it",
        arguments: [
            ("1.15.0", 15), ("1.20.1", 20), ("1.31", 31), ("1.40.0-dev", 40), ("1.23rc1", 23), ("1.9.0", 9),
        ])
    func number(version: String, expected: UInt32) {
        #expect(TableVersion(ofRelease: version)?.number == expected)
    }

    @Test("all that is used of it in a second generation")
    func secondGeneration() {
        #expect(TableVersion(ofRelease: "2.0.0")?.number == TableVersion.newestUsed)
    }

    @Test("and none where it says no version", arguments: ["", "1", "v1.20.1", "1.x.1", "1.-20", "0.20.1", "main"])
    func none(version: String) {
        #expect(TableVersion(ofRelease: version) == nil)
    }

    @Test("of which an old library hands out no more than it has", arguments: RuntimeUnderTest.all)
    func tables(runtime: RuntimeUnderTest) throws {
        let number = try #require(TableVersion(ofRelease: runtime.version)?.number)
        let api = try runtime.api()
        #expect((api.pluginTable != nil) == (number >= 22))
        #expect((api.statisticsTable != nil) == (number >= 23))
        #expect((api.assignmentTable != nil) == (number >= 24))
    }
}
