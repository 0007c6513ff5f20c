import Records
import Statistics

/// What `pawl runtime bisect` found, for people and, as JSON, for programs.
struct BisectionReport: Encodable {
    struct Version: Encodable {
        var version: String
        /// In the metric's base unit.
        var value: Double?
        var launches: Int
        /// Bit for bit those of the last version before that works.
        var outputsAsBefore: Bool?
        /// Why it has no value.
        var failure: CellFailure?
        /// Against the last version before that works.
        var comparison: Comparison?
    }

    struct Comparison: Encodable {
        var from: String
        var decision: NeighbourSweep.Decision
        /// Relative for what is measured launch by launch, a difference of values for the rest.
        var change: Double?
        var low: Double?
        var high: Double?
        var launches: Int
    }

    /// Versions without a change between them.
    struct Plateau: Encodable {
        var first: String
        var last: String
        /// The geometric mean of what is measured launch by launch, the value of the rest.
        var value: Double?
    }

    var suite: String
    var cell: String
    var runtime: String
    var metric: Metric
    /// Whether changes are relative, and the step and the error probabilities mean something.
    var isMeasured: Bool
    var smallestChange: Double
    var falseAlarm: Double
    var miss: Double
    var seed: UInt64
    var ending: VersionSweepResult.StopReason
    var versions: [Version]
    var plateaus: [Plateau]
    var changes: Int
    var undecided: Int
    var launches: Int
    var disturbedLaunches: Int
    var busiestPrograms: [String]
    var seconds: Double

    /// Whether there is an answer for all neighbours, and there are some.
    var isWhole: Bool {
        ending == .complete && undecided == 0 && versions.contains { $0.comparison != nil }
    }

    init(
        _ result: VersionSweepResult, cell: String, suite: String, runtime: String, metric: Metric,
        policy: VersionSweep.Policy, seed: UInt64
    ) {
        self.suite = suite
        self.cell = cell
        self.runtime = runtime
        self.metric = metric
        isMeasured = metric.origin == .measurement
        smallestChange = policy.smallestChange
        falseAlarm = policy.falseAlarm
        miss = policy.miss
        self.seed = seed
        ending = result.ending
        versions = result.levels.enumerated().map { index, level in
            let comparison = result.comparisons.first { $0.between.latter == index }
            return Version(
                version: level.label, value: level.value, launches: level.launches,
                outputsAsBefore: level.outputsAsBefore, failure: level.failure,
                comparison: comparison.map { comparison in
                    Comparison(
                        from: result.levels[comparison.between.former].label, decision: comparison.decision,
                        change: comparison.change, low: comparison.low, high: comparison.high,
                        launches: comparison.launches)
                })
        }
        plateaus = result.plateaus.map { members in
            Plateau(
                first: result.levels[members[0]].label, last: result.levels[members[members.count - 1]].label,
                value: result.value(of: members))
        }
        changes = result.changes.count
        // Neighbours that were never reached are as undecided as the others.
        undecided =
            result.neighbours.count { neighbours in
                result.comparison(of: neighbours).map { $0.decision == .undecided } ?? true
            }
        launches = result.launches
        disturbedLaunches = result.disturbedLaunches
        busiestPrograms = result.busiestPrograms
        seconds = result.seconds
    }
}
