import Records

/// What `pawl runtime sweep` found, for people and, as JSON, for programs.
struct OperatorSweepReport: Encodable {
    /// One of the two versions.
    struct Version: Encodable {
        var runtime: String
        /// Of the release, or the name of the build.
        var label: String
        /// As the library says it.
        var version: String
        var libraryDigest: String
    }

    /// What the tests of operators came to.
    struct Numbers: Encodable {
        /// The folder with the tests.
        var source: String
        var tests: Int
        /// By finding, each in how many tests.
        var findings: [String: Int]
        /// By operator, the worst first.
        var operators: [Operator]
        /// In the order of the tests.
        var comparisons: [OperatorNumbers.Comparison]
        var seconds: Double
        var isWhole: Bool

        init(_ numbers: OperatorNumbers, source: String) {
            self.source = source
            tests = numbers.tests
            findings = Dictionary(
                uniqueKeysWithValues: OperatorNumbers.Finding.allCases.map { ($0.rawValue, numbers.count($0)) }
                    .filter { $0.1 > 0 })
            operators = numbers.groups.map { group in
                Operator(
                    title: group.title, worst: group.worst, tests: group.comparisons.count,
                    changed: group.comparisons.count { $0.finding.isChange })
            }
            comparisons = numbers.comparisons
            seconds = numbers.seconds
            isWhole = !numbers.wasInterrupted
        }
    }

    struct Operator: Encodable {
        var title: String
        var worst: OperatorNumbers.Finding
        var tests: Int
        var changed: Int
    }

    /// What the launches came to.
    struct Times: Encodable {
        var smallestChange: Double
        /// Of all operators together.
        var falseAlarm: Double
        /// Of each operator.
        var miss: Double
        var seed: UInt64
        var ending: VersionSweepResult.StopReason
        /// The largest changes first.
        var operators: [OperatorTimes.Row]
        var changes: Int
        var undecided: Int
        var launches: Int
        var disturbedLaunches: Int
        var busiestPrograms: [String]
        var seconds: Double
        var isWhole: Bool

        init(_ times: OperatorTimes, policy: VersionSweep.Policy, seed: UInt64) {
            smallestChange = policy.smallestChange
            falseAlarm = policy.falseAlarm
            miss = policy.miss
            self.seed = seed
            ending = times.ending
            operators = times.ranked
            changes = times.changes.count
            undecided = times.undecided.count
            launches = times.launches
            disturbedLaunches = times.disturbedLaunches
            busiestPrograms = times.busiestPrograms
            seconds = times.seconds
            isWhole = times.isWhole
        }
    }

    var first: Version
    var second: Version
    /// Nil where it was not asked for.
    var numbers: Numbers?
    var times: Times?

    /// Whether the two are no versions of one runtime.
    var isOfTwoRuntimes: Bool { first.runtime != second.runtime }

    /// What a version is called beside the other.
    func name(of version: Version) -> String {
        isOfTwoRuntimes ? "\(version.runtime) \(version.label)" : version.label
    }

    /// Whether everything that was asked for is answered.
    var isWhole: Bool { numbers?.isWhole != false && times?.isWhole != false }
}
