import Explanation
import Statistics
import TestSupport
import Testing

@Suite("Decomposing a change of latency", .hangLimit)
struct LatencyDecompositionTests {
    /// Launches of a chain of operators whose times vary by so much of themselves.
    private static func launches(
        _ count: Int = 12, baseline: [(name: String, type: String, time: Double)],
        candidate: [(name: String, type: String, time: Double)], between: (Double, Double) = (0, 0),
        spread: Double = 0.02, seed: UInt64 = 7
    ) -> [ProfiledLaunch] {
        var generator = SeededGenerator(seed: seed)
        func side(_ nodes: [(name: String, type: String, time: Double)], _ between: Double) -> ProfiledLaunch.Side {
            let times = nodes.map { $0.time * (1 + spread * StandardNormal.draw(using: &generator)) }
            return ProfiledLaunch.Side(
                operators: zip(nodes, times).map { (.init(name: $0.name, type: $0.type, provider: "cpu"), $1) },
                inferenceNanoseconds: times.reduce(between, +), profiledNanoseconds: times.reduce(between, +) * 1.1)
        }
        return (0..<count).map { _ in
            ProfiledLaunch(baseline: side(baseline, between.0), candidate: side(candidate, between.1))
        }
    }

    private static let layers = (0..<8).map { (name: "Conv_\($0)", type: "Conv", time: 500_000.0) }

    @Test("names the operator that takes longer, and adds up to the whole")
    func oneCause() throws {
        var candidate = Self.layers
        candidate[3].time *= 2
        let found = try #require(LatencyDecomposition(Self.launches(baseline: Self.layers, candidate: candidate)))
        #expect(found.causes.map { $0.baseline.map(\.name) } == [["Conv_3"]])
        #expect(found.causes[0].fate == .kept)
        #expect(abs(found.causes[0].effect.nanoseconds - 500_000) < 50_000)
        let parts = found.parts.reduce(0) { $0 + $1.effect.nanoseconds } + (found.small?.effect.nanoseconds ?? 0)
        #expect(abs(parts + found.outside.nanoseconds - found.total.nanoseconds) < 1e-6)
        #expect(found.scale == 1)
        #expect(abs(try #require(found.profilerCost.baseline) - 0.1) < 1e-9)
    }

    @Test("names nothing where nothing changed", arguments: 0..<20)
    func noCause(seed: UInt64) throws {
        let launches = Self.launches(baseline: Self.layers, candidate: Self.layers, spread: 0.05, seed: seed)
        #expect(try #require(LatencyDecomposition(launches)).causes.isEmpty)
    }

    @Test("names a cause whose parts the other side had in one operator")
    func split() throws {
        var baseline = Self.layers
        baseline[2].type = "FusedConv"
        var candidate = Self.layers
        candidate[2].time *= 1.2
        candidate.insert((name: "Relu_2", type: "Relu", time: 150_000), at: 3)
        let found = try #require(LatencyDecomposition(Self.launches(baseline: baseline, candidate: candidate)))
        #expect(found.causes.map { $0.candidate.map(\.name) } == [["Conv_2", "Relu_2"]])
        #expect(found.causes.map(\.fate) == [.split])
        #expect(abs(found.causes[0].effect.nanoseconds - 250_000) < 50_000)
    }

    @Test("puts what no operator shows outside of them")
    func outside() throws {
        let found = try #require(
            LatencyDecomposition(
                Self.launches(baseline: Self.layers, candidate: Self.layers, between: (100_000, 900_000))))
        #expect(found.causes.isEmpty)
        #expect(found.outside.interval.low > 0 && abs(found.outside.nanoseconds - 800_000) < 1e-3)
    }

    @Test("scales a profile that is more than the whole, and no unchanged operator by it")
    func scale() throws {
        var launches = Self.launches(baseline: Self.layers, candidate: Self.layers, spread: 0)
        for index in launches.indices {
            launches[index].baseline.inferenceNanoseconds /= 2
            launches[index].candidate.inferenceNanoseconds /= 4
        }
        let found = try #require(LatencyDecomposition(launches))
        #expect(found.scale == 0.375)
        #expect(found.parts.allSatisfy { $0.effect.nanoseconds == 0 })
        #expect(found.outside.nanoseconds == found.total.nanoseconds)
    }

    @Test("keeps small operators together, and needs two launches")
    func small() throws {
        let layers = Self.layers + (0..<30).map { (name: "Cast_\($0)x", type: "Cast", time: 100.0) }
        let found = try #require(LatencyDecomposition(Self.launches(baseline: layers, candidate: layers)))
        #expect(found.small?.count == 30 && found.parts.count == 8)
        #expect(LatencyDecomposition(Self.launches(1, baseline: layers, candidate: layers)) == nil)
        #expect(LatencyDecomposition(Self.launches(baseline: [], candidate: [])) == nil)
    }
}
