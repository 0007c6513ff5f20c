import Foundation
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
    /// How many of the launches behind `effects` other programs may have slowed, on either side (`LoadedLaunches`).
    public let disturbedLaunches: Int
    /// What the others say; nil below two of them, and when there are none but others.
    public let undisturbedEvidence: EffectEvidence?
    /// The same change in CPU time per inference, which waiting for the processor leaves as it is. Nil for figures that are not made of
    /// all inferences, and where a worker does not tell its CPU time.
    public let cpuTimeEvidence: EffectEvidence?
    /// Launches of either side whose warm-up ended at its cap.
    public let unsteadyWarmUps: Int
    /// Of all launches that were measured, also those that `first(_:)` leaves out.
    public let secondsSpent: Double
    public let launchesMeasured: Int

    /// What is behind `effects`, in the same order.
    private let launches: [Launch]

    /// A usable launch.
    private struct Launch: Equatable {
        var match: PairedLaunches.Match
        var effect: Double
        /// The baseline's level, as a natural logarithm; the candidate's is that plus `effect`.
        var baseline: Double
        /// Whether other programs may have slowed either side.
        var isDisturbed = false
    }

    /// One d per usable launch, in order of launch.
    public var effects: Sample { evidence.effects }
    public var correlation: SerialCorrelation { evidence.correlation }
    public var test: OneSampleTTest { evidence.test }

    public var launchesUsed: Int { effects.count }

    /// exp(mean d) - 1: 0.03 is 3 % more.
    public var relativeChange: Double { expm1(test.mean) }

    /// Of the launches that the mean is of: what `test` trims is left out here too.
    public var figures: ChangeFigures {
        // Which of two equal effects is left out makes no difference.
        let kept = launches.sorted { $0.effect < $1.effect }.dropFirst(test.trimmedPerSide)
            .dropLast(test.trimmedPerSide)
        let baseline = kept.reduce(0) { $0 + $1.baseline } / Double(kept.count)
        return ChangeFigures(logarithmOfBaseline: baseline, ofCandidate: baseline + test.mean)
    }

    /// The Hodges-Lehmann estimate and the signed-rank test of the same effects.
    public var ranks: SignedRank { SignedRank(effects) }

    /// Real seconds that one more launch of the pair would cost; nil when the record does not say.
    public var secondsPerLaunch: Double? {
        secondsSpent > 0 ? secondsSpent / Double(max(launchesMeasured, launchesUsed)) : nil
    }

    /// - Parameter cores: open to the run (`EnvironmentRecord.allowedCores`); nil when that is not known.
    /// - Throws: `ComparisonError` when fewer than two launches are whole on both sides, or a value is not a
    ///   positive finite number.
    public init(_ metric: Metric, of pair: PairRecord, baseline: CellRecord, candidate: CellRecord, cores: Int? = nil)
        throws(ComparisonError)
    {
        guard metric.dimension == .time || metric.dimension == .rate else { throw .notMeasuredPerLaunch(metric) }
        var launches: [Launch] = []
        for launch in PairedLaunches(pair, baseline: baseline, candidate: candidate).matched {
            let effect =
                metric == .latencyP50
                ? try Self.quadEffect(launch, baseline: baseline, candidate: candidate)
                : try Self.ratioEffect(metric, launch, baseline: baseline, candidate: candidate)
            if let effect { launches.append(Launch(match: launch, effect: effect.value, baseline: effect.baseline)) }
        }
        let sides = [(baseline, launches.map(\.match.baseline)), (candidate, launches.map(\.match.candidate))]
        for (cell, own) in sides {
            let disturbed = Set(LoadedLaunches(own, of: cell, cores: cores).disturbed.map(\.index))
            for index in launches.indices where disturbed.contains(launches[index].match.candidate.index) {
                launches[index].isDisturbed = true
            }
        }
        let change = LatencyChange(
            metric, launches, planned: pair.launchesPlanned, measured: pair.launchesMeasured,
            seconds: pair.secondsSpent)
        guard let change else { throw .tooFewLaunches(usable: launches.count, needed: 2) }
        self = change
    }

    /// What the first launches alone say: the evidence as it was at a look. Nil for fewer than two.
    public func first(_ count: Int) -> LatencyChange? {
        guard count < effects.count else { return self }
        return LatencyChange(
            metric, Array(launches.prefix(count)), planned: launchesPlanned, measured: launchesMeasured,
            seconds: secondsSpent)
    }

    private init?(
        _ metric: Metric, _ launches: [Launch], planned: Int, measured: Int, seconds: Double
    ) {
        guard let evidence = Sample(launches.map(\.effect)).flatMap({ EffectEvidence($0) }) else { return nil }
        self.metric = metric
        self.evidence = evidence
        self.launches = launches
        launchesPlanned = planned
        launchesMeasured = measured
        secondsSpent = seconds
        disturbedLaunches = launches.count(where: \.isDisturbed)
        let calm = launches.filter { !$0.isDisturbed }.map(\.effect)
        undisturbedEvidence = disturbedLaunches > 0 ? Sample(calm).flatMap { EffectEvidence($0) } : nil
        cpuTimeEvidence = disturbedLaunches > 0 ? Self.cpuTimeEvidence(metric, launches.map(\.match)) : nil
        unsteadyWarmUps =
            launches.count { !$0.match.baseline.warmUp.becameSteady }
            + launches.count { !$0.match.candidate.warmUp.becameSteady }
    }

    private static func cpuTimeEvidence(_ metric: Metric, _ launches: [PairedLaunches.Match]) -> EffectEvidence? {
        guard [.latencyP50, .latencyMean, .throughput].contains(metric) else { return nil }
        // A throughput falls where a time grows.
        let sign = metric.dimension == .rate ? -1.0 : 1
        let effects = launches.map { launch -> Double? in
            guard let before = launch.baseline.cpuNanosecondsPerInference,
                let after = launch.candidate.cpuNanosecondsPerInference
            else { return nil }
            return sign * log(after / before)
        }
        guard !effects.contains(nil) else { return nil }
        return Sample(effects.compactMap { $0 }).flatMap { EffectEvidence($0) }
    }

    /// Nil when no quad of the launch is whole (two blocks of each side).
    private static func quadEffect(_ launch: PairedLaunches.Match, baseline: CellRecord, candidate: CellRecord)
        throws(ComparisonError) -> (value: Double, baseline: Double)?
    {
        let before = try LogLatency.blockMedians(launch.baseline, of: baseline)
        let after = try LogLatency.blockMedians(launch.candidate, of: candidate)
        let quads = before.keys.sorted().compactMap { quad -> (difference: Double, baseline: Double)? in
            guard let a = before[quad], let b = after[quad], a.count == 2, b.count == 2 else { return nil }
            return ((b[0] + b[1]) / 2 - (a[0] + a[1]) / 2, (a[0] + a[1]) / 2)
        }
        guard !quads.isEmpty else { return nil }
        let count = Double(quads.count)
        return (quads.reduce(0) { $0 + $1.difference } / count, quads.reduce(0) { $0 + $1.baseline } / count)
    }

    private static func ratioEffect(
        _ metric: Metric, _ launch: PairedLaunches.Match, baseline: CellRecord, candidate: CellRecord
    ) throws(ComparisonError) -> (value: Double, baseline: Double)? {
        let before = try LogLatency.figure(metric, launch.baseline, of: baseline)
        return (try LogLatency.figure(metric, launch.candidate, of: candidate) - before, before)
    }
}

