import Diagnostics

/// Where it is written which samples are judged together.
public enum GroupSource: Sendable, Equatable {
    /// A table `file,group`.
    case table(path: String)
    /// A column of the table of labels, by its heading.
    case column(String)
    /// Samples of a folder are a group.
    case folderName
    /// Samples whose file names begin alike, up to the last separator: `rec1_0007.npy` is of `rec1`.
    case fileName(separator: String)

    /// The name of each sample's group; what is missing becomes a finding.
    ///
    /// - Parameter column: what the table of labels has in the group's column, a word a sample.
    func names(of samples: [SampleFile], column: [String], _ findings: inout CreationFindings) -> [String] {
        switch self {
        case .column: return checked(column, samples, &findings)
        case .table(let path):
            let words = LabelTable(path: path, samples: samples, what: "group").read(&findings).words
            return checked(words.map { $0.first ?? "" }, samples, &findings)
        case .folderName, .fileName: break
        }
        return samples.map { sample in
            guard let name = name(of: sample) else {
                findings.report(
                    .group, "\(sample.relativePath) is of no group",
                    hint: self == .folderName
                        ? "put the samples of a group in a folder of their own" : "give another --separator")
                return ""
            }
            return name
        }
    }

    /// A name that the table gives a sample which has a line in it.
    private func checked(
        _ names: [String], _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> [String] {
        for (name, sample) in zip(names, samples) where findings.isEmpty || !name.isEmpty {
            if name.isEmpty || TextLines.hasControlCharacter(name) {
                findings.report(
                    .group,
                    "the group of \(sample.relativePath) \(name.isEmpty ? "is empty" : "has a control character in it")",
                    hint: "give every sample the name of its group; one that stands alone has a name of its own")
            }
        }
        return names
    }

    private func name(of sample: SampleFile) -> String? {
        let folder = sample.name.lastIndex(of: "/").map { sample.name[..<$0] }
        switch self {
        case .folderName: return folder.map(String.init)
        case .fileName(let separator):
            let base = folder.map { sample.name[$0.endIndex...].dropFirst() } ?? sample.name[...]
            guard let range = base.ranges(of: separator).last, range.lowerBound > base.startIndex else { return nil }
            return (folder.map { "\($0)/" } ?? "") + base[..<range.lowerBound]
        case .table, .column: return nil
        }
    }
}

extension GoldenSetRecipe {
    /// Samples of a group that have different labels become findings.
    ///
    /// - Parameters:
    ///   - groups: the name of each sample's group.
    ///   - places: where the table of labels says what a sample is.
    func checkTruth(
        of groups: [String], _ labels: ResolvedLabels, _ samples: [SampleFile], at places: [SourceLocation?],
        _ findings: inout CreationFindings
    ) {
        let truth: [String]
        switch labels {
        case .classes(let indices, let names), .flags(let indices, let names):
            truth = indices.map { names.indices.contains(Int($0)) ? names[Int($0)] : "\($0)" }
        case .numbers(let numbers, let columns):
            truth = stride(from: 0, to: numbers.count, by: columns).map { start in
                numbers[start..<start + columns].map { "\($0)" }.joined(separator: ",")
            }
        case .none, .texts, .boxes: return
        }
        guard truth.count == samples.count, groups.count == samples.count else { return }
        var first: [String: Int] = [:]
        for (sample, group) in groups.enumerated() {
            guard let other = first[group] else {
                first[group] = sample
                continue
            }
            guard truth[sample] != truth[other] else { continue }
            findings.report(
                .groupTruth,
                "\(samples[sample].relativePath) is '\(truth[sample].prefix(60))', and \(samples[other].relativePath) of the "
                    + "same group '\(group.prefix(60))' is '\(truth[other].prefix(60))'",
                at: places.indices.contains(sample) ? places[sample] : nil,
                hint: "a group has one label: correct the labels, or which samples are a group")
        }
        if findings.isEmpty, first.count == samples.count, samples.count > 1 {
            findings.report(
                .group, .warning, "every sample is a group of its own: nothing is averaged",
                hint: "samples of one recording, patient or picture have one name")
        }
    }
}

/// Where it is written which samples follow each other in time.
public enum SequenceSource: Sendable, Equatable {
    /// Samples of a folder are a sequence.
    case folderName
    /// Samples whose file names begin alike, up to the first separator.
    case fileName(separator: String)

    /// An index a sample, rising from 0; samples stand in the order of their names.
    func indices(of samples: [SampleFile], _ findings: inout CreationFindings) -> [Int32] {
        var indices: [Int32] = []
        var known: Set<String> = []
        var last: (key: String, name: String)?
        for sample in samples {
            guard let key = key(of: sample) else {
                findings.report(
                    .sequence, "\(sample.relativePath) is of no sequence",
                    hint: self == .folderName
                        ? "put the samples of a sequence in a folder of their own" : "give another --separator")
                return []
            }
            if let last, last.key == key {
                if Self.isOutOfOrder(last.name, sample.name) {
                    findings.report(
                        .unorderedFrames, "\(last.name) stands before \(sample.name)",
                        hint: "write numbers with leading zeros, 002 before 010: samples follow each other by name")
                }
                indices.append(indices.last ?? 0)
            } else {
                guard known.insert(key).inserted else {
                    findings.report(
                        .sequence, "the samples of '\(key.prefix(60))' do not stand together",
                        hint: "put folders of sequences beside each other, not into each other")
                    return []
                }
                indices.append(Int32(known.count - 1))
            }
            last = (key, sample.name)
        }
        return indices
    }

    private func key(of sample: SampleFile) -> String? {
        switch self {
        case .folderName: sample.relativePath.lastIndex(of: "/").map { String(sample.relativePath[..<$0]) }
        case .fileName(let separator):
            sample.prefix(before: separator).map { prefix in
                (sample.relativePath.lastIndex(of: "/").map { sample.relativePath[...$0] } ?? "") + prefix
            }
        }
    }

    /// Whether two names that follow each other by their letters do not by the last number in them.
    private static func isOutOfOrder(_ one: String, _ two: String) -> Bool {
        func split(_ name: String) -> (stem: Substring, number: Int)? {
            let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }.count
            guard digits > 0, let number = Int(name.suffix(digits)) else { return nil }
            return (name.dropLast(digits), number)
        }
        guard let first = split(one), let second = split(two), first.stem == second.stem else { return false }
        return first.number > second.number
    }
}
