import Foundation
import GoldenSets

extension ConformanceCheck {
    static let evaluate =
        [
            ConformanceCheck(
                .evaluate, "rows, shapes and data of the reply agree",
                says:
                    "Runs the samples `first ..< first + count` once each, in order, and replies with what `outputs` (names) hold.",
                needs: [.model]
            ) { bench in
                _ = try bench.evaluate(bench.loaded().worker, first: 0, count: bench.fewSamples.count)
            },
            ConformanceCheck(
                .evaluate, "it stops when the reply is full, after at least one sample",
                says:
                    "The worker stops early, after at least one sample, when the reply's data would outgrow `byteLimit` bytes",
                needs: [.model]
            ) { bench in
                let count = bench.fewSamples.count
                guard count > 1 else { throw NotApplicable(reason: "one sample is too few") }
                let worker = try bench.loaded().worker
                let one = try bench.evaluate(worker, first: 0, count: 1).byteCount
                for limit in [1, one, one + 1] {
                    let part = try bench.evaluate(worker, first: 0, count: count, byteLimit: limit)
                    guard part.rows == 1 || part.byteCount <= limit else {
                        throw ProtocolViolation(
                            reason: "'byteLimit' was \(limit), \(part.rows) samples of \(part.byteCount) bytes came")
                    }
                }
            },
            ConformanceCheck(
                .evaluate, "a sample's output is the same in one call and in several, and a second time",
                says: "`rows` says how many were run, and the supervisor asks for the rest", needs: [.model]
            ) { bench in
                let samples = bench.fewSamples
                let worker = try bench.loaded().worker
                let together = try bench.evaluateAll(worker, samples)
                guard try bench.evaluateAll(worker, samples) == together else {
                    throw ProtocolViolation(reason: "the same samples got other outputs the second time")
                }
                var single: [String: [Data]] = [:]
                for sample in samples {
                    for (name, output) in try bench.evaluate(worker, first: sample, count: 1).outputs {
                        single[name, default: []] += output.rows
                    }
                }
                guard single == together else {
                    throw ProtocolViolation(reason: "samples got other outputs one by one than in one call")
                }
            },
            ConformanceCheck(
                .evaluate, "samples from the middle on get their own outputs",
                says: "Runs the samples `first ..< first + count` once each, in order",
                needs: [.model, .independentSamples]
            ) { bench in
                let samples = bench.fewSamples
                let whole = try bench.evaluateAll(bench.loaded().worker, samples)
                let middle = try bench.evaluateAll(bench.loaded().worker, samples.count / 2..<samples.count)
                for (name, rows) in whole where middle[name] != Array(rows[(samples.count / 2)...]) {
                    throw ProtocolViolation(
                        reason: "'\(name)' of samples that were asked for alone is not what it was among all")
                }
            },
            ConformanceCheck(
                .evaluate, "an output that the model has not gets an error",
                says: "replies with what `outputs` (names) hold", needs: [.model]
            ) { bench in
                var arguments = bench.evaluateArguments(first: 0, count: 1)
                arguments["outputs"] = ["no_such_output"]
                try bench.loaded().worker.refuses(EvaluateCall.name, arguments)
            },
            ConformanceCheck(
                .evaluate, "samples that there are not get an error",
                says: "A number that is out of its range gets an error",
                needs: [.model]
            ) { bench in
                let worker = try bench.loaded().worker
                let count = bench.sampleFiles?.count ?? 0
                for (first, wanted) in [
                    (-1, 1), (0, -1), (0, count + 1), (count, 1), (.max, 1), (1, .max), (.max, .max), (.min, .max),
                ] {
                    try worker.refuses(EvaluateCall.name, bench.evaluateArguments(first: first, count: wanted))
                }
            },
            ConformanceCheck(
                .evaluate, "a byteLimit that no reply could keep gets an error",
                says: "`byteLimit` is 1 to 33,554,432", needs: [.model]
            ) { bench in
                let worker = try bench.loaded().worker
                for limit in [0, -1, 33_554_433, .max] {
                    try worker.refuses(
                        EvaluateCall.name, bench.evaluateArguments(first: 0, count: 1, byteLimit: limit))
                }
            },
        ]

    static let state = [
        ConformanceCheck(
            .evaluate, "a sequence that is split over calls gives the same outputs as in one",
            says: "With state, a call that begins where the one before it ended goes on with its sequence.",
            needs: [.model, .capability(.state), .recurrentSamples]
        ) { bench in
            let samples = bench.fewSamples
            guard samples.count > 1 else { throw NotApplicable(reason: "the first sequence has one sample") }
            let together = try bench.evaluateAll(bench.loaded().worker, samples)
            let worker = try bench.loaded().worker
            var split: [String: [Data]] = [:]
            for part in [samples.prefix(1), samples.dropFirst()] {
                for (name, rows) in try bench.evaluateAll(worker, part.startIndex..<part.endIndex) {
                    split[name, default: []] += rows
                }
            }
            guard split == together else {
                throw ProtocolViolation(reason: "a sequence in two calls got other outputs than in one")
            }
        },
        ConformanceCheck(
            .load, "each sequence begins with zeros", says: "at the first sample of a sequence they are zeros",
            needs: [.model, .capability(.state), .recurrentSamples]
        ) { bench in
            guard let start = bench.sampleFiles?.sequenceStarts?.dropFirst().first else {
                throw NotApplicable(reason: "there is one sequence")
            }
            let worker = try bench.loaded().worker
            let behind = try bench.evaluateAll(worker, 0..<start + 1)
            let alone = try bench.evaluateAll(bench.loaded().worker, start..<start + 1)
            for (name, rows) in alone where behind[name]?.last != rows.first {
                throw ProtocolViolation(
                    reason: "the first sample of the second sequence got other outputs behind the first sequence")
            }
        },
    ]
}
