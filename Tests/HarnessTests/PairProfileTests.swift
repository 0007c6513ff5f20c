import Harness
import InferenceCore
import Records
import Suites
import Support
import TestSupport
import Testing

@Suite("A pair is profiled launch by launch, beside launches that nothing profiles", .hangLimit)
struct PairProfileTests {
    private func profile(
        _ variants: KeyValuePairs<String, String>, seconds: Double = 60, launches: Int = 3, tampering: [String] = [],
        interruption: Interruption = Interruption()
    ) throws -> PairProfile {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(variants, gates: [HarnessFixture.latencyGate])
        let worker = WorkerCommand(
            arguments: [Repository.product("scripted-worker")] + (tampering.isEmpty ? [] : ["tamper"] + tampering))
        return try Harness(worker: worker, interruption: interruption, environment: ["TMPDIR": fixture.folder.path])
            .profilePair(of: plan.isolating(plan.pairs[0]), seconds: seconds, launches: launches, seed: 1)
    }

    @Test("Each launch has blocks and operators of both sides, and the profile counts all that ran")
    func whole() throws {
        let profile = try profile(["fp32": "latency_us 20", "slow": "latency_us 60"])
        #expect(profile.ending == .complete && profile.failure == nil)
        #expect(profile.launches.count == 3)
        for side in profile.launches.flatMap({ [$0.baseline, $0.candidate] }) {
            #expect(!side.plainBlocks.isEmpty && !side.profiledBlocks.isEmpty)
            #expect(side.operators.map(\.name) == ["only"])
            // The runtime counts its inferences itself: loading, warming up, blocks and the last.
            #expect(side.operators.map(\.calls) == [side.inferences])
            #expect(side.inferences > side.profiledBlocks.reduce(0) { $0 + $1.valuesNanoseconds.count })
        }
    }

    @Test("Time ends it, but not before there are two")
    func budget() throws {
        let profile = try profile(["fp32": "latency_us 20", "slow": "latency_us 60"], seconds: 0.001, launches: 9)
        #expect(profile.ending == .budget && profile.launches.count == 2)
    }

    @Test("A side that cannot be measured ends it, by name")
    func failing() throws {
        let profile = try profile(["fp32": "latency_us 20", "broken": "fail load"])
        #expect(profile.ending == .failed && profile.launches.isEmpty)
        #expect(profile.failure?.cell == 1 && profile.failure?.failure.phase == "load")
        let died = try self.profile(["fp32": "latency_us 20", "slow": "latency_us 60"], tampering: ["crash profile"])
        #expect(died.ending == .failed && died.failure?.failure.kind == .crash)
        #expect(died.failure?.failure.phase == "profile")
    }

    @Test("An interruption ends it in good order")
    func interrupted() throws {
        let interruption = Interruption()
        interruption.trigger()
        let profile = try profile(["fp32": "latency_us 20", "slow": "latency_us 60"], interruption: interruption)
        #expect(profile.ending == .interrupted && profile.launches.isEmpty)
    }
}
