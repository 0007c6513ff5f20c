extension ConformanceCheck {
    static let warmUp =
        [
            ConformanceCheck(
                .warmUp, "the reply counts inferences and time, and agrees with itself",
                says: "Runs until two windows in a row have medians within 2 % of the window before", needs: [.model]
            ) { bench in
                let reply = try bench.loaded().worker.call(WarmUpCall.name, ["capNanoseconds": 500_000_000])
                let inferences = try reply.positive("inferences")
                let nanoseconds = try reply.positive("nanoseconds")
                let typical = try reply.number("typicalNanoseconds")
                _ = try reply.number("stampNanoseconds")
                guard typical > 0, typical <= Double(nanoseconds) else {
                    throw reply.wrong("typicalNanoseconds", "not between 0 and all \(nanoseconds) ns of the warm-up")
                }
                // Three windows of 5 inferences and 10 ms are the least that can be steady.
                if try reply.flag("becameSteady"), inferences < 15 || nanoseconds < 30_000_000 {
                    throw reply.wrong("becameSteady", "true after \(inferences) inferences in \(nanoseconds) ns")
                }
            },
            ConformanceCheck(.warmUp, "it ends at the cap", says: "or until the cap", needs: [.model]) { bench in
                let reply = try bench.loaded().worker.call(WarmUpCall.name, ["capNanoseconds": 1])
                let inferences = try reply.count("inferences")
                guard try !reply.flag("becameSteady"), inferences < 15 else {
                    throw ProtocolViolation(
                        reason: "the cap was 1 ns, and it became steady or ran \(inferences) inferences")
                }
            },
        ] + refusals(.warmUp, of: WarmUpCall.name, ["capNanoseconds": 1_000_000], "capNanoseconds", [-1, "soon"])

    static let block =
        [
            ConformanceCheck(
                .block, "there is a number above 0 for every value",
                says: "`valuesNanoseconds` has one number a value", needs: [.model]
            ) { bench in
                let worker = try bench.loaded().worker
                for values in [1, 7, 100] {
                    let numbers = try block(worker, values: values).values
                    guard numbers.count == values else {
                        throw ProtocolViolation(reason: "\(values) values were asked for, \(numbers.count) came")
                    }
                    guard numbers.allSatisfy({ $0 > 0 }) else { throw ProtocolViolation(reason: "a value took 0 ns") }
                }
            },
            ConformanceCheck(
                .block, "the values together are the block's time",
                says: "`wallNanoseconds` and `cpuNanoseconds` (of the whole process) are those of all values.",
                needs: [.model]
            ) { bench in
                let worker = try bench.loaded().worker
                let typical = try worker.call(WarmUpCall.name, ["capNanoseconds": 20_000_000])
                    .number("typicalNanoseconds")
                // 20 ms or more, so that the slack below is small beside it.
                let inferences = Int((400_000 / max(typical, 4)).rounded(.up))
                // Whatever comes between two clocks once does not come thrice.
                var sums: [(Int, Int)] = []
                for _ in 0..<3 {
                    let (numbers, wall) = try block(worker, values: 50, inferencesPerValue: inferences)
                    let sum = numbers.reduce(0, +)
                    if sum <= wall + wall / 50 + 1_000_000, wall <= sum + sum / 2 + 1_000_000 { return }
                    sums.append((sum, wall))
                }
                throw ProtocolViolation(
                    reason:
                        "three blocks of 50 values sum up to \(sums.map(\.0)) ns, 'wallNanoseconds' is \(sums.map(\.1))"
                )
            },
            ConformanceCheck(
                .block, "a value covers as many inferences as it was told",
                says: "for all its inferences together", needs: [.model]
            ) { bench in
                let worker = try bench.loaded().worker
                // The fastest of many: what disturbs makes values longer, not shorter.
                let one = try block(worker, values: 20).values.min() ?? 0
                let many = try block(worker, values: 5, inferencesPerValue: 40).values.min() ?? 0
                guard many > 4 * one else {
                    throw ProtocolViolation(
                        reason: "a value of 1 inference took \(one) ns at best, one of 40 inferences \(many) ns")
                }
            },
            ConformanceCheck(
                .block, "it may begin at any sample", says: "from `firstSample` on (modulo `rotationCount`)",
                needs: [.model]
            ) { bench in
                let worker = try bench.loaded(rotationLimit: 2).worker
                for first in [1, 2, 1_000_003, .max] { _ = try block(worker, values: 3, firstSample: first) }
            },
        ]
        + refusals(.block, of: BlockCall.name, rightBlock, "values", [0, -1, 1_000_001, .integer(.max), "3"])
        + refusals(.block, of: BlockCall.name, rightBlock, "inferencesPerValue", [0, -1, 1_000_000_001])
        + refusals(.block, of: BlockCall.name, rightBlock, "firstSample", [-1])

    private static let rightBlock: JSONContent = ["values": 3, "inferencesPerValue": 1, "firstSample": 0]

    private static func block(
        _ worker: RawWorker, values: Int, inferencesPerValue: Int = 1, firstSample: Int = 0
    ) throws -> (values: [Int], wall: Int) {
        let reply = try worker.call(
            BlockCall.name,
            [
                "values": .integer(values), "inferencesPerValue": .integer(inferencesPerValue),
                "firstSample": .integer(firstSample),
            ])
        _ = try reply.count("cpuNanoseconds")
        return (try reply.counts("valuesNanoseconds"), try reply.positive("wallNanoseconds"))
    }

    /// Calls that are wrong in one number.
    static func refusals(
        _ section: Section, of call: String, _ right: JSONContent, _ member: String, _ values: [JSONContent],
        needs: [Need] = [.model], profiles: Bool = false
    ) -> [ConformanceCheck] {
        values.map { value in
            let text =
                switch value {
                case .integer(let number): "\(number)"
                case .text(let text): "'\(text)'"
                default: "\(value)"
                }
            return ConformanceCheck(
                section, "\(call): \(member) of \(text) gets an error",
                says: "A number that is out of its range gets an error", needs: needs
            ) { bench in
                var arguments = right
                arguments[member] = value
                try bench.loaded(profiles: profiles).worker.refuses(call, arguments)
            }
        }
    }
}
