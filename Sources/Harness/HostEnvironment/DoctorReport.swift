import Records

/// What `pawl doctor` found: the machine as it is, what was measured of it, and what to improve.
public struct DoctorReport: Sendable, Codable, Equatable {
    public var environment: EnvironmentRecord
    public var timer: TimerProbe.Result?
    public var noise: NoiseReport?
    /// Other processes that computed while the noise was measured, busiest first.
    public var busyProcesses: [ProcessTimes.Busy]
    public var advices: [Advice]

    public init(
        environment: EnvironmentRecord, timer: TimerProbe.Result? = nil, noise: NoiseReport? = nil,
        busyProcesses: [ProcessTimes.Busy] = [], advices: [Advice]
    ) {
        self.environment = environment
        self.timer = timer
        self.noise = noise
        self.busyProcesses = busyProcesses
        self.advices = advices
    }

    /// One thing looked at.
    public struct Advice: Sendable, Codable, Equatable {
        public enum Severity: String, Sendable, Codable, CaseIterable {
            case ok
            /// Good to know, little or nothing to gain.
            case note
            /// Makes verdicts slower to reach, or wrong.
            case warning
        }

        public var severity: Severity
        /// A stable identifier such as `governor`.
        public var topic: String
        /// One sentence without a full stop: what is so.
        public var title: String
        /// What to do about it, a command where one exists; nil when all is well.
        public var action: String?

        public init(_ severity: Severity, topic: String, title: String, action: String? = nil) {
            self.severity = severity
            self.topic = topic
            self.title = title
            self.action = action
        }
    }
}
