import Diagnostics
import Foundation
import Records

/// Group `kernel`: the operating system, its clock and what it permits to measure.
enum KernelFacts {
    /// - Parameter hardwareCounters: What asking for a counter returned: 0 or an `errno`; nil when nobody asked.
    static func read(_ tree: SystemTree, hardwareCounters: Int32?) -> [EnvironmentRecord.Fact] {
        var list = FactList("kernel")
        list.text("release") { () throws(SystemTree.Unreadable) in try tree.text("/proc/sys/kernel/osrelease") }
        list.text("version") { () throws(SystemTree.Unreadable) in try tree.text("/proc/sys/kernel/version") }
        list.text("distribution") { () throws(SystemTree.Unreadable) in try distribution(tree) }
        list.text("c_library") { () throws(SystemTree.Unreadable) in
            guard tree.isThisMachine else { throw SystemTree.Unreadable(reason: "only this process's own is known") }
            return cLibrary()
        }
        list.text("clock_source") { () throws(SystemTree.Unreadable) in
            try tree.text("/sys/devices/system/clocksource/clocksource0/current_clocksource")
        }
        list.text("address_space_randomization") { () throws(SystemTree.Unreadable) in
            let level = try tree.text("/proc/sys/kernel/randomize_va_space")
            return ["0": "off", "1": "without heap", "2": "full"][level] ?? level
        }
        list.number("performance_event_paranoia", unit: "level") { () throws(SystemTree.Unreadable) in
            try tree.number("/proc/sys/kernel/perf_event_paranoid")
        }
        list.text("hardware_counters") { () throws(SystemTree.Unreadable) in
            guard let hardwareCounters else { throw SystemTree.Unreadable(reason: "not asked for") }
            guard hardwareCounters == 0 else {
                throw SystemTree.Unreadable(reason: refusal(hardwareCounters))
            }
            return "permitted"
        }
        return list.facts
    }

    /// Such as `glibc 2.36`: models' exponentials and tangents come from there.
    private static func cLibrary() -> String {
        var text = [CChar](repeating: 0, count: 256)
        guard confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count) > 0 else { return "" }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func refusal(_ code: Int32) -> String {
        switch code {
        case ENOENT, EOPNOTSUPP: "this machine has no cycle counter for us"
        case EACCES, EPERM: "forbidden by kernel.perf_event_paranoid or the container"
        default: SystemMessage.text(code)
        }
    }

    /// `PRETTY_NAME` of os-release(5), which is a line of shell: quotes go, escapes do not occur in names.
    private static func distribution(_ tree: SystemTree) throws(SystemTree.Unreadable) -> String {
        let text: String
        do {
            text = try tree.text("/etc/os-release")
        } catch {
            text = try tree.text("/usr/lib/os-release")
        }
        for line in text.split(separator: "\n") where line.hasPrefix("PRETTY_NAME=") {
            let name = line.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" && $0 != "'" }
            if !name.isEmpty { return String(name.prefix(200)) }
        }
        throw SystemTree.Unreadable(reason: "os-release has no PRETTY_NAME")
    }
}

/// Groups `memory` and `load`.
enum MemoryFacts {
    static func read(_ tree: SystemTree) -> [EnvironmentRecord.Fact] {
        var list = FactList("memory")
        func bytes(_ field: String) throws(SystemTree.Unreadable) -> Double {
            let text = try tree.text("/proc/meminfo")
            for line in text.split(separator: "\n") where line.hasPrefix("\(field):") {
                let words = line.split(separator: " ")
                if words.count == 3, words[2] == "kB", let kibibytes = UInt64(words[1]), kibibytes < 1 << 50 {
                    return Double(kibibytes * 1024)
                }
            }
            throw SystemTree.Unreadable(reason: "/proc/meminfo has no readable \(field)")
        }
        list.number("total", unit: "bytes") { () throws(SystemTree.Unreadable) in try bytes("MemTotal") }
        list.number("available", unit: "bytes") { () throws(SystemTree.Unreadable) in try bytes("MemAvailable") }
        list.number("swap_total", unit: "bytes") { () throws(SystemTree.Unreadable) in try bytes("SwapTotal") }
        list.number("swap_used", unit: "bytes") { () throws(SystemTree.Unreadable) in
            max(0, try bytes("SwapTotal") - (try bytes("SwapFree")))
        }
        list.text("transparent_huge_pages") { () throws(SystemTree.Unreadable) in
            try chosen(tree, "/sys/kernel/mm/transparent_hugepage/enabled")
        }
        return list.facts + load(tree)
    }

    private static func load(_ tree: SystemTree) -> [EnvironmentRecord.Fact] {
        var list = FactList("load")
        for (index, key) in ["average_1_minute", "average_5_minutes", "average_15_minutes"].enumerated() {
            list.number(key, unit: "processes") { () throws(SystemTree.Unreadable) in
                let words = try tree.text("/proc/loadavg").split(separator: " ")
                guard words.count > index, let average = Double(words[index]), average.isFinite else {
                    throw SystemTree.Unreadable(reason: "/proc/loadavg is not as expected")
                }
                return average
            }
        }
        return list.facts
    }

    /// The word in brackets: `always [madvise] never`.
    private static func chosen(_ tree: SystemTree, _ path: String) throws(SystemTree.Unreadable) -> String {
        let text = try tree.text(path)
        guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
            throw SystemTree.Unreadable(reason: "\(path): '\(text.prefix(40))' marks no choice")
        }
        return String(text[text.index(after: open)..<close])
    }
}