/// The two figures that a change of a time or rate lies between, both of the launches that the change is of.
///
/// Each is exp of the mean over launches of the logarithm of each launch's value: the geometric mean. So
/// `candidate / baseline - 1` is the change itself, which medians over other launches, or over all inferences, need not give:
/// a machine that was faster in one part of a run pulls such medians apart, and the change does not follow.
public struct ChangeFigures: Sendable, Equatable {
    /// In the metric's base unit, nanoseconds or inferences per second.
    public let baseline: Double
    public let candidate: Double

    /// - Parameters: natural logarithms, of the base unit.
    init(logarithmOfBaseline: Double, ofCandidate logarithm: Double) {
        baseline = exp(logarithmOfBaseline)
        candidate = exp(logarithm)
    }

    /// 0.03 is 3 % more.
    public var change: Double { candidate / baseline - 1 }
}

extension StoredLatencyChange {
    public var figures: ChangeFigures {
        ChangeFigures(logarithmOfBaseline: difference.baseline.mean, ofCandidate: difference.candidate.mean)
    }
}

/// The launches of a pair, side by side.
struct PairedLaunches {
    struct Match: Sendable, Equatable {
        var baseline: LaunchRecord
        var candidate: LaunchRecord
    }

    /// Launches that both sides have, in order of launch; a launch that only one side has is left out.
    let matched: [Match]

    init(_ pair: PairRecord, baseline: CellRecord, candidate: CellRecord) {
        let before = Dictionary(
            baseline.launches.filter { $0.pair == pair.id }.map { ($0.index, $0) },
            uniquingKeysWith: { first, _ in first })
        matched = candidate.launches.filter { $0.pair == pair.id }.sorted { $0.index < $1.index }
            .compactMap { after in before[after.index].map { Match(baseline: $0, candidate: after) } }
    }
}
