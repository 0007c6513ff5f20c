import Diagnostics
import Gating
import Records
import Statistics
import Suites
import TestSupport
import Testing

@Suite("Accuracy slice by slice", .hangLimit)
struct SliceGateTests {
    /// A label with its samples, and how many of them, from the first on, fp32 and int8 get right.
    private struct Case {
        var label: String
        var count: Int
        var before: Int
        var after: Int
    }

    private func scene(_ cases: [Case], columns: [SampleColumn] = []) -> Scene {
        var scene = Scene(effects: [0, 0])
        let labels = cases.enumerated().flatMap { [Int32](repeating: Int32($0.offset), count: $0.element.count) }
        let other = Int32(cases.count)
        func predictions(_ right: (Case) -> Int) -> [Int32] {
            cases.enumerated().flatMap { label, item in
                [Int32](repeating: Int32(label), count: right(item))
                    + [Int32](repeating: other, count: item.count - right(item))
            }
        }
        scene.run.goldenSets[0].labels = labels
        scene.run.goldenSets[0].sampleNames = labels.indices.map { "s\($0)" }
        scene.run.goldenSets[0].classNames = cases.map(\.label) + ["other"]
        scene.run.goldenSets[0].columns = columns.isEmpty ? nil : columns
        let accuracy = { (values: [Int32]) in
            Double(zip(values, labels).count { $0 == $1 }) / Double(labels.count)
        }
        let before = predictions(\.before), after = predictions(\.after)
        for (cell, values) in [(0, before), (1, after)] {
            scene.run.cells[cell].accuracy?.predictions = values
            scene.run.cells[cell].accuracy?.labelRanks = zip(values, labels).map { $0 == $1 ? 0 : 1 }
            scene.run.cells[cell].accuracy?.metrics[.accuracy] = accuracy(values)
        }
        return scene
    }

    private func verdict(
        _ scene: Scene, _ limit: Double = 0.02, by slices: [String] = ["label"], minimum: Int = 1
    ) throws -> Verdict {
        var gate = Scene.gate(.accuracy, .maximumDrop(limit))
        gate.slices = slices
        gate.minimumSamples = minimum
        return try #require(Judge.judge(run: scene.run, gates: [gate]).first { $0.cell == 1 })
    }

    /// One class falls by 60 %, the others gain what it loses.
    private static let hidden = [
        Case(label: "cat", count: 25, before: 20, after: 5), Case(label: "dog", count: 400, before: 360, after: 368),
        Case(label: "fox", count: 400, before: 360, after: 367),
    ]

