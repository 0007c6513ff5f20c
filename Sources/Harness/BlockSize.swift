import Records
import Suites
import Worker

/// How many values a block has, and how many inferences a value covers.
struct BlockSize: Equatable {
    /// A stamp may cost at most this share of what it times; below, several inferences share one stamp.
    static let largestStampShare = 0.01
    /// A block of the slower side is never stretched beyond this multiple of the minimum to match the faster side.
    static let longestBlock = 5.0

    var values: Int
    var inferencesPerValue: Int

    /// Sizes for workers that are measured together: the same number of values wherever the slower side's blocks do
    /// not become too long, so that both see the same samples in the same order.
    static func sizes(for warmUps: [WarmUpCall.Reply], policy: MeasurementPolicy) -> [BlockSize] {
        let alone = warmUps.map { warmUp -> (size: BlockSize, longest: Int) in
            let inference = max(warmUp.typicalNanoseconds, 1)
            let covering = (warmUp.stampNanoseconds / largestStampShare / inference).rounded(.up)
            let perValue = min(max(1, Int(saturating: covering)), BlockCall.mostInferencesPerValue)
            let value = inference * Double(perValue)
            let minimum = Double(policy.minimumBlockNanoseconds)
            let count = max(policy.minimumBlockValues, Int(saturating: (minimum / value).rounded(.up)))
            let longest = max(count, Int(saturating: longestBlock * minimum / value))
            return (BlockSize(values: min(count, BlockCall.mostValues), inferencesPerValue: perValue), longest)
        }
        let shared = alone.map(\.size.values).max() ?? 0
        return alone.map { BlockSize(values: min(shared, $0.longest), inferencesPerValue: $0.size.inferencesPerValue) }
    }
}
