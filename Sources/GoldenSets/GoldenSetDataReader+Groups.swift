/// Samples that are judged together, and the one label that they must have.
extension GoldenSetDataReader {
    /// Nil when something was found.
    mutating func groups(_ file: DataFile) -> SampleGroups? {
        guard let names = files.lines(file, "group", mayBeEmpty: false), !names.isEmpty else { return nil }
        checkCount(names.count, "lines", file)
        return names.count == manifest.samples ? SampleGroups(names) : nil
    }

    /// Which sequence each group belongs to, for groups within sequences; empty where a group is a unit of its own, as it is when none
    /// shares its sequence with another.
    mutating func judged(_ sequences: [Int32], _ groups: SampleGroups) -> [Int32] {
        guard sequences.count == groups.sampleCount else { return [] }
        let sequenceOfGroup = (0..<groups.count).map { group in groups.members(of: group).map { sequences[$0] } }
        let first = sequenceOfGroup.map { $0[0] }
        guard Set(first).count < groups.count else { return [] }
        if let group = sequenceOfGroup.firstIndex(where: { Set($0).count > 1 }),
            let file = manifest.groups
        {
            files.report(
                "groups",
                "group '\(groups.names[group])' has samples of several sequences, and some sequence has several groups",
                at: file.location,
                hint:
                    "a group lies within one sequence, or is made of whole ones: what is left out together must hold together"
            )
            return []
        }
        // Groups stand in the order of their first samples, and sequences never fall.
        var renumbered: [Int32] = [0]
        for (before, here) in zip(first, first.dropFirst()) {
            renumbered.append(renumbered[renumbered.count - 1] + (here == before ? 0 : 1))
        }
        return renumbered
    }
}

extension GoldenSetDataReader.TaskContent {
    /// Keeps one label a group; samples of a group that have different ones become a finding.
    mutating func judge(
        _ groups: SampleGroups, _ sampleNames: [String], _ manifest: GoldenSetManifest, _ files: inout DataFiles
    ) {
        let truth: (Int) -> [Double]
        switch groundTruth {
        case .numbers(let numbers, let columns):
            guard numbers.count == groups.sampleCount * columns else { return }
            truth = { Array(numbers[$0 * columns..<($0 + 1) * columns]) }
        default:
            let labels = self.labels
            guard labels.count == groups.sampleCount else { return }
            truth = { [Double(labels[$0])] }
        }
        var disagreeing: [(group: Int, one: Int, other: Int)] = []
        for group in 0..<groups.count {
            let members = groups.members(of: group)
            let first = members[members.startIndex]
            if let other = members.first(where: { truth($0) != truth(first) }) {
                disagreeing.append((group, first, other))
            }
        }
        if let found = disagreeing.first, let file = manifest.task.labelsFile {
            func words(_ sample: Int) -> String {
                let numbers = truth(sample)
                if case .numbers = groundTruth { return numbers.map { "\($0)" }.joined(separator: ", ") }
                let label = Int(numbers[0])
                return classNames.indices.contains(label) ? "\(label) ('\(classNames[label])')" : "\(label)"
            }
            files.report(
                "groups",
                "samples '\(sampleNames[found.one])' and '\(sampleNames[found.other])' of group "
                    + "'\(groups.names[found.group])' have the labels \(words(found.one)) and \(words(found.other))"
                    + (disagreeing.count > 1
                        ? "; so it is in \(disagreeing.count - 1) more of \(groups.count) groups" : ""),
                at: file.location,
                hint: "a group has one label: correct the labels, or which samples are a group")
        }
        let firsts = (0..<groups.count).map { groups.members(of: $0).first ?? 0 }
        if case .numbers(_, let columns) = groundTruth {
            groundTruth = .numbers(firsts.flatMap(truth), columns: columns)
        } else {
            labels = firsts.map { labels[$0] }
        }
    }
}
