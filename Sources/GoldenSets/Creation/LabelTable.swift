import Diagnostics

/// A table with a line a sample: its file, then its label or numbers, or its group.
struct LabelTable {
    let path: String
    let samples: [SampleFile]
    /// What a line gives its sample.
    var what = "label"
    /// The heading of a column that names each sample's group, and is no label.
    var groupColumn: String?
    /// Whether the first line names the columns, and nothing else may stand there.
    var hasHeading = false

    /// What the lines say, in the order of the samples; empty where the table is of no use.
    struct Contents {
        /// One list a sample.
        var words: [[String]] = []
        /// A name a sample, where a column has them.
        var groups: [String] = []
        var places: [SourceLocation?] = []
        /// The names of the columns behind the file's, where the table must have them.
        var heading: [String] = []
    }

    private static let headings: Set<String> = [
        "file", "filename", "file_name", "fname", "filepath", "name", "path", "sample", "image", "image_id", "audio",
        "wav",
        "id",
    ]

    func read(_ findings: inout CreationFindings) -> Contents {
        let before = findings.errorCount
        var rows = CSVTable(path: path, &findings).rows
        guard findings.errorCount == before else { return Contents() }
        let names = SampleNames(samples)
        var column: Int?
        var heading: [String] = []
        if hasHeading {
            let first = rows.first?.fields ?? []
            guard first.count > 1, names[first[0]] == nil else {
                findings.report(
                    .table, "the first line of \(path) does not name its columns", at: rows.first?.location,
                    hint: "begin with a heading, such as file,camera,language; then a line for each sample")
                return Contents()
            }
            heading = Array(first.dropFirst())
            rows.removeFirst()
        } else if let groupColumn {
            let fields = rows.first?.fields ?? []
            column = fields.dropFirst().firstIndex(of: groupColumn)
            guard column != nil else {
                findings.report(
                    .group, "the first line of \(path) has no column '\(groupColumn.prefix(60))'",
                    at: rows.first?.location,
                    hint: "its columns: \(fields.prefix(20).joined(separator: ", ").prefix(200))")
                return Contents()
            }
            rows.removeFirst()
        } else if let first = rows.first, isHeading(first, names) {
            rows.removeFirst()
        }
        guard !isTurned(rows, names) else {
            findings.report(
                .table, "\(path) has the \(what) first and the file after it", at: rows[0].location,
                hint: "write FILE,\(what.uppercased())")
            return Contents()
        }
        var contents = Contents(
            words: Array(repeating: [], count: samples.count),
            groups: column == nil ? [] : Array(repeating: "", count: samples.count),
            places: Array(repeating: nil, count: samples.count), heading: heading)
        var lineOfSample: [Int: Int] = [:]
        var unknown: [CSVTable.Row] = []
        for row in rows {
            guard let index = sample(of: row, names, &unknown, &findings) else { continue }
            var fields = row.fields
            if let column, fields.indices.contains(column) { contents.groups[index] = fields.remove(at: column) }
            guard fields.count >= 2 else {
                findings.report(
                    .lineWithoutLabel, "the line of '\(row.fields[0].prefix(60))' has no \(what)", at: row.location,
                    hint: "write FILE,\(what.uppercased())")
                continue
            }
            if let line = lineOfSample.updateValue(row.location.line, forKey: index) {
                findings.report(
                    .labelTwice, "'\(row.fields[0].prefix(60))' has a \(what) already, of line \(line)",
                    at: row.location,
                    hint: "keep one line for each sample")
            }
            contents.words[index] = Array(fields.dropFirst())
            contents.places[index] = row.location
        }
        tell(of: unknown, names, &findings)
        for (index, sample) in samples.enumerated() where lineOfSample[index] == nil {
            findings.report(
                .sampleWithoutLabel, "\(sample.relativePath) has no \(what) in \(path)",
                hint: "add a line for each, such as: \(sample.relativePath),\(what.uppercased())")
        }
        return contents
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
