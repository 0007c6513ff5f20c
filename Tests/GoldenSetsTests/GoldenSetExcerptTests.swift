import Foundation
import GoldenSets
import InferenceCore
import Support
import TestSupport
import Testing

@Suite("Excerpts of golden sets", .hangLimit)
struct GoldenSetExcerptTests {
    @Test("have some samples with their inputs and labels, evenly spread")
    func spread() throws {
        let folder = try TemporaryFolder(prefix: "pawl-excerpt")
        let fixture = try GoldenSetFixture(in: folder.file("golden"), count: 40)
        let set = try GoldenSet.open(folder: fixture.folder, verifyingDigests: true)
        let excerpt = try #require(try set.excerpt(of: 7, copiesIn: folder))
        let chosen = [0, 5, 11, 17, 22, 28, 34]
        #expect(excerpt.sampleCount == 7 && excerpt.sampleNames == chosen.map { "sample-\($0)" })
        #expect(excerpt.labels == chosen.map { fixture.labels[$0] } && excerpt.feed.files.count == 7)
        for (index, sample) in chosen.enumerated() {
            let own = try #require(excerpt.feed.tensor(ofInput: "x", sample: index))
            #expect(own.bytes.elementsEqual(try #require(set.feed.tensor(ofInput: "x", sample: sample)).bytes))
        }
        #expect(try set.excerpt(of: 40, copiesIn: folder) == nil)
    }
}
