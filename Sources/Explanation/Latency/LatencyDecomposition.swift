import Statistics

/// The change of an inference's time as a sum over operators, each with its interval.
///
/// A launch gives each pair of matched operators one difference d = s (c - b), candidate less baseline. The launches are the
/// independent units: the mean over them and its t interval are the operator's change. s is one number for both sides and all
/// launches: where the operators of a profile add up to more than inferences take that nothing profiles, it is the quotient of the
/// two, else 1. One number leaves an operator that did not change without a change. What the differences of all operators lack of the
/// change of the inference, in the same launches, is `outside`: the runtime between operators, and what the profiler cost more on one
/// side than on the other. Mean differences are linear, so that all parts add up to the whole exactly.
///
/// All intervals hold together with probability `confidence`: each has the error 1 - `confidence` divided by their number.
///
/// - Source: Student, "The Probable Error of a Mean", Biometrika 6 (1908); Dunn, "Multiple comparisons among means", JASA 56 (1961).
public struct LatencyDecomposition: Sendable {
    public static let confidence = 0.99
    /// An operator that takes less than this share of the baseline's inference on both sides is shown with others of its kind, and a
    /// change of less is named no cause.
    public static let smallestShare = 0.01
    /// What is less than this share of the largest change is named no cause: neighbours of what changed find other things in the caches.
    public static let smallestOfLargest = 0.05

    /// Operators that stand for each other, and what they add.
    public struct Part: Sendable {
        /// The slowest first.
        public var baseline: [ProfiledOperator]
        public var candidate: [ProfiledOperator]
        public var fate: OperatorFate
        /// Per inference, scaled.
        public var baselineNanoseconds: Double
        public var candidateNanoseconds: Double
        public var effect: LatencyEffect
        /// Whether the interval excludes no change, and the change is large enough to name.
        public fileprivate(set) var isCause = false
    }

    /// Of candidate less baseline, without a profiler.
    public let total: LatencyEffect
    /// The largest change first, of either sign.
    public let parts: [Part]
    /// All operators that are too small for a part of their own, together; nil without one.
    public let small: (count: Int, effect: LatencyEffect)?
    public let outside: LatencyEffect
    /// Means over the launches of the medians without a profiler.
    public let baselineNanoseconds: Double
    public let candidateNanoseconds: Double
    /// What profiled times were multiplied by, at most 1.
    public let scale: Double
    /// How much longer an inference takes that is profiled: 0.1 is 10 %. Nil where that was not timed.
    public let profilerCost: (baseline: Double?, candidate: Double?)
    public let launches: Int

    public var causes: [Part] { parts.filter(\.isCause) }
    /// What the causes leave of the whole.
    public var restNanoseconds: Double { total.nanoseconds - causes.reduce(0) { $0 + $1.effect.nanoseconds } }

