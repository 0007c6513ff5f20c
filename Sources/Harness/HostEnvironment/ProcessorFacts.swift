import Records
import Support

/// Group `cpu`: what computes, how fast it may run, and how warm it is.
enum ProcessorFacts {
    private static let folder = "/sys/devices/system/cpu"

    static func read(_ tree: SystemTree, architecture: String) -> [EnvironmentRecord.Fact] {
        var list = FactList("cpu")
        let description = ProcessorDescription(cpuinfo: (try? tree.text("/proc/cpuinfo")) ?? "")
        func known<Value>(_ value: Value?, _ what: String) throws(SystemTree.Unreadable) -> Value {
            guard let value else { throw SystemTree.Unreadable(reason: "/proc/cpuinfo does not say \(what)") }
            return value
        }
        list.text("model") { () throws(SystemTree.Unreadable) in try known(description.model, "the model") }
        list.text("architecture") { architecture }
        list.text("board") { () throws(SystemTree.Unreadable) in
            // Boards with ARM processors describe themselves here, PCs do not.
            if let model = description.general["Model"] ?? description.general["Hardware"] { return model }
            return try tree.text("/proc/device-tree/model")
        }
        list.text("machine_learning_flags") { () throws(SystemTree.Unreadable) in
            let flags = description.machineLearningFlags
            return try known(flags.isEmpty ? nil : flags.joined(separator: " "), "any flag that matters here")
        }
        list.text("flags_digest") { () throws(SystemTree.Unreadable) in
            let flags = description.flags
            return SHA256.hexadecimal(of: try known(flags.isEmpty ? nil : flags.joined(separator: " "), "any flags"))
        }
        list.number("logical_cores", unit: "cores") { () throws(SystemTree.Unreadable) in
            let count = description.processors.count
            return Double(try known(count > 0 ? count : nil, "how many there are"))
        }
        list.number("physical_cores", unit: "cores") { () throws(SystemTree.Unreadable) in
            Double(try known(siblingGroups(tree) ?? description.physicalCoreCount, "which threads share a core"))
        }
        list.text("simultaneous_multithreading") { () throws(SystemTree.Unreadable) in
            try tree.number("\(folder)/smt/active") == 1 ? "on" : "off"
        }
        addFrequency(to: &list, tree, description)
        list.number("temperature", unit: "°C") { () throws(SystemTree.Unreadable) in try temperature(tree) }
        return list.facts
    }

    /// Distinct lists of threads that share a core, by sysfs; nil when sysfs has none.
    private static func siblingGroups(_ tree: SystemTree) -> Int? {
        let groups = Set(
            processorNames(tree).compactMap { try? tree.text("\(folder)/\($0)/topology/thread_siblings_list") })
        return groups.isEmpty ? nil : groups.count
    }

    private static func processorNames(_ tree: SystemTree) -> [String] {
        tree.names(in: folder).filter { $0.hasPrefix("cpu") && $0.dropFirst(3).allSatisfy(\.isNumber) && $0.count > 3 }
    }

    private static func addFrequency(to list: inout FactList, _ tree: SystemTree, _ description: ProcessorDescription) {
        let folders = processorNames(tree).map { "\(folder)/\($0)/cpufreq" }.filter { tree.exists($0) }
        func kilohertz(_ file: String) throws(SystemTree.Unreadable) -> [Double] {
            guard !folders.isEmpty else {
                throw SystemTree.Unreadable(reason: "frequency scaling (cpufreq) is not visible here")
            }
            let values = folders.compactMap { try? tree.number("\($0)/\(file)") }
            guard !values.isEmpty else { throw SystemTree.Unreadable(reason: "no \(file) can be read") }
            return values
        }
        list.text("frequency_governor") { () throws(SystemTree.Unreadable) in
            guard !folders.isEmpty else {
                throw SystemTree.Unreadable(reason: "frequency scaling (cpufreq) is not visible here")
            }
            let governors = Set(folders.compactMap { try? tree.text("\($0)/scaling_governor") }.filter { !$0.isEmpty })
            guard !governors.isEmpty else { throw SystemTree.Unreadable(reason: "no scaling_governor can be read") }
            return governors.sorted().joined(separator: ", ")
        }
        list.number("frequency_minimum", unit: "MHz") { () throws(SystemTree.Unreadable) in
            (try kilohertz("cpuinfo_min_freq").min() ?? 0) / 1000
        }
        list.number("frequency_maximum", unit: "MHz") { () throws(SystemTree.Unreadable) in
            (try kilohertz("cpuinfo_max_freq").max() ?? 0) / 1000
        }
        list.number("frequency_current", unit: "MHz") { () throws(SystemTree.Unreadable) in
            if let current = try? kilohertz("scaling_cur_freq").max() { return current / 1000 }
            let megahertz = description.processors.compactMap { $0["cpu MHz"].flatMap(Double.init) }
            guard let highest = megahertz.filter(\.isFinite).max() else {
                throw SystemTree.Unreadable(reason: "neither cpufreq nor /proc/cpuinfo says it")
            }
            return highest
        }
        list.text("turbo") { () throws(SystemTree.Unreadable) in
            if let isOff = try? tree.number("\(folder)/intel_pstate/no_turbo") { return isOff == 0 ? "on" : "off" }
            do {
                return try tree.number("\(folder)/cpufreq/boost") == 0 ? "off" : "on"
            } catch {
                throw SystemTree.Unreadable(reason: "neither intel_pstate/no_turbo nor cpufreq/boost can be read")
            }
        }
    }

    /// The hottest of the thermal zones and of the processor's own sensors; sysfs counts thousandths of a degree.
    private static func temperature(_ tree: SystemTree) throws(SystemTree.Unreadable) -> Double {
        var files = tree.names(in: "/sys/class/thermal").filter { $0.hasPrefix("thermal_zone") }
            .map { "/sys/class/thermal/\($0)/temp" }
        for sensor in tree.names(in: "/sys/class/hwmon").map({ "/sys/class/hwmon/\($0)" }) {
            let name = try? tree.text("\(sensor)/name")
            guard name == "coretemp" || name == "k10temp" || name == "cpu_thermal" else { continue }
            files += tree.names(in: sensor).filter { $0.hasPrefix("temp") && $0.hasSuffix("_input") }
                .map { "\(sensor)/\($0)" }
        }
        // Zones without a sensor report nonsense such as -273 °C.
        let degrees = files.compactMap { try? tree.number($0) / 1000 }.filter { (-50...150).contains($0) }
        guard let hottest = degrees.max() else {
            throw SystemTree.Unreadable(reason: "no thermal zone or processor sensor is visible here")
        }
        return hottest
    }
}
