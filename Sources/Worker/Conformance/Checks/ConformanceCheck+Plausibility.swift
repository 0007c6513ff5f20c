import Foundation
import GoldenSets

/// The rules that a gate's supervisor holds every reply against, by the same code.
extension ConformanceCheck {
    static let plausibility = [
        ConformanceCheck(
            .frames, "the figures of 'load' can be true", says: sentence, needs: [.model]
        ) { bench in
            let limit = 4
            let reply = try bench.loaded(rotationLimit: limit).reply
            let samples = bench.sampleFiles?.count ?? limit
            try expectPlausible(reply, of: LoadCall.self) {
                Plausibility.problem($0, rotationLimit: limit, samples: samples)
            }
        },
        ConformanceCheck(
            .frames, "the figures of 'warm-up' can be true", says: sentence, needs: [.model]
        ) { bench in
            let reply = try bench.loaded().worker.call(WarmUpCall.name, ["capNanoseconds": 1_000_000])
            try expectPlausible(reply, of: WarmUpCall.self, Plausibility.problem)
        },
        ConformanceCheck(
            .frames, "the figures of 'block' can be true", says: sentence, needs: [.model]
        ) { bench in
            let reply = try bench.loaded().worker.call(
                BlockCall.name, ["values": 3, "inferencesPerValue": 1, "firstSample": 0])
            try expectPlausible(reply, of: BlockCall.self, Plausibility.problem)
        },
        ConformanceCheck(
            .frames, "the figures of 'memory' can be true", says: sentence, needs: [.model]
        ) { bench in
            let (worker, loaded) = try bench.loaded()
            let floor = UInt64(try loaded.count("floorMemoryBytes"))
            try expectPlausible(try worker.call(MemoryCall.name), of: MemoryCall.self) {
                Plausibility.problem($0, floor: floor)
            }
        },
    ]

    private static let sentence = "A reply that cannot be true is an error of the cell, \"implausible\""

    private static func expectPlausible<Call: WorkerCall>(
        _ reply: Reply, of call: Call.Type, _ problem: (Call.Reply) -> String?
    ) throws {
        let bytes = try JSONEncoder().encode(JSONContent.object(reply.members))
        guard let typed = try? JSONDecoder().decode(Call.Reply.self, from: bytes) else {
            throw ProtocolViolation(reason: "the reply to '\(Call.name)' lacks a member, or has one of another kind")
        }
        if let problem = problem(typed) { throw ProtocolViolation(reason: "implausible: \(problem)") }
    }
}
