import TestSupport
import Testing

@testable import OpenVINO

@Suite("Which versions of OpenVINO are accepted", .hangLimit)
struct AcceptedVersionTests {
    @Test(
        "2025.4 to 2026.4, any patch",
        arguments: [
            ("2026.4.1-22982-e213a147257-releases/2026/4", "2026.4.1"), ("2025.4.0-1-a", "2025.4.0"),
            ("2026.0.0", "2026.0.0"), ("2025.5.3-1", "2025.5.3"),
        ])
    func accepts(build: String, version: String) {
        #expect(AcceptedVersion(build: build)?.text == version)
    }

    @Test(
        "and no other",
        arguments: [
            "2025.3.0-1", "2026.5.0-1", "2027.0.0", "2024.6.0", "2026.4", "2026", "", "-", "2026.x.1", "v2026.4.1",
        ]
    )
    func refuses(build: String) {
        #expect(AcceptedVersion(build: build) == nil)
    }
}
