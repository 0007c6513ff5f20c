/// What /proc/cpuinfo says, on x86 and on ARM.
struct ProcessorDescription {
    /// One dictionary per processor; keys as the kernel writes them.
    let processors: [[String: String]]
    /// Lines before or after the processors, such as `Hardware` and `Model` on ARM.
    let general: [String: String]

    init(cpuinfo: String) {
        var processors: [[String: String]] = []
        var general: [String: String] = [:]
        for section in cpuinfo.split(separator: "\n\n") {
            var entries: [String: String] = [:]
            for line in section.split(separator: "\n") {
                let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2 else { continue }
                entries[Self.trimmed(parts[0])] = Self.trimmed(parts[1])
            }
            if entries["processor"] != nil {
                processors.append(entries)
            } else {
                general.merge(entries) { first, _ in first }
            }
        }
        self.processors = processors
        self.general = general
    }

    /// The vendor's name of the processor; on ARM, which has none, the implementer's and parts' numbers.
    var model: String? {
        if let name = processors.lazy.compactMap({ $0["model name"] }).first(where: { !$0.isEmpty }) { return name }
        let parts = Set(
            processors.compactMap { processor in
                processor["CPU part"].map { "implementer \(processor["CPU implementer"] ?? "?") part \($0)" }
            })
        return parts.isEmpty ? nil : parts.sorted().joined(separator: ", ")
    }

    /// Instruction-set flags that every processor has, sorted.
    var flags: [String] {
        let lists = processors.compactMap { $0["flags"] ?? $0["Features"] }
            .map { Set($0.split(separator: " ").map(String.init)) }
        guard let first = lists.first else { return [] }
        return lists.dropFirst().reduce(first) { $0.intersection($1) }.sorted()
    }

    /// Flags that decide which kernels a runtime chooses.
    var machineLearningFlags: [String] {
        let flags = flags
        // On x86, `sme` is memory encryption and `smep` guards the kernel.
        let prefixes = flags.contains("asimd") ? ["sve", "sme"] : ["avx", "amx"]
        let names: Set = [
            "sse4_1", "sse4_2", "fma", "f16c", "neon", "asimd", "asimdhp", "asimddp", "asimdfhm", "fphp", "i8mm",
            "bf16",
        ]
        return flags.filter { flag in names.contains(flag) || prefixes.contains { flag.hasPrefix($0) } }
    }

    var hasHypervisorFlag: Bool { flags.contains("hypervisor") }

    /// Distinct pairs of package and core; nil when the kernel does not number them.
    var physicalCoreCount: Int? {
        let cores = Set(
            processors.compactMap { processor in
                processor["core id"].map { "\(processor["physical id"] ?? "0") \($0)" }
            })
        return cores.isEmpty ? nil : cores.count
    }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
