import Records

/// Group `container`: what stands between this process and the machine.
enum ContainerFacts {
    static func read(_ tree: SystemTree) -> [EnvironmentRecord.Fact] {
        var list = FactList("container")
        list.text("kind") { kind(tree) }
        list.number("cpu_quota", unit: "cores") { () throws(SystemTree.Unreadable) in
            try ControlGroups(tree).cpuQuota()
        }
        list.number("memory_limit", unit: "bytes") { () throws(SystemTree.Unreadable) in
            try ControlGroups(tree).memoryLimit()
        }
        list.text("allowed_cores") { () throws(SystemTree.Unreadable) in try allowedCores(tree).list }
        list.number("allowed_core_count", unit: "cores") { () throws(SystemTree.Unreadable) in
            Double(try allowedCores(tree).count)
        }
        list.text("virtual_machine") { () throws(SystemTree.Unreadable) in try virtualMachine(tree) }
        return list.facts
    }

    private static func kind(_ tree: SystemTree) -> String {
        if tree.exists("/.dockerenv") { return "docker" }
        if tree.exists("/run/.containerenv") { return "podman" }
        let groups = ((try? tree.text("/proc/self/cgroup")) ?? "") + ((try? tree.text("/proc/1/cgroup")) ?? "")
        for (word, name) in [
            ("kubepods", "kubernetes"), ("docker", "docker"), ("libpod", "podman"), ("lxc", "lxc"),
            ("containerd", "containerd"),
        ] where groups.contains(word) { return name }
        let environment = (try? tree.text("/proc/1/environ")) ?? ""
        for entry in environment.split(separator: "\0") where entry.hasPrefix("container=") {
            let name = entry.dropFirst("container=".count)
            if !name.isEmpty { return String(name.prefix(60)) }
        }
        return "none seen"
    }

    private static func allowedCores(
        _ tree: SystemTree
    ) throws(SystemTree.Unreadable) -> (list: String, count: Int) {
        let status = try tree.text("/proc/self/status")
        for line in status.split(separator: "\n") where line.hasPrefix("Cpus_allowed_list:") {
            let list = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().joined()
            if let count = count(ofCoreList: list) { return (list, count) }
        }
        throw SystemTree.Unreadable(reason: "/proc/self/status has no readable Cpus_allowed_list")
    }

    /// How many cores `0-3,8` names; nil for what is no such list.
    static func count(ofCoreList list: String) -> Int? {
        var count = 0
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt16($0) }
            guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first <= last
            else {
                return nil
            }
            count += Int(last - first) + 1
        }
        return count
    }

    private static func virtualMachine(_ tree: SystemTree) throws(SystemTree.Unreadable) -> String {
        let product = ["sys_vendor", "product_name"].compactMap { try? tree.text("/sys/class/dmi/id/\($0)") }
            .filter { !$0.isEmpty }.joined(separator: " ")
        if let type = try? tree.text("/sys/hypervisor/type"), !type.isEmpty { return type }
        let cpuinfo = try tree.text("/proc/cpuinfo")
        guard ProcessorDescription(cpuinfo: cpuinfo).hasHypervisorFlag else { return "none seen" }
        return product.isEmpty ? "yes (hypervisor flag)" : "yes (\(product))"
    }
}

/// The limits of this process's control groups, of whichever version holds the controller: systems with both have each
/// controller in one of them.
///
/// - Source: Linux, Documentation/admin-guide/cgroup-v2.rst (`cpu.max`, `memory.max`) and cgroup-v1/ (`cpu.cfs_quota_us`,
///   `memory.limit_in_bytes`).
struct ControlGroups {
    /// Why a limit is not a number where all could be read.
    static let noLimit = "no limit is set"

    private let tree: SystemTree

    init(_ tree: SystemTree) { self.tree = tree }

    /// In cores: CPU time over the time of a period.
    func cpuQuota() throws(SystemTree.Unreadable) -> Double {
        try tightest(of: "cpu", second: "cpu.max", first: "cpu.cfs_quota_us") { text, folder in
            // "200000 100000": microseconds of CPU time per period; "max 100000", or -1 in version 1, for no limit.
            var words = text.split(separator: " ").map(String.init)
            if words.count == 1, let period = try? tree.text("\(folder)/cpu.cfs_period_us") { words.append(period) }
            guard words.count == 2, let quota = Double(words[0]), let period = Double(words[1]), quota > 0, period > 0
            else { return nil }
            return quota / period
        }
    }

    /// In bytes.
    func memoryLimit() throws(SystemTree.Unreadable) -> Double {
        try tightest(of: "memory", second: "memory.max", first: "memory.limit_in_bytes") { text, _ in
            // Version 1 writes "no limit" as the largest number of whole pages.
            Double(text).flatMap { $0.isFinite && $0 > 0 && $0 < 0x1p62 ? $0 : nil }
        }
    }

    /// The smallest limit of the group and those above it.
    ///
    /// - Parameter parse: nil for "no limit"; gets the folder as well.
    private func tightest(
        of controller: String, second: String, first: String, parse: (String, String) -> Double?
    ) throws(SystemTree.Unreadable) -> Double {
        let (folders, file) = try place(of: controller, second: second, first: first)
        var limits: [Double] = []
        var wasReadable = false
        for folder in folders {
            guard let text = try? tree.text("\(folder)/\(file)") else { continue }
            wasReadable = true
            if let limit = parse(text, folder) { limits.append(limit) }
        }
        if let limit = limits.min() { return limit }
        throw SystemTree.Unreadable(reason: wasReadable ? Self.noLimit : "no \(file) of control groups is visible here")
    }

    private func place(
        of controller: String, second: String, first: String
    ) throws(SystemTree.Unreadable) -> (folders: [String], file: String) {
        // "4:cpu,cpuacct:/docker/3f2a", in version 2 "0::/docker/3f2a".
        let lines = try tree.text("/proc/self/cgroup").split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        }.filter { $0.count == 3 }
        if let line = lines.first(where: { $0[1].split(separator: ",").contains { $0 == controller } }) {
            return (folders(from: [line[1], controller], to: line[2]), first)
        }
        guard let line = lines.first(where: { $0[0] == "0" && $0[1].isEmpty }) else {
            throw SystemTree.Unreadable(reason: "control groups without the controller '\(controller)'")
        }
        return (folders(from: [""], to: line[2]), second)
    }

    /// Of the hierarchy's root and every group down to this process's; the root alone where the path leads out of what is visible.
    private func folders(from mounts: [String], to path: String) -> [String] {
        let parts = path.split(separator: "/").map(String.init)
        let group = parts.contains("..") || parts.count > 64 ? [] : parts
        return mounts.flatMap { mount in
            (0...group.count).map { depth in
                (["/sys/fs/cgroup", mount].filter { !$0.isEmpty } + group.prefix(depth)).joined(separator: "/")
            }
        }
    }
}
