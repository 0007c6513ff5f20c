import Foundation
import Gating
import Records
import Statistics
import Suites

/// Pawl's own gate on median latency, judged by the product's own code at one or several looks.
struct PawlRule: GateRule {
    var name: String
    /// `max_increase` of the gate, such as 0.03.
    var margin: Double
    /// After how many launches it looks; ascending.
    var looks: [Int]

    /// A trace that ends before the last look is a gate whose time ended there.
    func judge(_ trace: Trace, within seconds: Double) -> Ruling? {
        guard let first = looks.first, let last = looks.last, first <= trace.launches.count else { return nil }
        let most = min(last, trace.launches.count)
        var measured = trace
        measured.launches = Array(trace.launches.prefix(most))
        measured.launchesNanoseconds = UInt64(Double(most) * trace.secondsPerLaunch * 1e9)
        let run = TracedRecords.run(of: measured, looks: looks)
        guard let verdict = Judge.judge(run: run, gates: [gate]).first else { return nil }
        let decision: Ruling.Decision? =
            switch verdict.state {
            case .failed: .fail
            case .passed: .pass
            case .inconclusive: .undecided
            case .error, .notJudged: nil
            }
        let used = decision == .undecided ? most : verdict.evidence?.launches ?? most
        return decision.map { Ruling(decision: $0, seconds: Double(used) * trace.secondsPerLaunch) }
    }

    private var gate: Gate { .medianLatency(maximumIncrease: margin, against: .reference, place: "trace") }
}

extension PawlRule {
    /// What `pawl gate` does with a suite's defaults.
    static func product(margin: Double) -> PawlRule {
        PawlRule(name: "Pawl, \(percent(margin)) margin", margin: margin, looks: MeasurementPolicy().looks)
    }

    /// The same number of launches always, and one look at its end.
    static func fixed(launches: Int, margin: Double) -> PawlRule {
        PawlRule(
            name: "Pawl, \(percent(margin)) margin, always \(launches) launches", margin: margin, looks: [launches])
    }

    static func percent(_ share: Double) -> String { String(format: "%g %%", share * 100) }
}
