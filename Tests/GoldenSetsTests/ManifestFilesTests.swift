import Foundation
import Support
import TestSupport
import Testing

@testable import GoldenSets

@Suite(.hangLimit) struct ManifestFilesTests {
    @Test func everyDataFileOfASetIsNamedOnce() throws {
        let folder = try TemporaryFolder()
        let fixture = try GoldenSetFixture(in: folder.file("golden"), count: 8)
        let set = try GoldenSet.open(folder: fixture.folder, verifyingDigests: true)
        let present = try FileManager.default.contentsOfDirectory(atPath: fixture.folder).sorted()
        #expect(set.manifest.dataFiles.map(\.path) == present.filter { $0 != GoldenSetManifest.fileName })
        for file in set.manifest.dataFiles {
            #expect(try SHA256.hexadecimal(ofFile: fixture.folder + "/" + file.path) == file.digest)
        }
    }

    /// A file that were forgotten would make a copy that cannot be opened.
    @Test func everyDigestOfAShippedManifestIsThatOfADataFile() throws {
        let sets = Repository.root + "/GoldenSets"
        var kinds: Set<GoldenTask.Kind> = []
        for id in try FileManager.default.contentsOfDirectory(atPath: sets) {
            let path = "\(sets)/\(id)/\(GoldenSetManifest.fileName)"
            guard let file = try? MappedFile(path: path) else { continue }
            let manifest = try GoldenSetManifest.read(YAMLDocument.parse(file.bytes, file: path))
            kinds.insert(manifest.task.kind)
            let digests = String(decoding: file.bytes, as: UTF8.self).matches(of: /[0-9a-f]{64}/).map { "\($0.output)" }
            #expect(Set(manifest.dataFiles.map(\.digest)) == Set(digests), "\(id)")
        }
        #expect(kinds.count >= 2, "the shipped golden sets are gone")
    }
}
