import CSystem
import Foundation
import Records

/// Examines a machine as a place to measure on.
public enum Doctor {
    /// Measures the timer and, for about `seconds`, the noise of this machine, and examines all of it.
    ///
    /// - Parameter detectable: as for `examine`.
    public static func measureAndExamine(
        environment: EnvironmentRecord, threads: Int = 1, seconds: Double = 2, detectable: DetectableChange? = nil
    ) -> DoctorReport {
        let timer = TimerProbe.measure()
        let before = ProcessTimes.now()
        let start = pawl_monotonic_raw_nanoseconds()
        let noise = NoiseProbe.measure(seconds: seconds)
        let elapsed = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
        let busy = ProcessTimes.now().busiest(
            since: before, seconds: elapsed, ticksPerSecond: Double(max(1, sysconf(Int32(_SC_CLK_TCK)))),
            excluding: [getpid()])
        return examine(
            environment: environment, threads: threads, timer: timer, noise: noise, detectable: detectable,
            busyProcesses: busy)
    }

    /// Judges what is known; pure.
    ///
    /// - Parameters:
    ///   - threads: that a model is to use.
    ///   - detectable: what the default gate detects with `noise`.
    public static func examine(
        environment: EnvironmentRecord, threads: Int = 1, timer: TimerProbe.Result? = nil, noise: NoiseReport? = nil,
        detectable: DetectableChange? = nil, busyProcesses: [ProcessTimes.Busy] = []
    ) -> DoctorReport {
        let examination = Examination(environment: environment, threads: threads, busyProcesses: busyProcesses)
        var advices = [
            examination.governor, examination.turbo, examination.multithreading, examination.load, examination.cores,
            examination.cpuQuota, examination.memory, examination.swap, examination.counters,
        ]
        if let timer { advices.append(Examination.advice(on: timer)) }
        if let noise { advices.append(Examination.advice(on: noise, detectable: detectable)) }
        return DoctorReport(
            environment: environment, timer: timer, noise: noise, busyProcesses: busyProcesses, advices: advices)
    }
}

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
