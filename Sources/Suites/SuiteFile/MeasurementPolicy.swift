/// How much is measured (`measurement:` in the suite, all keys optional).
public struct MeasurementPolicy: Sendable, Equatable {
    /// Launches per cell or pair at most.
    public var launches: Int { looks[looks.count - 1] }
    /// The numbers of launches after which a gate looks at the evidence: ascending, the last is the maximum.
    public private(set) var looks: [Int]
    /// Quads per launch.
    public var quads: Int
    /// A block has at least this many values and lasts at least this long.
    public var minimumBlockValues: Int
    public var minimumBlockNanoseconds: UInt64
    /// Warm-up ends here at the latest.
    public var warmUpCapNanoseconds: UInt64
    /// Limit of each phase of a worker: start, load, warm-up, one block, evaluation of one shard, profile.
    public var phaseTimeoutSeconds: Double
    /// Time for the launches of the whole suite; nil when nothing but the looks limits it.
    public var budgetSeconds: Double?
    /// Time for the launches of one pair, or of one cell that is measured alone.
    public var cellBudgetSeconds: Double?
    /// An evaluation of an earlier run is reused until it is this old; nil means that every run evaluates everything.
    public var reuseEvaluationsSeconds: Double?

    /// Launches of a cell that is measured alone and judged afterwards: the first look at half of the launches or more. Fixed
    /// before the first launch, so that what is measured does not decide how much is measured.
    public var launchesAlone: Int { looks.first { 2 * $0 >= launches } ?? launches }

    /// - Precondition: `looks` is ascending, its first number at least 1.
    public init(
        looks: [Int] = Self.defaultLooks(launches: 32), quads: Int = 2, minimumBlockValues: Int = 5,
        minimumBlockNanoseconds: UInt64 = 20_000_000, warmUpCapNanoseconds: UInt64 = 2_000_000_000,
        phaseTimeoutSeconds: Double = 120, budgetSeconds: Double? = nil, cellBudgetSeconds: Double? = nil,
        reuseEvaluationsSeconds: Double? = Self.defaultReuseEvaluationsSeconds
    ) {
        precondition(Self.isSchedule(looks), "looks must be ascending and positive")
        self.looks = looks
        self.quads = quads
        self.minimumBlockValues = minimumBlockValues
        self.minimumBlockNanoseconds = minimumBlockNanoseconds
        self.warmUpCapNanoseconds = warmUpCapNanoseconds
        self.phaseTimeoutSeconds = phaseTimeoutSeconds
        self.budgetSeconds = budgetSeconds
        self.cellBudgetSeconds = cellBudgetSeconds
        self.reuseEvaluationsSeconds = reuseEvaluationsSeconds
    }

    /// A week: what changes unseen is found by the next weekend.
    public static let defaultReuseEvaluationsSeconds = 7 * 86_400.0

    /// The same with another schedule.
    ///
    /// - Precondition: as for the initializer.
    public func looking(at looks: [Int]) -> MeasurementPolicy {
        precondition(Self.isSchedule(looks), "looks must be ascending and positive")
        var policy = self
        policy.looks = looks
        return policy
    }

    static func isSchedule(_ looks: [Int]) -> Bool {
        (looks.first ?? 0) >= 1 && zip(looks, looks.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// A quarter, three eighths, half, three quarters and all of the launches: 8, 12, 16, 24, 32. Fewer than eight launches
    /// seldom decide, so no earlier look is planned unless they are all there will be.
    public static func defaultLooks(launches: Int) -> [Int] {
        var looks = [2, 3, 4, 6].map { (launches * $0 + 7) / 8 }.filter { $0 >= 8 && $0 < launches }
        looks.append(max(launches, 1))
        return looks
    }
}
