import Gating
import Records
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct OtherChangeTests {
    private func cell(_ id: Int, peaks: [UInt64]) -> CellRecord {
        Fixtures.cell(
            id, "v\(id)", launches: peaks.enumerated().map { Fixtures.launch($0.offset, blocks: [], peak: $0.element) })
    }

    @Test("memory is compared above the floor, launch by launch")
    func memory() throws {
        let change = try MemoryChange(
            Fixtures.pair(), baseline: cell(0, peaks: [20_000_000, 20_000_000, 20_000_000, 20_000_000, 21_000_000]),
            candidate: cell(1, peaks: [22_000_000, 22_000_000, 22_000_000, 22_000_000, 23_000_000]))
        #expect(change.baseline.median == 10_000_000)
        #expect(change.test.mean == 2_000_000)
        #expect(change.test.standardError == 0)
    }

    @Test("four launches decide nothing about memory")
    func memoryNeedsFive() {
        #expect(throws: ComparisonError.tooFewLaunches(usable: 4, needed: 5)) {
            try MemoryChange(
                Fixtures.pair(), baseline: cell(0, peaks: [1, 1, 1, 1]), candidate: cell(1, peaks: [1, 1, 1, 1]))
        }
    }

    @Test("operators are added up by type and the largest growth comes first")
    func operators() throws {
        func node(_ type: String, _ milliseconds: Double) -> OperatorRecord {
            OperatorRecord(
                name: "\(type)-\(milliseconds)", type: type, provider: "cpu", meanNanoseconds: milliseconds * 1e6)
        }
        let change = try #require(
            OperatorChange(
                baseline: Fixtures.cell(0, "fp32", operators: [node("Conv", 2), node("Relu", 1)]),
                candidate: Fixtures.cell(
                    1, "int8", operators: [node("ConvInteger", 5), node("ConvInteger", 3), node("Relu", 2)]),
                typicalNanoseconds: (nil, nil)))
        #expect(change.grown.map(\.type) == ["ConvInteger", "Relu"])
        #expect(change.grown[0].candidateNanoseconds == 8e6)
        #expect(change.grown[0].share == 0.8)
        #expect(change.mostShrunk?.type == "Conv")
        #expect(
            OperatorChange(
                baseline: Fixtures.cell(0, "a"), candidate: Fixtures.cell(1, "b"), typicalNanoseconds: (1, 1)) == nil)
    }

    @Test("a profile that adds up to more than the inference is scaled to it: no operator takes longer than the whole")
    func slowProfiles() throws {
        func node(_ type: String, _ microseconds: Double) -> OperatorRecord {
            OperatorRecord(name: type, type: type, provider: "cpu", meanNanoseconds: microseconds * 1e3)
        }
        let baseline = Fixtures.cell(0, "fp32", operators: [node("Mul", 20), node("Add", 20)])
        let candidate = Fixtures.cell(1, "int8", operators: [node("Mul", 794), node("Add", 265)])
        let change = try #require(
            OperatorChange(
                baseline: baseline, candidate: candidate, typicalNanoseconds: (baseline: 80_000, candidate: 70_000)))
        // 794 of 1059 us in the profile; an inference takes 70 us.
        #expect(abs(change.grown[0].candidateNanoseconds - 70_000 * 794 / 1059) < 1e-6)
        #expect(abs(change.grown[0].share - 794.0 / 1059) < 1e-12)
        #expect(abs(change.candidateScale - 70.0 / 1059) < 1e-12)
        #expect(change.baselineScale == 1, "what fits is left as it is")
        // Of what lies outside of operators they have no share.
        let fast = try #require(
            OperatorChange(baseline: candidate, candidate: baseline, typicalNanoseconds: (70_000, 80_000)))
        #expect(fast.grown.isEmpty || fast.grown.allSatisfy { $0.share <= 0.25 })
        for typical in [0, -1, .nan, .infinity] {
            let change = OperatorChange(
                baseline: baseline, candidate: candidate, typicalNanoseconds: (typical, typical))
            #expect(change?.candidateScale == 1 && change?.grown.allSatisfy { $0.share <= 1 } == true)
        }
    }
}
