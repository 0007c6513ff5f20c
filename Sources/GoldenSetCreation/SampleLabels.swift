import Diagnostics

/// The words that label the samples, one list a sample, in the order of the samples.
struct SampleLabels {
    /// At least one word each.
    private(set) var words: [[String]] = []

    private static let headers: Set<String> = ["file", "filename", "name", "path", "sample", "image", "audio", "id"]

    /// Finds each sample's label; what is missing, double or left over becomes a finding.
    init(_ source: LabelSource, of samples: [SampleFile], _ findings: inout CreationFindings) {
        switch source {
        case .none: break
        case .folderName: words = samples.map { [Self.folder(of: $0, &findings)] }
        case .fileName(let separator): words = samples.map { [Self.prefix(of: $0, separator, &findings)] }
        case .table(let path): words = Self.words(inTable: path, samples, &findings)
        }
    }

    private static func folder(of sample: SampleFile, _ findings: inout CreationFindings) -> String {
        let components = sample.relativePath.split(separator: "/")
        guard components.count >= 2 else {
            findings.report(
                "label", "\(sample.path) lies in no folder that could name its label",
                hint: "put it in a folder named like its label, or label it in a table with --labels")
            return ""
        }
        return String(components[components.count - 2])
    }

    private static func prefix(
        of sample: SampleFile, _ separator: String, _ findings: inout CreationFindings
    ) -> String {
        let name = sample.name.split(separator: "/").last ?? ""
        guard let range = name.firstRange(of: separator), range.lowerBound > name.startIndex else {
            findings.report(
                "label", "the name of \(sample.path) has no label before a '\(separator)'",
                hint: "rename it, or give another --separator")
            return ""
        }
        return String(name[..<range.lowerBound])
    }

    private static func words(
        inTable path: String, _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> [[String]] {
        var indexOfName: [String: Int] = [:]
        for (index, sample) in samples.enumerated() {
            indexOfName[sample.relativePath] = index
            indexOfName[sample.name] = index
        }
        var words = [[String]](repeating: [], count: samples.count)
        var lineOfSample: [Int: Int] = [:]
        for (number, row) in CSVTable(path: path, &findings).rows.enumerated() {
            let name = row.fields[0].hasPrefix("./") ? String(row.fields[0].dropFirst(2)) : row.fields[0]
            guard let index = indexOfName[name] else {
                // A first line that names no sample but its columns is a heading.
                if number == 0, headers.contains(name.lowercased()) { continue }
                findings.report(
                    "label", "'\(name.prefix(60))' is no sample", at: row.location,
                    hint: Suggestion.closest(to: name, among: samples.prefix(1000).map(\.relativePath))
                        .map { "did you mean '\($0)'?" }
                        ?? "files are named from the samples' folder, with or without .npz")
                continue
            }
            guard row.fields.count >= 2 else {
                findings.report("label", "the line has no label", at: row.location, hint: "write FILE,LABEL")
                continue
            }
            if let line = lineOfSample.updateValue(row.location.line, forKey: index) {
                findings.report(
                    "label", "'\(name.prefix(60))' has a label already", at: row.location,
                    hint: "it was given on line \(line)")
            }
            words[index] = Array(row.fields.dropFirst())
        }
        for (index, sample) in samples.enumerated() where lineOfSample[index] == nil {
            findings.report(
                "label", "\(sample.path) has no label in \(path)", hint: "add the line: \(sample.relativePath),LABEL")
        }
        return words
    }
}
