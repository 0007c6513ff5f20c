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
