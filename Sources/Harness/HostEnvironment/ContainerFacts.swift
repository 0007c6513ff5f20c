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
