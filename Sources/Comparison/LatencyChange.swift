import Foundation
import Measures
import Records
import Statistics

/// How a time or rate metric changed from the baseline cell of a pair to its candidate cell.
///
/// Every launch gives one effect d, the difference of natural logarithms, candidate minus baseline; the launch is
/// the unit of replication. For `latency_p50`
///
///     d = mean over the launch's quads of [mean(m of the candidate's blocks) - mean(m of the baseline's blocks)],
///     m = median of ln(latency) in the block,
///
/// so that drift of the machine cancels within each quad (A B B A, B A A B). Every other metric takes the
/// logarithm of the ratio of the two launches' own figures (`LaunchSummary`).
///
/// - Source: Kalibera & Jones, "Rigorous benchmarking in reasonable time", ISMM 2013, for launches as replicates.
public struct LatencyChange: Sendable, Equatable {
    public let metric: Metric
    /// Of the usable launches.
    public let evidence: EffectEvidence
    public let launchesPlanned: Int
    public let baselineDisturbance: Disturbance
    public let candidateDisturbance: Disturbance
    public let machine: MachineDisturbance
    /// Launches of either side whose warm-up ended at its cap.
    public let unsteadyWarmUps: Int
    /// Of all launches that were measured, also those that `first(_:)` leaves out.
    public let secondsSpent: Double
    public let launchesMeasured: Int

    /// The launches behind `effects`, in the same order.
    private let launches: [PairedLaunches.Match]

    /// One d per usable launch, in order of launch.
    public var effects: Sample { evidence.effects }
    public var correlation: SerialCorrelation { evidence.correlation }
    public var test: OneSampleTTest { evidence.test }

    public var launchesUsed: Int { effects.count }

    /// exp(mean d) - 1: 0.03 is 3 % more.
    public var relativeChange: Double { expm1(test.mean) }

    /// The Hodges-Lehmann estimate and the signed-rank test of the same effects.
    public var ranks: SignedRank { SignedRank(effects) }

    /// Real seconds that one more launch of the pair would cost; nil when the record does not say.
    public var secondsPerLaunch: Double? {
        secondsSpent > 0 ? secondsSpent / Double(max(launchesMeasured, launchesUsed)) : nil
    }

    /// - Throws: `ComparisonError` when fewer than two launches are whole on both sides, or a value is not a
    ///   positive finite number.
    public init(_ metric: Metric, of pair: PairRecord, baseline: CellRecord, candidate: CellRecord)
        throws(ComparisonError)
    {
        guard metric.dimension == .time || metric.dimension == .rate else { throw .notMeasuredPerLaunch(metric) }
        var launches: [PairedLaunches.Match] = []
        var effects: [Double] = []
        for launch in PairedLaunches(pair, baseline: baseline, candidate: candidate).matched {
            let effect =
                metric == .latencyP50
                ? try Self.quadEffect(launch, baseline: baseline, candidate: candidate)
                : try Self.ratioEffect(metric, launch, baseline: baseline, candidate: candidate)
            guard let effect else { continue }
            effects.append(effect)
            launches.append(launch)
        }
        guard let sample = Sample(effects) else { throw .tooFewLaunches(usable: 0, needed: 2) }
        let change = LatencyChange(
            metric, sample, launches, planned: pair.launchesPlanned, measured: pair.launchesMeasured,
            seconds: pair.secondsSpent)
        guard let change else {
            throw .tooFewLaunches(usable: effects.count, needed: 2)
        }
        self = change
    }

    /// What the first launches alone say: the evidence as it was at a look. Nil for fewer than two.
    public func first(_ count: Int) -> LatencyChange? {
        guard count < effects.count else { return self }
        guard let sample = Sample(Array(effects.values.prefix(count))) else { return nil }
        return LatencyChange(
            metric, sample, Array(launches.prefix(count)), planned: launchesPlanned, measured: launchesMeasured,
            seconds: secondsSpent)
    }

    private init?(
        _ metric: Metric, _ effects: Sample, _ launches: [PairedLaunches.Match], planned: Int, measured: Int,
        seconds: Double
    ) {
        guard let evidence = EffectEvidence(effects) else { return nil }
        self.metric = metric
        self.evidence = evidence
        self.launches = launches
        launchesPlanned = planned
        launchesMeasured = measured
        secondsSpent = seconds
        baselineDisturbance = Disturbance(launches.map(\.baseline))
        candidateDisturbance = Disturbance(launches.map(\.candidate))
        machine = MachineDisturbance(launches.map(\.candidate))
        unsteadyWarmUps =
            launches.count { !$0.baseline.warmUp.becameSteady } + launches.count { !$0.candidate.warmUp.becameSteady }
    }

    /// Nil when no quad of the launch is whole (two blocks of each side).
    private static func quadEffect(_ launch: PairedLaunches.Match, baseline: CellRecord, candidate: CellRecord)
        throws(ComparisonError) -> Double?
    {
        let before = try LaunchLogarithm.blockMedians(launch.baseline, of: baseline)
        let after = try LaunchLogarithm.blockMedians(launch.candidate, of: candidate)
        let differences = before.keys.sorted().compactMap { quad -> Double? in
            guard let a = before[quad], let b = after[quad], a.count == 2, b.count == 2 else { return nil }
            return (b[0] + b[1]) / 2 - (a[0] + a[1]) / 2
        }
        return differences.isEmpty ? nil : differences.reduce(0, +) / Double(differences.count)
    }

    private static func ratioEffect(
        _ metric: Metric, _ launch: PairedLaunches.Match, baseline: CellRecord, candidate: CellRecord
    ) throws(ComparisonError) -> Double? {
        try LaunchLogarithm.figure(metric, launch.candidate, of: candidate)
            - LaunchLogarithm.figure(metric, launch.baseline, of: baseline)
    }
}
