/// A metric over all samples, with each unit's contribution.
///
/// The pseudo-values are treated as independent observations of the metric: their mean is the jackknife estimate, and their
/// variance over G, the jackknife variance of `value`. Differences of two variants are taken pseudo-value by pseudo-value.
///
/// - Source: Quenouille, "Notes on bias in estimation", Biometrika 43 (1956); Tukey, "Bias and confidence in not quite large
///   samples", Annals of Mathematical Statistics 29 (1958).
public struct MetricEstimate: Sendable, Equatable {
    public let value: Double
    /// G * value - (G - 1) * value without unit g, a number a unit. For a mean over samples these are the samples' own
    /// values. A unit without which the metric is undefined counts as if leaving it out changed nothing: its
    /// pseudo-value is `value`.
    public let pseudoValues: [Double]

    /// - Parameters:
    ///   - value: over all samples.
    ///   - valuesWithout: the value without each unit; nil where it is undefined.
    public init(value: Double, valuesWithout: [Double?]) {
        self.value = value
        let others = Double(valuesWithout.count - 1)
        // Written so that nothing is lost to rounding where a unit changes little.
        pseudoValues = valuesWithout.map { value + others * (value - ($0 ?? value)) }
    }

    package init(value: Double, pseudoValues: [Double]) {
        self.value = value
        self.pseudoValues = pseudoValues
    }

    /// The jackknife variance of `value`: the sum of squared deviations of the pseudo-values over G (G - 1).
    ///
    /// NaN for a single unit.
    public var variance: Double {
        let count = Double(pseudoValues.count)
        let mean = pseudoValues.reduce(0, +) / count
        return pseudoValues.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * (count - 1))
    }
}

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

/// A metric's sufficient statistics over some samples, which can be pooled with those over others.
package protocol PooledPart: Sendable {
    /// Adds what is known of other samples.
    mutating func pool(_ other: Self)
    /// The metric over all that was pooled; nil where it is undefined.
    var metric: Double? { get }
}

extension MetricEstimate {
    /// Pools the parts of all units but one, for each unit.
    ///
    /// Parts before and after the unit are pooled; nothing is subtracted, so nothing cancels.
    ///
    /// - Parameter parts: one a unit, at least one.
    /// - Returns: nil when the metric over all is undefined.
    /// - Complexity: O(G) times what pooling two parts costs, and as much memory.
    package init?(pooling parts: [some PooledPart]) {
        var after = parts
        for unit in parts.indices.dropLast().reversed() { after[unit].pool(after[unit + 1]) }
        guard let value = after[0].metric else { return nil }
        var before = parts[0]
        var valuesWithout: [Double?] = []
        valuesWithout.reserveCapacity(parts.count)
        for unit in parts.indices {
            guard unit > 0 else {
                valuesWithout.append(parts.count > 1 ? after[1].metric : nil)
                continue
            }
            var others = before
            if unit + 1 < parts.count { others.pool(after[unit + 1]) }
            valuesWithout.append(others.metric)
            before.pool(parts[unit])
        }
        self.init(value: value, valuesWithout: valuesWithout)
    }
}

/// Outputs of which a metric cannot be computed.
public struct UnusableOutputs: Error, Equatable {
    public var reason: String
    /// What to do about it, where that is known.
    public var hint: String?

    init(reason: String, hint: String?) {
        self.reason = reason
        self.hint = hint
    }
}
