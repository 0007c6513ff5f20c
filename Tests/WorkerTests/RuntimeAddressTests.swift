import TestSupport
import Testing

@testable import Worker

@Suite("Whether a library is what was asked for", .hangLimit)
struct RuntimeAddressTests {
    @Test(
        "It is, when nothing was asked for, and when the package adds what comes before or after a release",
        arguments: [
            ("", "1.31.1"), ("1.31.1", "1.31.1"), ("1.32.0.dev20261010", "1.32.0"), ("1.32.0.post1", "1.32.0"),
            ("1.32.0rc1", "1.32.0"), ("1.32.0+cu13", "1.32.0"),
        ])
    func fits(asked: String, found: String) {
        #expect(RuntimeAddress(name: "r", version: asked).fits(found))
    }

    @Test(
        "It is not, when it is another release",
        arguments: [
            ("1.31.1", "1.31.0"), ("1.31.10", "1.31.1"), ("1.31.1.2", "1.31.1"), ("1.31", "1.31.1"), ("2.0", ""),
        ])
    func differs(asked: String, found: String) {
        #expect(!RuntimeAddress(name: "r", version: asked).fits(found))
    }
}
