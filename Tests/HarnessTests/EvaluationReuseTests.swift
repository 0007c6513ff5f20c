import Foundation
import Records
import Suites
import Support
import Synchronization
import TestSupport
import Testing

@testable import Harness

@Suite("Evaluations of earlier runs are reused, and checked", .hangLimit)
struct EvaluationReuseTests {
    let fixture: HarnessFixture

    init() throws { fixture = try HarnessFixture(samples: 16) }

    /// What a database would say after one run.
    private func history(of run: RunRecord, key: String) -> CachedEvaluations {
        for cell in run.cells {
            if let accuracy = cell.accuracy, let origin = accuracy.origin, origin.key == key {
                return CachedEvaluations(
                    latest: CachedEvaluations.Evaluation(run: run.id, accuracy: accuracy, origin: origin))
            }
        }
        return CachedEvaluations()
    }

    /// A second run that knows the first; `change` alters what it remembers.
    private func repeated(
        _ first: RunRecord, _ plan: Plan, seed: UInt64 = 1,
        change: @escaping @Sendable (inout CachedEvaluations) -> Void = { _ in },
        observe: @escaping @Sendable (RunEvent) -> Void = { _ in }
    ) throws -> RunRecord {
        try fixture.measure(
            plan, observe: observe, id: "second", seed: seed,
            lookUp: { key in
                var history = history(of: first, key: key)
                if history.latest != nil { change(&history) }
                return history
            })
    }

    private func reused(_ run: RunRecord) -> [String] {
        run.cells.filter { $0.accuracy?.origin?.reusedFromRun != nil }.map(\.variant)
    }

    @Test("All cells but one are reused with the same values, and the one that the seed draws is found to be the same")
    func reuse() throws {
        let plan = try fixture.plan(["fp32": "classes 4", "worse": "wrong 5", "other": "wrong 3"], launches: 1)
        let first = try fixture.measure(plan, id: "first")
        #expect(reused(first) == [])
        let origins = first.cells.compactMap { $0.accuracy?.origin }
        #expect(origins.count == 3 && origins.allSatisfy { $0.sampleDigests.count == 16 && $0.key != nil })

        let steps = Mutex(0)
        let second = try repeated(
            first, plan,
            observe: { event in
                if case .phase(.accuracy, let count) = event { steps.withLock { $0 += count } }
            })
        #expect(second.status == .complete)
        #expect(reused(second).count == 2)
        #expect(steps.withLock { $0 } == 1, "only the drawn cell is a step of the progress")
        for (before, after) in zip(first.cells, second.cells) {
            let old = try #require(before.accuracy), new = try #require(after.accuracy)
            #expect(new.predictions == old.predictions)
            #expect(new.metrics == old.metrics)
            #expect(new.origin?.referenceScoresDigest == old.origin?.referenceScoresDigest)
            if let source = new.origin?.reusedFromRun {
                #expect(source == "first")
                #expect(new.origin?.evaluatedAt == old.origin?.evaluatedAt)
                #expect(new.seconds == 0 && new.origin?.sampleDigests == [])
            } else {
                #expect(new.origin?.repetition?.run == "first")
                #expect(new.origin?.repetition?.isDifferent == false)
            }
            #expect(!after.launches.isEmpty, "only evaluations are reused")
        }
    }

    @Test("The seed draws who is evaluated again; over the runs everybody is")
    func drawn() throws {
        let plan = try fixture.plan(["fp32": "classes 4", "a": "wrong 5", "b": "wrong 3"], launches: 1)
        let first = try fixture.measure(plan, id: "first")
        let histories = { (key: String) in history(of: first, key: key) }
        let keys = Dictionary(uniqueKeysWithValues: first.cells.map { ($0.id, $0.accuracy?.origin?.key ?? "") })
        func drawn(_ seed: UInt64) -> Set<Int> {
            let lookUp = EvaluationCache(plan: plan, keys: keys, lookUp: histories, period: 60, now: Date(), seed: seed)
            return Set([0, 1, 2]).subtracting(lookUp.reusable)
        }
        #expect(drawn(5) == drawn(5))
        #expect((0..<50).allSatisfy { drawn($0).count == 1 })
        #expect((0..<50).reduce(into: Set()) { $0.formUnion(drawn($1)) } == [0, 1, 2])
    }

    @Test("A cell alone is reused too")
    func alone() throws {
        let plan = try fixture.plan(["fp32": "classes 4"], launches: 1)
        let first = try fixture.measure(plan, id: "first")
        #expect(try reused(repeated(first, plan)) == ["fp32"])
    }

    @Test(
        "What is too old, from the future, used often enough, known to differ, or not to be reused is evaluated",
        arguments: ["old", "future", "worn", "differs", "never"])
    func evaluatedAnew(why: String) throws {
        var plan = try fixture.plan(["fp32": "classes 4"], launches: 1)
        let first = try fixture.measure(plan, id: "first")
        if why == "never" { plan.measurement.reuseEvaluationsSeconds = nil }
        let second = try repeated(
            first, plan,
            change: { history in
                switch why {
                case "old": history.latest?.origin.evaluatedAt -= 7 * 86_400
                case "future": history.latest?.origin.evaluatedAt += 3600
                case "worn": history.reuses = EvaluationCache.maximumReuses
                case "differs": history.isKnownToDiffer = true
                default: break
                }
            })
        #expect(reused(second) == [])
        #expect(second.cells[0].accuracy?.origin?.repetition?.differingSamples == 0, "compared all the same")
        #expect(second.warnings.contains { $0.contains("differed before") } == (why == "differs"))
    }

