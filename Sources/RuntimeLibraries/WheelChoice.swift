/// A wheel as an index or `pawl.lock` names it.
public struct IndexedWheel: Sendable, Hashable, Codable {
    public var file: String
    /// Nil where the index does not say.
    public var bytes: UInt64?
    /// Lower-case hexadecimal.
    public var sha256: String

    public init(file: String, bytes: UInt64?, sha256: String) {
        self.file = file
        self.bytes = bytes
        self.sha256 = sha256
    }
}

/// Which of a version's wheels is taken on a processor. The same wheels give the same choice on every machine.
struct WheelChoice: Sendable, Hashable {
    let wheel: IndexedWheel
    let selection: PipSelection

    /// The minor version of the Python 3 that tested packages are made for.
    private static let testedPython = 11

    /// - Parameter pythonVersion: such as `3.11`; nil where only the library inside matters, which is the same for all.
    static func best(among wheels: [IndexedWheel], architecture: String, pythonVersion: String?) -> WheelChoice? {
        let candidates = wheels.compactMap { wheel -> Candidate? in
            guard let name = WheelName(wheel.file), name.architectures?.contains(architecture) ?? true,
                let tags = pythonVersion.map({ fitting(name, python: $0) }) ?? anyPython(name)
            else { return nil }
            let distance = tags.minor - testedPython
            let rank = [
                tags.isExact ? 0 : 1,
                // Older Pythons after newer ones: their packages are the ones that stop coming.
                pythonVersion != nil ? 0 : distance >= 0 ? distance : 1000 - distance,
                name.oldestLibC, -name.build,
            ]
            let platforms = name.platforms == ["any"] ? ["manylinux_2_28_\(architecture)"] : name.platforms
            return Candidate(
                rank: rank,
                choice: WheelChoice(
                    wheel: wheel,
                    selection: PipSelection(
                        platforms: platforms, pythonVersion: "3.\(tags.minor)", implementation: "cp", abi: tags.abi)))
        }
        return candidates.min { left, right in
            left.rank == right.rank
                ? left.choice.wheel.file < right.choice.wheel.file : left.rank.lexicographicallyPrecedes(right.rank)
        }?.choice
    }

    private struct Candidate {
        var rank: [Int]
        var choice: WheelChoice
    }

    private typealias Tags = (minor: Int, abi: String, isExact: Bool)

    private static func fitting(_ name: WheelName, python: String) -> Tags? {
        guard let minor = minor(ofTag: "cp" + python.replacing(".", with: "")) else { return nil }
        let tag = "cp3\(minor)"
        if name.pythonTags.contains(tag), name.abiTags.contains(tag) { return (minor, tag, true) }
        let isOlder = name.pythonTags.compactMap { self.minor(ofTag: $0) }.contains { $0 <= minor }
        if name.abiTags.contains("abi3"), isOlder { return (minor, "abi3", false) }
        let takesAny =
            name.abiTags.contains("none") && !Set(name.pythonTags).isDisjoint(with: ["py3", tag, "py3\(minor)"])
        return takesAny ? (minor, tag, false) : nil
    }

    /// Free-threaded builds (`cp313t`) are left out: pip takes them by other rules.
    private static func anyPython(_ name: WheelName) -> Tags? {
        for tag in name.pythonTags {
            guard let minor = minor(ofTag: tag) else { continue }
            if let abi = name.abiTags.first(where: { $0 == tag || $0 == tag + "m" || $0 == "abi3" }) {
                return (minor, abi, true)
            }
        }
        return name.abiTags.contains("none") ? (testedPython, "cp3\(testedPython)", true) : nil
    }

    private static func minor(ofTag tag: String) -> Int? { tag.hasPrefix("cp3") ? Int(tag.dropFirst(3)) : nil }
}
