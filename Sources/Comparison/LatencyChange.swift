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
    /// One d per usable launch, in order of launch.
    public let effects: Sample
    public let correlation: SerialCorrelation
    /// Of the effects, with as many effective launches as the correlation leaves.
    public let test: OneSampleTTest
    public let launchesPlanned: Int
    public let baselineDisturbance: Disturbance
    public let candidateDisturbance: Disturbance
    /// Launches of either side whose warm-up ended at its cap.
    public let unsteadyWarmUps: Int
    public let secondsSpent: Double

    public var launchesUsed: Int { effects.count }

    /// exp(mean d) - 1: 0.03 is 3 % more.
    public var relativeChange: Double { expm1(test.mean) }

    /// The Hodges-Lehmann estimate and the signed-rank test of the same effects.
    public var ranks: SignedRank { SignedRank(effects) }

    /// Real seconds that one more launch of the pair would cost; nil when the record does not say.
    public var secondsPerLaunch: Double? {
        secondsSpent > 0 ? secondsSpent / Double(launchesUsed) : nil
    }

    /// - Throws: `ComparisonError` when fewer than two launches are whole on both sides, or a value is not a
    ///   positive finite number.
    public init(_ metric: Metric, of pair: PairRecord, baseline: CellRecord, candidate: CellRecord)
        throws(ComparisonError)
    {
        guard metric.dimension == .time || metric.dimension == .rate else { throw .notMeasuredPerLaunch(metric) }
        let launches = PairedLaunches(pair, baseline: baseline, candidate: candidate)
        var effects: [Double] = []
        for launch in launches.matched {
            let effect =
                metric == .latencyP50
                ? try Self.quadEffect(launch, baseline: baseline, candidate: candidate)
                : try Self.ratioEffect(metric, launch, baseline: baseline, candidate: candidate)
            if let effect { effects.append(effect) }
        }
        guard let sample = Sample(effects) else { throw .tooFewLaunches(usable: 0, needed: 2) }
        let correlation = SerialCorrelation(sample)
        guard let test = OneSampleTTest(sample, effectiveCount: correlation.effectiveCount) else {
            throw .tooFewLaunches(usable: effects.count, needed: 2)
        }
        self.metric = metric
        self.effects = sample
        self.correlation = correlation
        self.test = test
        launchesPlanned = pair.launchesPlanned
        baselineDisturbance = Disturbance(launches.matched.map(\.baseline))
        candidateDisturbance = Disturbance(launches.matched.map(\.candidate))
        unsteadyWarmUps =
            launches.matched.count { !$0.baseline.warmUp.becameSteady }
            + launches.matched.count { !$0.candidate.warmUp.becameSteady }
        secondsSpent = pair.secondsSpent
    }

    /// Nil when no quad of the launch is whole (two blocks of each side).
    private static func quadEffect(_ launch: PairedLaunches.Match, baseline: CellRecord, candidate: CellRecord)
        throws(ComparisonError) -> Double?
    {
        let before = try blockMedians(launch.baseline, of: baseline)
        let after = try blockMedians(launch.candidate, of: candidate)
        let differences = before.keys.sorted().compactMap { quad -> Double? in
            guard let a = before[quad], let b = after[quad], a.count == 2, b.count == 2 else { return nil }
            return (b[0] + b[1]) / 2 - (a[0] + a[1]) / 2
        }
        return differences.isEmpty ? nil : differences.reduce(0, +) / Double(differences.count)
    }

    /// Median of ln(latency) of each block, by quad.
    private static func blockMedians(_ launch: LaunchRecord, of cell: CellRecord)
        throws(ComparisonError) -> [Int: [Double]]
    {
        var medians: [Int: [Double]] = [:]
        for block in launch.blocks where !block.latenciesNanoseconds.isEmpty {
            guard let logarithms = Sample(block.latenciesNanoseconds.map { log($0) }) else {
                throw .unusableValue(metric: .latencyP50, cell: cell.name, launch: launch.index)
            }
            medians[block.quad, default: []].append(logarithms.median)
        }
        return medians
    }

    private static func ratioEffect(
        _ metric: Metric, _ launch: PairedLaunches.Match, baseline: CellRecord, candidate: CellRecord
    ) throws(ComparisonError) -> Double? {
        func logarithm(_ record: LaunchRecord, of cell: CellRecord) throws(ComparisonError) -> Double {
            let value = log(LaunchSummary(record).value(metric) ?? .nan)
            guard value.isFinite else { throw .unusableValue(metric: metric, cell: cell.name, launch: record.index) }
            return value
        }
        return try logarithm(launch.candidate, of: candidate) - logarithm(launch.baseline, of: baseline)
    }
}
