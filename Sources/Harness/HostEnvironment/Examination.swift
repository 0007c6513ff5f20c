import Foundation
import Records

/// The judgements behind a doctor's report, one property each.
struct Examination {
    typealias Advice = DoctorReport.Advice

    var environment: EnvironmentRecord
    var threads: Int
    var busyProcesses: [ProcessTimes.Busy]

    var governor: Advice {
        switch environment["cpu", "frequency_governor"] {
        case .text("performance"): Advice(.ok, topic: "governor", title: "the frequency governor is performance")
        case .text(let governor):
            Advice(
                .warning, topic: "governor", title: "the frequency governor is \(governor): the clock follows the load",
                action: "sudo cpupower frequency-set -g performance")
        default:
            Advice(
                .note, topic: "governor",
                title: "the frequency governor is unknown: \(reason("cpu", "frequency_governor"))",
                action: "rely on interleaved comparisons: absolute budgets may drift with the clock of the host")
        }
    }

    var turbo: Advice {
        switch environment["cpu", "turbo"] {
        case .text("off"): Advice(.ok, topic: "turbo", title: "turbo is off")
        case .text:
            Advice(
                .warning, topic: "turbo", title: "turbo is on: the clock depends on the temperature and on other cores",
                action: "as root: echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo (Intel) "
                    + "or echo 0 > /sys/devices/system/cpu/cpufreq/boost")
        default:
            Advice(.note, topic: "turbo", title: "whether turbo is on cannot be seen here (\(reason("cpu", "turbo")))")
        }
    }

    var multithreading: Advice {
        switch environment["cpu", "simultaneous_multithreading"] {
        case .text("off"): Advice(.ok, topic: "smt", title: "no two threads share a core")
        case .text:
            Advice(
                .note, topic: "smt",
                title: "simultaneous multithreading is on: a neighbour on the same core slows a model",
                action: "as root: echo off > /sys/devices/system/cpu/smt/control")
        default:
            Advice(
                .note, topic: "smt",
                title:
                    "whether threads share a core cannot be seen here (\(reason("cpu", "simultaneous_multithreading")))"
            )
        }
    }

    /// The load average lags by a minute; whoever computed during the probe is named.
    var load: Advice {
        let names = busyProcesses.map { "\($0.name) (process \($0.processID), \(Self.percent($0.cores)) of a core)" }
        let named = names.isEmpty ? "" : ": " + names.joined(separator: ", ")
        let busyCores = busyProcesses.reduce(0) { $0 + $1.cores }
        guard let average = number("load", "average_1_minute") else {
            return Advice(
                .note, topic: "load", title: "the load cannot be read (\(reason("load", "average_1_minute")))")
        }
        let text = "the load average of the last minute is \(Self.decimal(average))\(named)"
        if busyCores >= 0.25 || (average >= 0.5 && average >= 0.25 * (number("cpu", "logical_cores") ?? 1)) {
            return Advice(
                .warning, topic: "load", title: text, action: "stop what else runs here, or wait until it is done")
        }
        return Advice(names.isEmpty ? .ok : .note, topic: "load", title: text)
    }

    var cores: Advice {
        guard let logical = number("cpu", "logical_cores") else {
            return Advice(
                .note, topic: "cores", title: "the number of cores cannot be read (\(reason("cpu", "logical_cores")))")
        }
        let allowed = min(logical, number("container", "allowed_core_count") ?? logical)
        let text = "\(Int(allowed)) of \(Int(logical)) cores may be used"
        if allowed < Double(threads) {
            return Advice(
                .warning, topic: "cores", title: "\(text), and the model wants \(threads) threads",
                action: "lower 'threads' in the suite, or allow more cores")
        }
        if allowed < Double(threads) + 1 {
            return Advice(
                .warning, topic: "cores", title: "\(text): the model shares its cores with the rest of the system",
                action: "measure on a machine with at least \(threads + 1) cores")
        }
        return Advice(.ok, topic: "cores", title: text)
    }

    var cpuQuota: Advice {
        guard let quota = number("container", "cpu_quota") else {
            let reason = reason("container", "cpu_quota")
            return reason == ControlGroups.noLimit
                ? Advice(.ok, topic: "cpu-quota", title: "no CPU quota is seen (\(reason))")
                : Advice(.note, topic: "cpu-quota", title: "whether there is a CPU quota cannot be seen (\(reason))")
        }
        let text = "the container may use the time of \(Self.decimal(quota)) cores"
        guard quota < Double(threads) else { return Advice(.ok, topic: "cpu-quota", title: text) }
        return Advice(
            .warning, topic: "cpu-quota",
            title: "\(text), less than one per thread (\(threads)): the kernel stops the model in the middle of blocks",
            action: "give the container at least \(threads + 1) CPUs (docker run --cpus=\(threads + 1))")
    }

