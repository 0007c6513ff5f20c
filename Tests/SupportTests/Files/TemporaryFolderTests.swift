import Foundation
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct TemporaryFolderTests {
    @Test("A temporary folder is its owner's alone, and goes away with all that is in it") func lifetime() throws {
        var folder: TemporaryFolder? = try TemporaryFolder(prefix: "pawl-test")
        let path = try #require(folder?.path)
        #expect(path.hasPrefix("/") && path.contains("/pawl-test-"))
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        // The sticky bit marks it as one of ours.
        #expect(mode as? Int == 0o1700)
        try AtomicFile.write("x", to: path + "/deep/er/file")
        folder = nil
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("Two temporary folders are two") func distinct() throws {
        let one = try TemporaryFolder(), two = try TemporaryFolder()
        #expect(one.path != two.path)
        #expect(one.file("a") == one.path + "/a")
    }
}
