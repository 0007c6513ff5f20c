import Testing

@testable import OnnxRuntime

@Suite("Which versions are accepted")
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

@Suite("Provider names")
struct ProviderNameTests {
    let available = ["XnnpackExecutionProvider", "AzureExecutionProvider", "CPUExecutionProvider"]

    @Test("are matched however they are written", arguments: ["xnnpack", "XNNPACK", "Xnnpack"])
    func match(name: String) throws {
        #expect(try ProviderName.registration(of: name, among: available) == "XNNPACK")
    }

    @Test("that are not there are refused with those that are")
    func refuse() {
        let error = #expect(throws: (any Error).self) { try ProviderName.registration(of: "cuda", among: available) }
        #expect("\(String(describing: error))".contains("azure, cpu, xnnpack"))
    }
}