    @Test("A candidate that changed is evaluated together with the reference that it is compared with")
    func changedCandidate() throws {
        let first = try fixture.measure(
            try fixture.plan(["fp32": "classes 4", "a": "wrong 5", "b": "wrong 3"], launches: 1), id: "first")
        let plan = try fixture.plan(["fp32": "classes 4", "a": "wrong 4", "b": "wrong 3"], launches: 1)
        // Seeds draw different cells; what the contrast needs is evaluated with each.
        for seed in 0..<4 as Range<UInt64> {
            let second = try repeated(first, plan, seed: seed)
            let changed = try #require(second.cells[1].accuracy)
            #expect(changed.origin?.repetition == nil)
            #expect(try #require(changed.metrics[.klDivergence]) > 0)
            #expect(changed.metrics[.agreement] == 0.75)
            #expect(second.cells[0].accuracy?.origin?.repetition?.isDifferent == false)
            #expect(second.cells[2].accuracy?.metrics == first.cells[2].accuracy?.metrics)
        }
    }

    @Test("A model that predicts differently is found, sample by sample, also when no predicted class changes")
    func notDeterministic() throws {
        let plan = try fixture.plan(["fp32": "wander 3"], launches: 1)
        var fresh = plan
        fresh.measurement.reuseEvaluationsSeconds = nil
        let first = try fixture.measure(plan, id: "first")
        let second = try repeated(first, fresh)
        let repetition = try #require(second.cells[0].accuracy?.origin?.repetition)
        #expect(repetition.run == "first")
        #expect(repetition.evaluatedAt == first.cells[0].accuracy?.origin?.evaluatedAt)
        #expect(repetition.differingSamples == 3)
        #expect(repetition.differingPredictions == 0)
    }

    @Test("Two cells of one run that are the same thing and answer differently are found in the first run")
    func twins() throws {
        let plan = try fixture.plan(["fp32": "wander 3", "same": "wander 3"], launches: 1)
        let run = try fixture.measure(plan)
        #expect(run.cells[0].accuracy?.origin?.repetition == nil)
        let repetition = try #require(run.cells[1].accuracy?.origin?.repetition)
        #expect(repetition.run == run.id && repetition.differingSamples == 3)
    }

    @Test("When a cell's answers have changed, whoever is compared with it is evaluated after it")
    func changedReference() throws {
        let plan = try fixture.plan(["fp32": "wander 3", "a": "wrong 5"], launches: 1)
        let first = try fixture.measure(plan, id: "first")
        let key = first.cells[0].accuracy?.origin?.key
        let second = try fixture.measure(
            plan, id: "second",
            lookUp: { wanted in
                var history = history(of: first, key: wanted)
                history.isKnownToDiffer = wanted == key
                return history
            })
        #expect(reused(second) == [])
        let candidate = try #require(second.cells[1].accuracy)
        #expect(candidate.origin?.referenceScoresDigest == second.cells[0].accuracy?.origin?.scoresDigest)
        #expect(candidate.metrics[.klDivergence] != first.cells[1].accuracy?.metrics[.klDivergence])
    }

    @Test(
        "Stored predictions that cannot be of this golden set are refused with a warning",
        arguments: ["short", "class", "accuracy", "infinite", "digests", "k", "key"])
    func unsound(how: String) throws {
        let plan = try fixture.plan(["fp32": "wrong 5"], launches: 1)
        let first = try fixture.measure(plan, id: "first")
        let second = try repeated(
            first, plan,
            change: { history in
                switch how {
                case "short": history.latest?.accuracy.predictions.removeLast()
                case "class": history.latest?.accuracy.predictions[0] = 4
                case "accuracy": history.latest?.accuracy.metrics[.accuracy] = 1
                case "infinite": history.latest?.accuracy.metrics[.macroF1] = .infinity
                case "digests": history.latest?.origin.sampleDigests.removeLast()
                case "k": history.latest?.accuracy.topK = 1
                default: history.latest?.origin.key = "other"
                }
            })
        #expect(reused(second) == [])
        #expect(second.warnings.contains { $0.contains("run first") && $0.contains("does not fit") })
        #expect(second.cells[0].accuracy?.metrics == first.cells[0].accuracy?.metrics)
    }

    @Test("Damaged rows are named and not used")
    func damaged() throws {
        let plan = try fixture.plan(["fp32": "classes 4"], launches: 1)
        let run = try fixture.measure(plan, lookUp: { _ in CachedEvaluations(damagedRuns: ["bad-run"]) })
        #expect(run.warnings == ["m/fp32: the evaluation stored by run bad-run is damaged and not used"])
        #expect(reused(run) == [])
    }

    @Test("A model file that changes while it is evaluated leaves nothing to reuse, and a warning")
    func changedFile() throws {
        let plan = try fixture.plan(["fp32": "classes 4"], launches: 1)
        let path = fixture.folder.file("fp32.model")
        let run = try fixture.measure(
            plan,
            observe: { event in
                if case .phase(.accuracy, _) = event { try? AtomicFile.write("wrong 2", to: path) }
            })
        let origin = try #require(run.cells[0].accuracy?.origin)
        #expect(origin.key == nil)
        #expect(run.warnings.contains { $0.contains("m/fp32: its model changed") })
    }

    @Test("Answers that are not numbers are a failure and leave nothing to reuse")
    func notANumber() throws {
        let run = try fixture.measure(try fixture.plan(["fp32": "nan inference:2"], launches: 1))
        #expect(run.cells[0].failure != nil && run.cells[0].accuracy == nil)
    }
}
