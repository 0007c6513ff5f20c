import Records
import Statistics

/// How the peak memory above the worker's floor changed, in bytes.
///
/// Over the launches of a pair the effect of a launch is candidate minus baseline of that launch. Memory hardly varies from
/// launch to launch, and hardly follows a normal distribution; the launches are paired all the same, so that what varies with
/// the machine (page cache, layout) varies on both sides. Against an earlier run nothing is paired: the means of all launches
/// of both runs are compared by Welch's test.
public struct MemoryChange: Sendable, Equatable {
    /// Fewer launches decide nothing.
    public static let minimumLaunches = 5

    /// Bytes above the floor, per launch.
    public let baseline: SortedSample
    public let candidate: SortedSample
    /// Of those launches; they lie apart by the mean of `test`.
    public let baselineMean: Double
    public var candidateMean: Double { baselineMean + test.mean }
    public let test: SatterthwaiteTest
    /// Of the side that has fewer.
    public let launches: Int

    /// - Throws: `ComparisonError.tooFewLaunches` for fewer than `minimumLaunches` launches.
    public init(_ pair: PairRecord, baseline: CellRecord, candidate: CellRecord) throws(ComparisonError) {
        let launches = PairedLaunches(pair, baseline: baseline, candidate: candidate).matched
        let differences = Sample(launches.map { Self.bytes($0.candidate) - Self.bytes($0.baseline) })
        let test = differences.flatMap { differences in
            OneSampleTTest(differences, effectiveCount: SerialCorrelation(differences).effectiveCount)
        }
        try self.init(
            baseline: launches.map { Self.bytes($0.baseline) }, candidate: launches.map { Self.bytes($0.candidate) },
            test: test.map { SatterthwaiteTest($0) })
    }

    /// Two cells that were measured in different runs, by all their launches: each is a fresh process, alone or not.
    ///
    /// - Throws: `ComparisonError.tooFewLaunches` for fewer than `minimumLaunches` launches of either.
    public init(stored baseline: CellRecord, candidate: CellRecord) throws(ComparisonError) {
        let before = baseline.launches.map(Self.bytes)
        let after = candidate.launches.map(Self.bytes)
        let means = [before, after].map { values in Sample(values).flatMap { RunMean($0) } }
        let test = means[0].flatMap { first in means[1].flatMap { SatterthwaiteTest(from: first, to: $0) } }
        try self.init(baseline: before, candidate: after, test: test)
    }

    private init(baseline: [Double], candidate: [Double], test: SatterthwaiteTest?) throws(ComparisonError) {
        let count = min(baseline.count, candidate.count)
        guard count >= Self.minimumLaunches, let before = Sample(baseline), let after = Sample(candidate), let test
        else {
            throw .tooFewLaunches(usable: count, needed: Self.minimumLaunches)
        }
        self.baseline = before.sorted
        baselineMean = before.mean
        self.candidate = after.sorted
        self.test = test
        launches = count
    }

    private static func bytes(_ launch: LaunchRecord) -> Double { Double(launch.memoryAboveFloorBytes) }
}
