import Foundation
import TestSupport
import Testing

@testable import Support

@Suite(.hangLimit) struct ArtifactBundleTests {
    let folder: TemporaryFolder
    let store: ArtifactStore
    let artifacts: [Artifact]
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        store = ArtifactStore(folder: folder.file("from"))
        var artifacts: [Artifact] = []
        for text in ["first", "", "third"] {
            try AtomicFile.write(text, to: folder.file("file"))
            artifacts.append(try store.add(file: folder.file("file")))
        }
        self.artifacts = artifacts
        path = folder.file("bundle")
        try ArtifactBundle.write(Data("what it is".utf8), artifacts, from: store, to: path)
    }

    @Test func whatIsWrittenComesBack() throws {
        let bundle = try ArtifactBundle(path: path)
        #expect(bundle.description == Data("what it is".utf8))
        #expect(bundle.artifacts == artifacts)
        let other = ArtifactStore(folder: folder.file("to"))
        try bundle.unpack(into: other)
        #expect(other.contents() == store.contents())
        for artifact in artifacts { try other.check(artifact) }
    }

    @Test func everyCutAndEveryChangedByteIsNoticed() throws {
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        func isAccepted(_ data: Data) throws -> Bool {
            try AtomicFile.write(data, to: folder.file("changed"))
            do throws(ArtifactError) {
                try ArtifactBundle(path: folder.file("changed")).unpack(into: ArtifactStore(folder: folder.file("bad")))
                return true
            } catch {
                guard case .badBundle = error else { throw error }
                return false
            }
        }
        #expect(try isAccepted(whole))
        for count in 0..<whole.count { #expect(try !isAccepted(whole.prefix(count)), "cut at \(count)") }
        #expect(try !isAccepted(whole + Data([0])))
        for position in whole.indices {
            var changed = whole
            changed[position] ^= 0xFF
            #expect(try !isAccepted(changed), "byte \(position)")
        }
    }

    @Test func aMissingArtifactLeavesNoFile() throws {
        let absent = Artifact(digest: SHA256.hexadecimal(of: "absent"), bytes: 6)
        #expect(throws: ArtifactError.missing(digest: absent.digest, path: store.path(of: absent.digest))) {
            try ArtifactBundle.write(Data(), [absent], from: store, to: folder.file("none"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder.file("none")))
    }
}