    @Test("A class that falls by 60 points under an unchanged average fails by its name")
    func hiddenFall() throws {
        let scene = scene(Self.hidden)
        #expect(scene.verdict(.accuracy, .maximumDrop(0.02)).state == .passed)
        let verdict = try verdict(scene)
        #expect(verdict.state == .failed)
        #expect(
            verdict.headline
                == "int8 is less accurate in 1 of 3 slices: accuracy of label=cat fell by 60 points "
                + "(80 % -> 20 %, n = 25), allowed -2 points"
        )
        #expect(verdict.rule == "accuracy at most 2 points below the reference in every slice by label")
        #expect(verdict.details.contains { $0.hasPrefix("lost in label=cat: s5, s6, s7") }, "\(verdict.details)")
        let evidence = try #require(verdict.evidence)
        #expect(evidence.effect == 0.6 && evidence.baselineValue == 0.8 && evidence.samples == 25)
        let slices = try #require(evidence.slices)
        #expect(slices.failed == 1 && slices.judged == 3 && slices.worst[0].value == "cat")
        #expect(slices.worst.map(\.state)[0] == .failed && slices.worst[0].neededSamples == nil)
        #expect(evidence.summary?.complaint == "is less accurate in 1 of 3 slices")
        #expect(evidence.summary?.measured == "of label=cat fell by 60 points (80 % -> 20 %, n = 25)")
    }

    @Test("Slices too small to tell are undecided, with how many samples would decide; they never pass")
    func small() throws {
        let verdict = try verdict(
            scene([
                Case(label: "cat", count: 8, before: 8, after: 8),
                Case(label: "dog", count: 900, before: 800, after: 800),
            ]))
        #expect(verdict.state == .inconclusive)
        // n = z² (1 - δ) / δ with z = 1.645: nothing flipped, and a drop of 2 points is to be excluded.
        #expect(
            verdict.headline
                == "accuracy undecided in 1 of 2 slices: label=cat did not change (100 %, n = 8), allowed -2 points; "
                + "about 133 samples of label=cat would decide"
        )
        #expect(verdict.evidence?.slices?.worst[0].neededSamples == 133)
        #expect(verdict.evidence?.slices?.passed == 1)
    }

    @Test("min_samples leaves small slices out, and says which")
    func leftOut() throws {
        let scene = scene([
            Case(label: "cat", count: 8, before: 8, after: 0), Case(label: "dog", count: 900, before: 800, after: 800),
        ])
        let verdict = try verdict(scene, minimum: 20)
        #expect(verdict.state == .passed)
        #expect(verdict.details.contains("too small by 'min_samples', and not judged: label=cat (8)"))
        #expect(verdict.evidence?.slices?.leftOut == 1)
        let none = try self.verdict(scene, minimum: 2000)
        #expect(none.state == .inconclusive && none.headline.contains("no slice by label has 2000 samples"))
    }

    @Test("Columns of the golden set are slices as well, and share the error probability with the labels")
    func columns() throws {
        let cases = [
            Case(label: "cat", count: 500, before: 450, after: 430),
            Case(label: "dog", count: 500, before: 450, after: 470),
        ]
        // All that was lost was taken by one camera: samples 430 to 449.
        let cameras = (0..<1000).map { (430..<470).contains($0) ? "side" : $0 % 2 == 0 ? "front" : "rear" }
        let scene = scene(cases, columns: [SampleColumn(name: "camera", texts: cameras)])
        let verdict = try verdict(scene, 0.1, by: ["label", "camera"])
        #expect(verdict.state == .failed)
        #expect(
            verdict.headline.contains("in 1 of 5 slices: accuracy of camera=side fell by 50 points"),
            "\(verdict.headline)")
        #expect(verdict.details.contains { $0.contains("all 5 slices share it (Bonferroni, 0.002 each)") })
        let missing = try self.verdict(scene, by: ["lens"])
        #expect(missing.state == .error && missing.headline.contains("has no column 'lens'"), "\(missing.headline)")
    }

    @Test("Slices that are too small to fail take no error probability from the others")
    func shares() throws {
        let many = (0..<200).map { Case(label: "c\($0)", count: 3, before: 3, after: 3) }
        let verdict = try verdict(scene(Self.hidden + many))
        #expect(verdict.state == .failed)
        #expect(
            verdict.details.contains { $0.contains("3 of 203 slices are large enough to fail and share it") },
            "\(verdict.details)")
        #expect(verdict.evidence?.slices?.worst.count == SliceEvidence.mostListed)
    }

    @Test("Equal outputs pass in every slice, and a cell at chance is an error as ever")
    func asEver() throws {
        var scene = scene(Self.hidden)
        let reference = scene.run.cells[0].accuracy
        scene.run.cells[1].accuracy = reference
        let origin = EvaluationProvenance(key: nil, scoresDigest: "same", evaluatedAt: scene.run.startedAt)
        for cell in 0...1 { scene.run.cells[cell].accuracy?.origin = origin }
        #expect(try verdict(scene).state == .passed)
        scene.run.cells[1].accuracy = nil
        #expect(try verdict(scene).state == .error)
    }

    /// Two variants of which neither is worse in any slice by more than the limit, which is true of some by exactly that: the worst case.
    @Test("Over all slices at most the stated share of runs fails wrongly", arguments: [0.0, 0.05])
    func falseAlarms(limit: Double) throws {
        var generator = SeededGenerator(seed: 69)
        // The test's resolution, not that of a real gate: with 5 % a few hundred runs tell.
        let policy = JudgementPolicy(failAlpha: 0.05)
        let sizes = [400, 200, 100, 60, 40, 30, 25, 20, 12, 8, 5, 3, 2, 1]
        let runs = 300
        var alarms = 0
        for _ in 0..<runs {
            var cases: [Case] = [], before: [Int32] = [], after: [Int32] = []
            for (label, count) in sizes.enumerated() {
                cases.append(Case(label: "c\(label)", count: count, before: count, after: count))
                for _ in 0..<count {
                    // 8 % flip either way, and so many more are lost that the drop is the limit.
                    let draw = Double.random(in: 0..<1, using: &generator)
                    let right = Int32(label), wrong = Int32(sizes.count)
                    if draw < 0.04 + limit {
                        before.append(right)
                        after.append(wrong)
                    } else if draw < 0.08 + limit {
                        before.append(wrong)
                        after.append(right)
                    } else {
                        before.append(right)
                        after.append(right)
                    }
                }
            }
            var scene = scene(cases)
            scene.run.cells[0].accuracy?.predictions = before
            scene.run.cells[1].accuracy?.predictions = after
            var gate = Scene.gate(.accuracy, .maximumDrop(limit))
            gate.slices = ["label"]
            let verdicts = Judge.judge(run: scene.run, gates: [gate], policy: policy)
            if verdicts.contains(where: { $0.state == .failed }) { alarms += 1 }
        }
        // A loop in Python over the same rule found 1.8 % and 4.3 %; at 5 % for each slice it was 31 % and 43 %. With a true share of
        // 5 %, 29 of 300 or more come once in a thousand.
        #expect(alarms <= 28, "\(alarms) of \(runs)")
    }
}
