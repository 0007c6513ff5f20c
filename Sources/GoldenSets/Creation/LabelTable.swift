import Diagnostics

/// A table with a line a sample: its file, then its label or numbers.
struct LabelTable {
    let path: String
    let samples: [SampleFile]

    private static let headings: Set<String> = [
        "file", "filename", "file_name", "fname", "filepath", "name", "path", "sample", "image", "image_id", "audio",
        "wav",
        "id",
    ]

    /// One list a sample; empty where the table is of no use.
    func words(_ findings: inout CreationFindings) -> [[String]] {
        let before = findings.errorCount
        var rows = CSVTable(path: path, &findings).rows
        guard findings.errorCount == before else { return [] }
        let names = SampleNames(samples)
        if let first = rows.first, isHeading(first, names) { rows.removeFirst() }
        guard !isTurned(rows, names) else {
            findings.report(
                .table, "\(path) has the label first and the file after it", at: rows[0].location,
                hint: "write FILE,LABEL")
            return []
        }
        var words = [[String]](repeating: [], count: samples.count)
        var lineOfSample: [Int: Int] = [:]
        var unknown: [CSVTable.Row] = []
        for row in rows {
            guard let index = sample(of: row, names, &unknown, &findings) else { continue }
            guard row.fields.count >= 2 else {
                findings.report(
                    .lineWithoutLabel, "the line of '\(row.fields[0].prefix(60))' has no label", at: row.location,
                    hint: "write FILE,LABEL")
                continue
            }
            if let line = lineOfSample.updateValue(row.location.line, forKey: index) {
                findings.report(
                    .labelTwice, "'\(row.fields[0].prefix(60))' has a label already, of line \(line)", at: row.location,
                    hint: "keep one line for each sample")
            }
            words[index] = Array(row.fields.dropFirst())
        }
        tell(of: unknown, names, &findings)
        for (index, sample) in samples.enumerated() where lineOfSample[index] == nil {
            findings.report(
                .sampleWithoutLabel, "\(sample.relativePath) has no label in \(path)",
                hint: "add a line for each, such as: \(sample.relativePath),LABEL")
        }
        return words
    }

    /// A first line that names no sample but its columns.
    private func isHeading(_ row: CSVTable.Row, _ names: SampleNames) -> Bool {
        names[row.fields[0]] == nil && Self.headings.contains(row.fields[0].lowercased())
    }

    private func isTurned(_ rows: [CSVTable.Row], _ names: SampleNames) -> Bool {
        !rows.isEmpty
            && rows.dropFirst(rows.count > 1 ? 1 : 0).allSatisfy {
                $0.fields.count == 2 && names[$0.fields[0]] == nil && names[$0.fields[1]] != nil
            }
    }

    private func sample(
        of row: CSVTable.Row, _ names: SampleNames, _ unknown: inout [CSVTable.Row], _ findings: inout CreationFindings
    ) -> Int? {
        let name = row.fields[0]
        switch names[name] {
        case .exact(let index)?: return index
        case .otherExtension(let index)?:
            findings.report(
                .labelWithoutExtension, .warning,
                "'\(name.prefix(60))' is taken for \(samples[index].relativePath)", at: row.location)
            return index
        case nil:
            unknown.append(row)
            return nil
        }
    }

    /// A few are slips of the finger; many are another set's.
    private func tell(of unknown: [CSVTable.Row], _ names: SampleNames, _ findings: inout CreationFindings) {
        let rule = "files are named from the samples' folder, with or without .npz"
        for row in unknown {
            let name = row.fields[0]
            let hint =
                unknown.count <= CreationFindings.examplesOfAKind
                ? names.suggestion(for: name).map { "did you mean '\($0)'?" } ?? rule
                : "\(rule); there are \(samples.count) samples: leave lines of others out, or add what is missing"
            findings.report(.labelWithoutSample, "'\(name.prefix(60))' is no sample", at: row.location, hint: hint)
        }
    }
}
