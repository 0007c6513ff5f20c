import Records
import Statistics

/// All latencies of some launches in one heap: right for describing, too optimistic for deciding, because
/// inferences of one launch resemble each other.
struct PooledLatencies {
    /// Nanoseconds per inference; nil when there is none, or when one is not finite.
    let sample: Sample?
    /// Over inferences: a value that stands for a batch counts as often as the batch has inferences.
    let meanNanoseconds: Double?
    /// Largest number of inferences behind one value.
    let inferencesPerValue: Int

    init(_ launches: [LaunchRecord]) {
        var values: [Double] = []
        var nanoseconds = 0.0
        var inferences = 0
        var largestBatch = 1
        for launch in launches {
            for block in launch.blocks {
                values.append(contentsOf: block.latenciesNanoseconds)
                nanoseconds += block.valuesNanoseconds.reduce(0) { $0 + Double($1) }
                inferences += block.valuesNanoseconds.count * block.inferencesPerValue
                largestBatch = max(largestBatch, block.inferencesPerValue)
            }
        }
        sample = Sample(values)
        meanNanoseconds = sample != nil && inferences > 0 ? nanoseconds / Double(inferences) : nil
        inferencesPerValue = largestBatch
    }
}
