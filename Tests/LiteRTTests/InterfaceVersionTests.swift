import TestSupport
import Testing

@testable import LiteRT

@Suite("What the functions of a version of LiteRT mean", .hangLimit)
struct InterfaceVersionTests {
    @Test(
        "changed with 2.1.3, 2.1.6 and 2.3.0",
        arguments: [
            ("2.0.3", false, false, false), ("2.1.0", false, false, false), ("2.1.2", false, false, false),
            ("2.1.3", true, false, false), ("2.1.5", true, false, false), ("2.1.6", true, true, false),
            ("2.2.0", true, true, false), ("2.3.0", true, true, true), ("2.3", true, true, true),
            ("2.4.0.dev20261001", true, true, true), ("3.0.0", true, true, true), ("2.3.0rc1", true, true, true),
        ])
    func changes(version: String, optionsAreText: Bool, needEnvironment: Bool, takeAccelerators: Bool) throws {
        let interface = try #require(InterfaceVersion(version))
        #expect(interface.optionsAreText == optionsAreText)
        #expect(interface.modelsNeedAnEnvironment == needEnvironment)
        #expect(interface.environmentsTakeAccelerators == takeAccelerators)
    }

    @Test(
        "and so did the word for handing operators to XNNPACK",
        arguments: [
            ("2.1.2", nil), ("2.1.3", nil), ("2.1.4", "xnnpack"), ("2.1.6", "xnnpack"), ("2.2.0", "delegate"),
            ("2.3.0", "delegate"),
        ] as [(String, String?)])
    func modes(version: String, mode: String?) {
        #expect(InterfaceVersion(version)?.delegateMode == mode)
        #expect(InterfaceVersion(version)?.canDoWithoutXNNPACK == (mode != nil))
    }

    @Test("and a model takes other sizes after a run from 2.1.5 on", arguments: [("2.1.4", false), ("2.1.5", true)])
    func resizes(version: String, expected: Bool) {
        #expect(InterfaceVersion(version)?.resizesAfterRunning == expected)
    }

    @Test("and is not known of what is no version", arguments: ["", "2", "main", "v2.3.0", ".3"])
    func refuses(version: String) {
        #expect(InterfaceVersion(version) == nil)
    }
}
