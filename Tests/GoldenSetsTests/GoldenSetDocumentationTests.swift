import Diagnostics
import Foundation
import GoldenSets
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct GoldenSetDocumentationTests {
    @Test("The manifest in docs/golden-sets.md lacks nothing but its data files") func example() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/golden-sets.md"), encoding: .utf8)
        let block = try #require(page.components(separatedBy: "```yaml\n").dropFirst().first).components(
            separatedBy: "```")[0]
        let folder = try TemporaryFolder()
        try AtomicFile.write(block, to: folder.file("golden.yaml"))
        #expect {
            try GoldenSet.open(folder: folder.path, verifyingDigests: true)
        } throws: { error in
            (error as? GoldenSetError)?.diagnostics.map(\.code) == Array(repeating: "golden.file", count: 4)
        }
    }
}
