/// A rule that measures for a given time and then compares two samples.
struct SampledRule: GateRule {
    enum Order: String, Sendable, CaseIterable {
        /// The baseline whole, then the candidate whole: as the tools do.
        case oneAfterTheOther = "one after the other"
        /// Pawl's interleaved blocks, pooled: what these tests would say of better data.
        case interleaved
    }

    var test: any SampleTest
    var order: Order
    var name: String { "\(test.name), \(order.rawValue)" }

    func judge(_ trace: Trace, within seconds: Double) -> Ruling? {
        guard let measured = measured(trace, within: seconds) else { return nil }
        let samples = (
            measured.baseline.map { Double($0.meanNanoseconds) }, measured.candidate.map { Double($0.meanNanoseconds) }
        )
        guard samples.0.count >= 2, samples.1.count >= 2 else { return nil }
        return Ruling(decision: test.decide(baseline: samples.0, candidate: samples.1), seconds: measured.seconds)
    }

    private func measured(
        _ trace: Trace, within seconds: Double
    ) -> (baseline: [TracedBlock], candidate: [TracedBlock], seconds: Double)? {
        switch order {
        case .oneAfterTheOther: return stretches(trace, within: seconds)
        case .interleaved:
            let count = min(trace.launches.count, max(1, Int((seconds / trace.secondsPerLaunch).rounded())))
            let blocks = trace.launches.prefix(count).flatMap(\.blocks)
            return (
                blocks.filter { $0.side == .baseline }, blocks.filter { $0.side == .candidate },
                Double(count) * trace.secondsPerLaunch
            )
        }
    }

    /// The end of the baseline's run and the beginning of the candidate's: as if each had been measured for half the
    /// time that starting both leaves. Nothing lies between them, which is kinder to these rules than life is.
    private func stretches(
        _ trace: Trace, within seconds: Double
    ) -> (baseline: [TracedBlock], candidate: [TracedBlock], seconds: Double)? {
        guard let before = trace.runs.first(where: { $0.side == .baseline }),
            let after = trace.runs.first(where: { $0.side == .candidate })
        else { return nil }
        let startUp = Double(before.startUpNanoseconds + after.startUpNanoseconds) / 1e9
        let half = max(0, seconds - startUp) / 2 * 1e9
        let baseline = Self.take(half, before.blocks.reversed())
        let candidate = Self.take(half, after.blocks)
        let measured = (baseline + candidate).reduce(0) { $0 + Double($1.wallNanoseconds) }
        return (baseline.reversed(), candidate, startUp + measured / 1e9)
    }

    /// Blocks for so many nanoseconds, but at least five.
    private static func take(_ nanoseconds: Double, _ blocks: some Sequence<TracedBlock>) -> [TracedBlock] {
        var taken: [TracedBlock] = []
        var spent = 0.0
        for block in blocks {
            spent += Double(block.wallNanoseconds)
            if spent > nanoseconds, taken.count >= 5 { break }
            taken.append(block)
        }
        return taken
    }
}
