/// How golden samples are left out, group by group, to learn how far a metric depends on them.
///
/// Units are numbered from 0 in the order of the samples, and each is a contiguous run of samples. Samples that are not
/// independent (frames of one video) must share a unit, or the jackknife says that a metric is more certain than it is.
public struct JackknifeUnits: Sendable, Equatable {
    /// Number of units G, at least 1.
    public let count: Int
    /// Number of samples n, at least `count`.
    public let samples: Int
    /// First sample of each unit, and n at the end.
    private let starts: [Int]

    /// A unit a sample up to `limit`; beyond it contiguous groups whose sizes differ by at most 1, `limit` of them.
    ///
    /// - Precondition: at least one sample, `limit` at least 1.
    public init(samples: Int, limit: Int = 4096) {
        precondition(samples > 0 && limit > 0, "there is nothing to leave out")
        let count = min(samples, limit)
        let (size, larger) = samples.quotientAndRemainder(dividingBy: count)
        self.init(starts: (0...count).map { $0 * size + min($0, larger) })
    }

    /// A unit a sequence up to `limit`; beyond it groups of neighbouring sequences, which differ by at most 1 in number.
    ///
    /// - Parameter sequences: the sequence of each sample, never falling; the numbers need not be 0, 1, 2, ...
    /// - Precondition: at least one sample, the numbers never fall, and `limit` is at least 1.
    public init(sequences: [Int32], limit: Int = 4096) {
        precondition(!sequences.isEmpty, "there is nothing to leave out")
        var starts = [0]
        for sample in sequences.indices.dropFirst() where sequences[sample] != sequences[sample - 1] {
            precondition(sequences[sample] > sequences[sample - 1], "samples of a sequence stand together")
            starts.append(sample)
        }
        starts.append(sequences.count)
        let groups = JackknifeUnits(samples: starts.count - 1, limit: limit)
        self.init(starts: groups.starts.map { starts[$0] })
    }

    private init(starts: [Int]) {
        self.starts = starts
        count = starts.count - 1
        samples = starts[count]
    }

    /// - Precondition: 0 <= sample < samples.
    /// - Complexity: O(log G).
    public func unit(of sample: Int) -> Int {
        precondition(sample >= 0 && sample < samples, "no such sample")
        var low = 0, high = count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if starts[middle] <= sample { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// - Precondition: 0 <= unit < count.
    public func samples(of unit: Int) -> Range<Int> { starts[unit]..<starts[unit + 1] }
}