    /// - Returns: nil with fewer than two launches, and where a profile or an inference took no time.
    public init?(_ launches: [ProfiledLaunch]) {
        guard launches.count >= 2 else { return nil }
        let sides = (launches.map(\.baseline), launches.map(\.candidate))
        let graphs = (ProfiledGraph(sides.0), ProfiledGraph(sides.1))
        let inferences = (sides.0.map(\.inferenceNanoseconds), sides.1.map(\.inferenceNanoseconds))
        let profiled = (graphs.0.times + graphs.1.times).reduce(0) { $0 + $1.reduce(0, +) }
        let whole = (inferences.0 + inferences.1).reduce(0, +)
        let base = inferences.0.reduce(0, +) / Double(launches.count)
        guard profiled > 0, base > 0, whole.isFinite, inferences.1.allSatisfy({ $0 > 0 }) else { return nil }
        let scale = min(whole / profiled, 1)
        self.scale = scale
        self.launches = launches.count
        baselineNanoseconds = base
        candidateNanoseconds = inferences.1.reduce(0, +) / Double(launches.count)
        profilerCost = (Self.profilerCost(sides.0), Self.profilerCost(sides.1))

        /// By group: sums of each side, launch by launch.
        let groups = OperatorMatching(graphs.0.nodes, graphs.1.nodes).groups
        func sums(_ graph: ProfiledGraph, _ indices: [Int]) -> [Double] {
            graph.times.map { row in indices.reduce(0) { $0 + row[$1] } * scale }
        }
        let times = groups.map { (before: sums(graphs.0, $0.baseline), after: sums(graphs.1, $0.candidate)) }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        let isLarge = times.map { max(mean($0.before), mean($0.after)) >= Self.smallestShare * base }
        func difference(_ times: (before: [Double], after: [Double])) -> [Double] {
            zip(times.before, times.after).map { $1 - $0 }
        }
        func sum(_ rows: [[Double]]) -> [Double] {
            launches.indices.map { launch in rows.reduce(0) { $0 + $1[launch] } }
        }
        let smallOnes = zip(times, isLarge).filter { !$0.1 }.map { difference($0.0) }
        let change = difference((inferences.0, inferences.1))
        let explained = sum(times.map(difference))

        // Those of every large operator, of the small ones, of what is outside and of the whole.
        let statements = isLarge.count { $0 } + 3
        func effect(_ values: [Double]) -> LatencyEffect { LatencyEffect(values, statements: statements) }
        total = effect(change)
        outside = effect(zip(change, explained).map { $0 - $1 })
        small = smallOnes.isEmpty ? nil : (smallOnes.count, effect(sum(smallOnes)))
        var parts = groups.indices.filter { isLarge[$0] }.map { index -> Part in
            // Whoever reads them wants the slowest first.
            func ordered(_ graph: ProfiledGraph, _ nodes: [Int]) -> [ProfiledOperator] {
                let totals = nodes.map { node in graph.times.reduce(0) { $0 + $1[node] } }
                return nodes.indices.sorted { (totals[$1], $0) < (totals[$0], $1) }.map { graph.nodes[nodes[$0]] }
            }
            let nodes = (ordered(graphs.0, groups[index].baseline), ordered(graphs.1, groups[index].candidate))
            return Part(
                baseline: nodes.0, candidate: nodes.1, fate: OperatorFate(nodes.0, nodes.1),
                baselineNanoseconds: mean(times[index].before), candidateNanoseconds: mean(times[index].after),
                effect: effect(difference(times[index])))
        }
        parts.sort {
            // Places break ties, so that the order is always the same.
            $0.effect.nanoseconds.magnitude > $1.effect.nanoseconds.magnitude
        }
        let largest = parts.first?.effect.nanoseconds.magnitude ?? 0
        let least = max(Self.smallestShare * base, Self.smallestOfLargest * largest)
        for index in parts.indices {
            let effect = parts[index].effect
            parts[index].isCause = effect.excludesNone && effect.nanoseconds.magnitude >= least
        }
        self.parts = parts
    }

    private static func profilerCost(_ sides: [ProfiledLaunch.Side]) -> Double? {
        let profiled = sides.compactMap(\.profiledNanoseconds)
        guard profiled.count == sides.count else { return nil }
        let plain = sides.reduce(0) { $0 + $1.inferenceNanoseconds }
        return plain > 0 ? profiled.reduce(0, +) / plain - 1 : nil
    }
}

/// Candidate less baseline, in nanoseconds of an inference, with its interval among the others of a decomposition.
public struct LatencyEffect: Sendable, Equatable {
    public var nanoseconds: Double
    public var interval: Interval

    public var excludesNone: Bool { interval.low > 0 || interval.high < 0 }

    /// - Parameters:
    ///   - values: one a launch, two at least.
    ///   - statements: intervals that are to hold together.
    init(_ values: [Double], statements: Int) {
        let error = (1 - LatencyDecomposition.confidence) / Double(max(statements, 1))
        guard let sample = Sample(values), let test = OneSampleTTest(sample) else {
            nanoseconds = values.first ?? 0
            interval = Interval(low: -.infinity, high: .infinity, confidence: 1 - error)
            return
        }
        nanoseconds = test.mean
        interval = test.interval(confidence: 1 - error)
    }
}
