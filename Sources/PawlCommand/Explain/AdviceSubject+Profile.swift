import Explanation
import Harness
import InferenceCore
import Records
import Statistics
import Suites

extension AdviceSubject {
    /// The candidate of a profiled pair, as its last launch had it: a single profile tells shares well enough for advice.
    ///
    /// - Returns: nil where nothing was profiled.
    init?(_ profile: PairProfile, of cell: PlannedCell) {
        guard let side = profile.launches.last?.candidate else { return nil }
        let latencies = Sample(side.plainBlocks.filter { $0.inferencesPerValue == 1 }.flatMap(\.latenciesNanoseconds))
        self.init(
            operators: side.operators.map { timing in
                OperatorRecord(
                    name: timing.name, type: timing.type, provider: timing.provider, isFallback: timing.isFallback,
                    meanNanoseconds: timing.perInference(side.inferences))
            }.sorted { $0.meanNanoseconds > $1.meanNanoseconds },
            runtime: RuntimeRecord(
                name: cell.runtime.name, version: cell.runtime.version, libraryDigest: cell.runtime.libraryDigest,
                provider: cell.options.provider, options: cell.recordedOptions),
            medianNanoseconds: latencies?.median, tailNanoseconds: latencies.map { SortedSample($0).quantile(0.99) },
            cores: AllowedCores().count)
    }
}
