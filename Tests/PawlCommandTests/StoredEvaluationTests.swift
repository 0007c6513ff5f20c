import Gating
import Records
import ResultsStore
import Suites
import TestSupport
import Testing

@Suite("Gates on predictions, judged again from the database", .needsRuntime, .hangLimit)
struct StoredEvaluationTests {
    @Test("A stored run is judged again to the same verdicts, numbers and words")
    func sameVerdicts() throws {
        let workspace = try Workspace(samples: 320)
        let suite = try workspace.writeSuite(
            ["base": .rightClassifier, "mostly": .mostlyRightClassifier, "same": .rightClassifier],
            gates: [
                "{ metric: macro_f1, against: reference, max_drop: 1 point }",
                "{ metric: top_k_accuracy, against: reference, max_drop: 1 point }",
                "{ metric: kl_divergence, against: reference, max: 0.01 }", "{ metric: macro_f1, min: 90% }",
            ])
        let outcome = workspace.pawl("gate", suite, "--seed", "7")
        #expect(outcome.code == 1, "\(outcome.diagnostic)")
        let run = try #require(try workspace.latestRun())
        #expect(Judge.judge(run: run, gates: try SuiteReader.read(file: suite).gates) == run.verdicts)
        let drops = run.verdicts.filter { $0.gate == 0 }
        #expect(drops.map(\.state) == [.failed, .passed])
        #expect(drops[0].evidence?.resamples ?? 0 >= 2000)
        #expect(drops[1].headline.hasPrefix("passes: identical outputs: macro F1 cannot differ"))
        let divergences = run.verdicts.filter { $0.gate == 2 }
        #expect(divergences.map(\.state) == [.failed, .passed])
        #expect(divergences[1].headline.hasPrefix("passes: identical outputs: "))
    }
}
