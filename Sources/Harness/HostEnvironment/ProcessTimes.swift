/// CPU time of every process so far, to find out who was busy in between.
public struct ProcessTimes: Sendable, Equatable {
    public struct Busy: Sendable, Codable, Equatable {
        public var name: String
        public var processID: Int32
        /// CPU time over wall time; 1 is one whole core.
        public var cores: Double
    }

    struct Entry: Sendable, Equatable {
        var name: String
        var parent: Int32 = 0
        var ticks: UInt64
    }

    var entries: [Int32: Entry]

    /// Reads /proc; processes that end meanwhile are left out.
    public static func now() -> ProcessTimes { now(SystemTree(root: "/")) }

    static func now(_ tree: SystemTree) -> ProcessTimes {
        var entries: [Int32: Entry] = [:]
        for name in tree.names(in: "/proc") {
            guard let processID = Int32(name), let text = try? tree.text("/proc/\(name)/stat") else { continue }
            entries[processID] = parse(text)
        }
        return ProcessTimes(entries: entries)
    }

    /// proc(5): `pid (name) state ppid ...`; the name may hold spaces and parentheses, utime and stime are fields 14 and 15.
    static func parse(_ stat: String) -> Entry? {
        guard let open = stat.firstIndex(of: "("), let close = stat.lastIndex(of: ")"), open < close else { return nil }
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12]) else { return nil }
        let (ticks, overflow) = user.addingReportingOverflow(system)
        let name = String(stat[stat.index(after: open)..<close].prefix(60))
        return overflow ? nil : Entry(name: name, parent: Int32(fields[1]) ?? 0, ticks: ticks)
    }

    /// The processes that used at least `minimumCores` since `earlier`, busiest first.
    ///
    /// - Parameters:
    ///   - seconds: Wall time between the two.
    ///   - ticksPerSecond: `sysconf(_SC_CLK_TCK)`, 100 on Linux.
    ///   - excluding: This process, for one.
    public func busiest(
        since earlier: ProcessTimes, seconds: Double, ticksPerSecond: Double = 100, minimumCores: Double = 0.05,
        limit: Int = 3, excluding: Set<Int32> = []
    ) -> [Busy] {
        guard seconds > 0, ticksPerSecond > 0 else { return [] }
        return entries.compactMap { processID, entry -> Busy? in
            guard !excluding.contains(processID), let before = earlier.entries[processID],
                before.name == entry.name, entry.ticks >= before.ticks
            else { return nil }
            let cores = Double(entry.ticks - before.ticks) / ticksPerSecond / seconds
            return cores >= minimumCores ? Busy(name: entry.name, processID: processID, cores: cores) : nil
        }
        .sorted { ($1.cores, $0.processID) < ($0.cores, $1.processID) }
        .prefix(max(0, limit)).map { $0 }
    }

    /// The parent of all threads of the kernel, which work for others: nobody can end them. Empty where a container hides it.
    var kernelThreads: Set<Int32> { entries[2]?.name == "kthreadd" ? [2] : [] }

    /// What programs used since `earlier`, the processes of one name together, busiest first. Processes that began meanwhile count
    /// with all that they used; those that have ended are not seen.
    ///
    /// - Parameter excluding: processes that do not count, nor do their children.
    func programs(since earlier: ProcessTimes, excluding: Set<Int32>) -> [(name: String, ticks: UInt64)] {
        var ticks: [String: UInt64] = [:]
        for (id, entry) in entries where !excluding.contains(id) && !excluding.contains(entry.parent) {
            let before = earlier.entries[id].flatMap { $0.name == entry.name ? $0.ticks : nil } ?? 0
            guard entry.ticks > before else { continue }
            ticks[entry.name, default: 0] &+= entry.ticks - before
        }
        return ticks.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }
}
