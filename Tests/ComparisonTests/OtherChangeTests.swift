import Comparison
import Records
import Statistics
import Testing

@Suite struct OtherChangeTests {
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
                    1, "int8", operators: [node("ConvInteger", 5), node("ConvInteger", 3), node("Relu", 2)])))
        #expect(change.grown.map(\.type) == ["ConvInteger", "Relu"])
        #expect(change.grown[0].candidateNanoseconds == 8e6)
        #expect(change.grown[0].share == 0.8)
        #expect(change.mostShrunk?.type == "Conv")
        #expect(OperatorChange(baseline: Fixtures.cell(0, "a"), candidate: Fixtures.cell(1, "b")) == nil)
    }
}
