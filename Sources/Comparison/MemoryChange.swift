import Measures
import Records
import Statistics

/// How the peak memory above the worker's floor changed, in bytes, over the launches of a pair.
///
/// The effect of a launch is candidate minus baseline of that launch. Memory hardly varies from launch to launch,
/// and hardly follows a normal distribution; the launches are paired all the same, so that what varies with the
/// machine (page cache, layout) varies on both sides.
public struct MemoryChange: Sendable, Equatable {
    /// Fewer launches decide nothing.
    public static let minimumLaunches = 5

    /// Bytes above the floor, per launch.
    public let baseline: SortedSample
    public let candidate: SortedSample
    public let differences: Sample
    public let test: OneSampleTTest

    /// - Throws: `ComparisonError.tooFewLaunches` for fewer than `minimumLaunches` launches.
    public init(_ pair: PairRecord, baseline: CellRecord, candidate: CellRecord) throws(ComparisonError) {
        let launches = PairedLaunches(pair, baseline: baseline, candidate: candidate).matched
        let before = Sample(launches.map { Double($0.baseline.memoryAboveFloorBytes) })
        let after = Sample(launches.map { Double($0.candidate.memoryAboveFloorBytes) })
        let differences = Sample(
            launches.map { Double($0.candidate.memoryAboveFloorBytes) - Double($0.baseline.memoryAboveFloorBytes) })
        guard launches.count >= Self.minimumLaunches, let before, let after, let differences,
            let test = OneSampleTTest(
                differences, effectiveCount: SerialCorrelation(differences).effectiveCount)
        else { throw .tooFewLaunches(usable: launches.count, needed: Self.minimumLaunches) }
        self.baseline = before.sorted
        self.candidate = after.sorted
        self.differences = differences
        self.test = test
    }
}
