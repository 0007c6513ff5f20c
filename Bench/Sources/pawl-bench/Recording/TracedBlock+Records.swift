import Foundation
import Records
import Statistics

extension TracedBlock {
    init(_ block: BlockRecord, side: TracedSide, keepsLatencies: Bool) {
        let latencies = block.latenciesNanoseconds
        // A block without a positive latency has no median; 1 ns is the smallest time the format knows.
        let median = Sample(latencies.map { log($0) }).map { exp($0.median) } ?? 1
        self.init(
            side: side, quad: block.quad, position: block.position, startNanoseconds: block.startNanoseconds,
            wallNanoseconds: block.wallNanoseconds, cpuNanoseconds: block.cpuNanoseconds,
            inferences: latencies.count * block.inferencesPerValue,
            medianNanoseconds: UInt64(max(median, 1).rounded()),
            meanNanoseconds: UInt64(max(Sample(latencies)?.mean ?? 1, 1).rounded()))
        if keepsLatencies { latenciesNanoseconds = latencies.map { UInt32(clamping: Int($0.rounded())) } }
    }
}
