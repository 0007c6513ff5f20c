import Records

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