    var memory: Advice {
        guard let available = number("memory", "available") else {
            return Advice(
                .note, topic: "memory", title: "the free memory cannot be read (\(reason("memory", "available")))")
        }
        let limit = number("container", "memory_limit") ?? .infinity
        let usable = min(available, limit)
        let text = "\(Self.decimal(usable / 1e9)) GB of memory can be used"
        guard usable < 1e9 else { return Advice(.ok, topic: "memory", title: text) }
        return Advice(
            .warning, topic: "memory", title: "only \(text): models may be killed, or evicted from the page cache",
            action: "stop what else uses memory, or raise the container's limit")
    }

    var swap: Advice {
        guard let used = number("memory", "swap_used") else {
            return Advice(
                .note, topic: "swap", title: "the use of swap cannot be read (\(reason("memory", "swap_used")))")
        }
        guard used > 0 else { return Advice(.ok, topic: "swap", title: "no swap is in use") }
        return Advice(
            used > 64e6 ? .warning : .note, topic: "swap",
            title: "\(Self.decimal(used / 1e6)) MB of swap are in use: pages of a model may have to come from disk",
            action: "free memory, then: sudo swapoff -a && sudo swapon -a")
    }

    var counters: Advice {
        guard case .text? = environment["kernel", "hardware_counters"] else {
            let paranoia = number("kernel", "performance_event_paranoia") ?? 0
            return Advice(
                .note, topic: "counters", title: "no hardware counters (\(reason("kernel", "hardware_counters")))",
                action: paranoia > 2
                    ? "sudo sysctl kernel.perf_event_paranoid=2"
                    : "nothing is lost: Pawl decides by time; a virtual machine needs a virtual PMU to have them")
        }
        return Advice(.ok, topic: "counters", title: "hardware counters are permitted")
    }

    static func advice(on timer: TimerProbe.Result) -> Advice {
        let cost = timer.wallClockNanosecondsPerCall
        let text =
            "the timer steps by \(decimal(timer.smallestStepNanoseconds)) ns and takes \(decimal(cost)) ns a call; "
            + "inferences under \(decimal(timer.shortestSingleInferenceNanoseconds / 1000)) us are timed in batches"
        guard cost > 200 || timer.smallestStepNanoseconds > 1000 else {
            return Advice(.ok, topic: "timer", title: text)
        }
        return Advice(
            .warning, topic: "timer", title: text,
            action: "use a machine whose clock source is tsc (x86) or arch_sys_counter (ARM)")
    }

    /// - Parameter detectable: what the default gate detects with this noise; nil leaves it out.
    static func advice(on noise: NoiseReport, detectable: DetectableChange? = nil) -> Advice {
        var text =
            "equal blocks differ by \(percent(noise.logStandardDeviation, digits: 2)), \(percent(noise.disturbedShare)) of "
            + "\(noise.blocks) were disturbed, the worst by \(decimal(noise.worstStallNanoseconds / 1e6)) ms"
        var excess = 0.0
        if let detectable {
            let smallest = detectable.smallestFailedChange(noise.launchDeviation)
            excess = smallest - detectable.margin
            text +=
                "; at best a \(percent(detectable.margin)) gate stops a slowdown of \(percent(smallest, digits: 1)) or more, "
                + "within \(detectable.launches) launches"
        }
        if excess < 0.01, noise.disturbedShare < 0.1 {
            return Advice(.ok, topic: "noise", title: text)
        }
        return Advice(
            excess < 0.03 ? .note : .warning, topic: "noise", title: text,
            action: "quiet the machine (see the other points), or expect inconclusive gates and longer runs; "
                + "pawl doctor --calibrate 5m says how long")
    }

    private func number(_ group: String, _ key: String) -> Double? {
        if case .number(let number, _)? = environment[group, key] { number } else { nil }
    }

    private func reason(_ group: String, _ key: String) -> String {
        if case .unavailable(let reason)? = environment[group, key] { reason } else { "not recorded" }
    }

    private static func percent(_ share: Double, digits: Int = 0) -> String {
        "\(rounded(share * 100, digits: digits)) %"
    }

    private static func decimal(_ value: Double) -> String {
        rounded(value, digits: abs(value) < 10 ? 1 : 0)
    }

    private static func rounded(_ value: Double, digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
