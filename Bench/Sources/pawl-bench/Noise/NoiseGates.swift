import Diagnostics
import Gating
import Records
import Suites

/// The gates that every pair is held against, each by itself, as the only gate of a suite.
struct NoiseGates {
    enum Kind: String, CaseIterable {
        case relativeUnchanged = "relative, nothing changed"
        case fixedKept = "fixed, kept when quiet"
        case relativeBroken = "relative, broken"
        case fixedBroken = "fixed, broken"

        /// Whether to fail is wrong.
        var isKept: Bool { self == .relativeUnchanged || self == .fixedKept }
    }

    /// A budget over what the quiet machine takes.
    static let slack = 3.0

    let quiet: NoiseSubject.Quiet

    func states(of run: RunRecord) -> [Kind: Verdict.State] {
        Dictionary(
            uniqueKeysWithValues: Kind.allCases.compactMap { kind in
                Judge.judge(run: run, gates: [gate(kind)]).first { $0.cell == 1 }.map { (kind, $0.state) }
            })
    }

    private func gate(_ kind: Kind) -> Gate {
        let (metric, against, limit): (Metric, Gate.Counterpart, Gate.Limit) =
            switch kind {
            case .relativeUnchanged: (.latencyP50, .baseline, .maximumIncrease(0.03))
            case .fixedKept: (.latencyP99, .nothing, .maximum(quiet.p99 * Self.slack))
            case .relativeBroken: (.latencyP50, .baseline, .maximumRatio(0.5))
            case .fixedBroken: (.latencyP50, .nothing, .maximum(quiet.p50 / 4))
            }
        return Gate(
            index: 0, metric: metric, against: against, limit: limit,
            location: SourceLocation(file: "noise", line: 1, column: 1))
    }
}

/// What the gates of one load came to.
struct NoiseLevel {
    struct Tally {
        var passed = 0, failed = 0, undecided = 0, others = 0

        var count: Int { passed + failed + undecided + others }

        mutating func add(_ state: Verdict.State) {
            switch state {
            case .passed: passed += 1
            case .failed: failed += 1
            case .inconclusive: undecided += 1
            case .error, .notJudged: others += 1
            }
        }
    }

    let load: Int
    var seconds = 0.0
    private(set) var pairs = 0
    private(set) var tallies: [NoiseGates.Kind: Tally] = [:]
    /// Of all launches: CPU time of others, in cores.
    private(set) var foreignCores: [Double] = []

    init(load: Int) { self.load = load }

    mutating func add(_ states: [NoiseGates.Kind: Verdict.State], _ run: RunRecord) {
        pairs += 1
        for (kind, state) in states { tallies[kind, default: Tally()].add(state) }
        foreignCores += run.cells[1].launches.compactMap { $0.conditions?.foreignCores }
    }
}
