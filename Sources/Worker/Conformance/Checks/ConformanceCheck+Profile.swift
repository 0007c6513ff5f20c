import CSystem
import Foundation
import GoldenSets

extension ConformanceCheck {
    static let profile =
        [
            ConformanceCheck(
                .profile, "the profile names every operator, with times that can be",
                says: """
                    Each operator has `name`, `type`, `provider` (what ran it: an execution provider, a delegate, a kernel), \
                    `nanoseconds` (sum), `calls`
                    """, needs: [.model, .capability(.profile)]
            ) { bench in
                let start = pawl_monotonic_raw_nanoseconds()
                let reply = try bench.loaded(profiles: true).worker.call(ProfileCall.name, ["inferences": 5])
                // All of it happened within this time, on no more cores than there are.
                let most =
                    Double(pawl_monotonic_raw_nanoseconds() - start)
                    * Double(max(ProcessInfo.processInfo.processorCount, bench.subject.threads))
                guard try reply.count("inferences") >= 5 else {
                    throw reply.wrong("inferences", "below the 5 asked for")
                }
                let operators = try reply.objects("operators")
                guard !operators.isEmpty else { throw reply.wrong("operators", "empty") }
                var sum = 0.0
                for each in operators {
                    for member in ["name", "type", "provider"] { _ = try each.text(member) }
                    _ = try each.positive("calls")
                    sum += Double(try each.count("nanoseconds"))
                }
                guard sum > 0, bench.sharesFiles == false || sum <= most else {
                    throw ProtocolViolation(
                        reason:
                            "the operators took \(sum) ns together, loading and running took \(most) ns of all cores")
                }
            },
            ConformanceCheck(
                .profile, "profile of a worker that was loaded without it gets an error",
                says: "`profile` is called on a worker that was loaded with `profilesOperators`",
                needs: [.model, .capability(.profile)]
            ) { bench in
                try bench.loaded().worker.refuses(ProfileCall.name, ["inferences": 1])
            },
        ]
        + refusals(
            .profile, of: ProfileCall.name, ["inferences": 1], "inferences", [0, -1, 1001],
            needs: [.model, .capability(.profile)], profiles: true)

    static let memory = [
        ConformanceCheck(
            .profile, "the peak of memory is no less than what was there before the model",
            says: "`peakMemoryBytes` is the kernel's high-water mark of resident memory", needs: [.model]
        ) { bench in
            let (worker, loaded) = try bench.loaded()
            let reply = try worker.call(MemoryCall.name)
            let (peak, floor) = (try reply.positive("peakMemoryBytes"), try loaded.count("floorMemoryBytes"))
            guard peak >= floor else {
                throw ProtocolViolation(reason: "'peakMemoryBytes' is \(peak), 'floorMemoryBytes' was \(floor)")
            }
            if reply.has("plannedArenaBytes") { _ = try reply.count("plannedArenaBytes") }
        }
    ]
}

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
