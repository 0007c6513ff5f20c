import Foundation
import TestSupport
import Testing

@testable import Support

@Suite(.hangLimit) struct ArtifactStoreTests {
    let folder: TemporaryFolder
    let store: ArtifactStore

    init() throws {
        folder = try TemporaryFolder()
        store = ArtifactStore(folder: folder.file("artifacts"))
    }

    private func file(_ text: String, _ name: String = "file") throws -> String {
        try AtomicFile.write(text, to: folder.file(name))
        return folder.file(name)
    }

    @Test func equalFilesAreKeptOnceAndReadOnly() throws {
        let first = try store.add(file: try file("model"))
        let again = try store.add(file: try file("model", "other"))
        #expect(first == again)
        #expect(store.contents() == [first])
        #expect(first == Artifact(digest: SHA256.hexadecimal(of: "model"), bytes: 5))
        let path = store.path(of: first.digest)
        let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(permissions.map { $0 & 0o222 } == 0)
        try store.check(first)
    }

    @Test func anotherFileThanTheExpectedOneIsRefusedAndNotKept() throws {
        let path = try file("model")
        let expected = SHA256.hexadecimal(of: "other")
        #expect(throws: ArtifactError.changed(path: path, expected: expected, found: SHA256.hexadecimal(of: "model"))) {
            try store.add(file: path, expecting: expected)
        }
        #expect(store.contents().isEmpty)
    }

    @Test func whatIsGoneOrDamagedIsNoticedAndAddingAgainRepairs() throws {
        let path = try file("model")
        let artifact = try store.add(file: path)
        let kept = store.path(of: artifact.digest)
        try AtomicFile.write("mODEL", to: kept)
        #expect(throws: ArtifactError.damaged(digest: artifact.digest, path: kept)) { try store.check(artifact) }
        try FileManager.default.removeItem(atPath: kept)
        #expect(throws: ArtifactError.missing(digest: artifact.digest, path: kept)) { try store.check(artifact) }
        try AtomicFile.write("short", to: kept)
        _ = try store.add(file: path)
        try store.check(artifact)
        #expect(throws: ArtifactError.missing(digest: "../../x", path: folder.file("artifacts/sha256"))) {
            try store.check(Artifact(digest: "../../x", bytes: 1))
        }
    }

    @Test func cleaningRemovesWhatNobodyNamesAndWhatACrashLeft() throws {
        let wanted = try store.add(file: try file("wanted"))
        let unwanted = try store.add(file: try file("unwanted"))
        let shelf = (store.path(of: wanted.digest) as NSString).deletingLastPathComponent
        try AtomicFile.write("half", to: shelf + "/.half.part")
        let removed = try store.removeAll(except: [wanted.digest])
        #expect(removed.files == 2)
        #expect(removed.bytes == unwanted.bytes + 4)
        #expect(store.contents() == [wanted])
        #expect(!FileManager.default.fileExists(atPath: shelf + "/.half.part"))
    }

    @Test func removalWaitsForNobodyAndIsRefusedDuringUse() throws {
        do {
            let use = try ArtifactLock(store, for: .use)
            let second = try ArtifactLock(store, for: .use)
            #expect(throws: ArtifactError.busy(folder: store.folder)) { try ArtifactLock(store, for: .removal) }
            withExtendedLifetime((use, second)) {}
        }
        _ = try ArtifactLock(store, for: .removal)
    }

    @Test func aCheckoutNamesFilesAndGoesAway() throws {
        let artifact = try store.add(file: try file("model"))
        var path = ""
        do {
            let checkout = try ArtifactCheckout(of: store)
            path = try checkout.place(artifact, in: "0", as: "deep/model.onnx")
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "model")
            for name in ["../out", "/abs", "a//b", "a/../../b", "", ".", "a\nb"] {
                #expect(throws: ArtifactError.self, "\(name)") { try checkout.place(artifact, in: "0", as: name) }
            }
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        try store.check(artifact)
    }
}
