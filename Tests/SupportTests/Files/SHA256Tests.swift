import Foundation
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct SHA256Tests {
    /// NIST, "Secure Hash Standard" examples (FIPS 180-4 example files: one block, two blocks, a million `a`) and the
    /// empty message of the CAVP short-message test vectors.
    @Test(
        "Digests are those of the standard",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func knownAnswers(text: String, digest: String) throws {
        #expect(SHA256.hexadecimal(of: text) == digest)
        let folder = try TemporaryFolder()
        try AtomicFile.write(text, to: folder.file("a"))
        #expect(try SHA256.hexadecimal(ofFile: folder.file("a")) == digest)
    }

    @Test("A file that is not there has no digest") func missingFile() {
        #expect(throws: FileError.self) { try SHA256.hexadecimal(ofFile: "/no/such/file") }
    }
}
