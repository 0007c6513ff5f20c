import Gating
import Records
import TestSupport
import Testing

@Suite("Where operators ran", .hangLimit)
struct OperatorPlacementTests {
    private func node(_ name: String, _ type: String, _ microseconds: Double, _ isFallback: Bool?) -> OperatorRecord {
        OperatorRecord(
            name: name, type: type, provider: isFallback == true ? "CPU" : "GPU", isFallback: isFallback,
            meanNanoseconds: microseconds * 1e3)
    }

    @Test("is counted in nodes, and by type with the time they take")
    func counts() throws {
        let cell = Fixtures.cell(
            0, "fp16",
            operators: [
                node("c", "Conv", 80, false), node("k", "TopK", 12, true), node("g1", "Gather", 5, true),
                node("g2", "Gather", 3, true),
            ])
        let placement = try #require(OperatorPlacement(cell))
        #expect(placement.operatorCount == 4 && placement.fallbacks.count == 3)
        #expect(placement.groups.map(\.type) == ["TopK", "Gather"])
        #expect(placement.groups[1].nodes == ["g1", "g2"] && placement.groups[1].nanoseconds == 8_000)
        #expect(placement.share == 0.2)
        #expect(cell.summary.value(.fallbackOperators) == 3)
    }

    @Test("is unknown without a profile, and when one operator does not tell")
    func unknown() {
        #expect(OperatorPlacement(Fixtures.cell(0, "fp16")) == nil)
        let cell = Fixtures.cell(0, "fp16", operators: [node("c", "Conv", 80, false), node("k", "TopK", 1, nil)])
        #expect(OperatorPlacement(cell) == nil && cell.summary.value(.fallbackOperators) == nil)
    }

    @Test("has no share of a profile without times")
    func noTime() throws {
        let cell = Fixtures.cell(0, "fp16", operators: [node("k", "TopK", 0, true), node("c", "Conv", .nan, false)])
        let placement = try #require(OperatorPlacement(cell))
        #expect(placement.fallbacks.count == 1 && placement.share == nil)
    }
}
