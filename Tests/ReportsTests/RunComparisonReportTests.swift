import Foundation
import Gating
import Records
import Reports
import TestSupport
import Testing

@Suite("A comparison of two runs, in every form", .hangLimit)
struct RunComparisonReportTests {
    /// The sample run, and the same slower on another machine with another model file.
    private static func model(name: String = "main") -> RunComparisonModel {
        let report = SampleRun.report
        var first = RunComparison.Side(run: report.run, summaries: report.summaries)
        for cell in first.run.cells.indices { first.run.cells[cell].launches = launches(4_000_000) }
        var second = first
        second.run.id = "00000000-1111-4222-8333-444444444444"
        second.run.startedAt += 86_400
        second.run.environment.hostName = "bench-2"
        second.run.environment.machineFingerprint = "beef"
        second.run.environment.gitCommit = "fedcba98"
        second.run.cells[0].modelFile.digest = "changed"
        for cell in second.run.cells.indices { second.run.cells[cell].launches = launches(4_400_000) }
        for cell in second.summaries.keys { second.summaries[cell]?[.latencyP50]? *= 1.1 }
        return RunComparisonModel(RunComparison(first, second), names: (name, "latest"))
    }

    private static func launches(_ nanoseconds: Double) -> [LaunchRecord] {
        (0..<8).map { index in
            let latency = nanoseconds * (1 + 0.001 * Double(index % 4))
            return LaunchRecord(
                index: index, loadNanoseconds: 5_000_000, firstInferenceNanoseconds: 2_000_000,
                warmUp: WarmUpRecord(inferences: 10, nanoseconds: 1, becameSteady: true), floorMemoryBytes: 10_000_000,
                peakMemoryBytes: 30_000_000 + UInt64(index % 3),
                blocks: [
                    BlockRecord(
                        quad: 0, position: 0, startNanoseconds: 0, wallNanoseconds: 1, cpuNanoseconds: 1,
                        latenciesNanoseconds: [latency, latency * 1.01])
                ])
        }
    }

    @Test("For a terminal") func text() {
        Snapshot.expect(Self.model().document().terminal(110), matches: "comparison.txt")
    }

    @Test("As Markdown") func markdown() {
        Snapshot.expect(Self.model().document().markdown, matches: "comparison.md")
    }

    @Test("As JSON by its published schema, which describes every key") func json() throws {
        let path = Repository.root + "/docs/comparison.schema.json"
        let root = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
        let schema = SchemaCheck(root: try #require(root as? [String: Any]))
        for name in ["main"] + HostileRun.texts {
            let value = try JSONSerialization.jsonObject(
                with: Data(RunComparisonJSON.render(Self.model(name: name)).utf8))
            #expect(schema.violations(in: value) == [])
            #expect(schema.unknownKeys(in: value) == [])
        }
        var broken = try #require(
            try JSONSerialization.jsonObject(with: Data(RunComparisonJSON.render(Self.model()).utf8)) as? [String: Any])
        broken["pawl_comparison"] = 2
        broken["cells"] = nil
        #expect(schema.violations(in: broken).count == 2)
    }

    @Test("Names that would move a cursor or end a table stay text", arguments: HostileRun.texts)
    func hostile(text: String) {
        let model = Self.model(name: text)
        #expect(!model.document().terminal(110).unicodeScalars.contains("\u{1B}"))
        let lines = model.document().markdown.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(
            lines.count
                == Self.model().document().markdown.split(separator: "\n", omittingEmptySubsequences: false)
                .count)
    }

    @Test("Colours only where they are wanted") func colours() {
        #expect(!Self.model().document().terminal(110).contains("\u{1B}["))
        #expect(Self.model().document().terminal(110, usesColour: true).contains("\u{1B}[1;31mworse"))
    }
}
