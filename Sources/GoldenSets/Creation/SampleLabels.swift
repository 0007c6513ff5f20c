import Diagnostics
import Support

/// The words that label the samples, one list a sample, in the order of the samples.
struct SampleLabels {
    /// At least one word each.
    private(set) var words: [[String]] = []
    /// The name of each sample's group, where a column of the table has it.
    private(set) var groups: [String] = []
    /// Where the table says it.
    private(set) var places: [SourceLocation?] = []

    /// Finds each sample's label; what is missing, double or left over becomes a finding.
    init(
        _ source: LabelSource, of samples: [SampleFile], groupColumn: String? = nil, _ findings: inout CreationFindings
    ) {
        switch source {
        case .none, .annotations, .masks: break
        case .folderName: words = samples.map { [Self.folder(of: $0, &findings)] }
        case .fileName(let separator): words = samples.map { [Self.prefix(of: $0, separator, &findings)] }
        case .table(let path):
            let contents = LabelTable(path: path, samples: samples, groupColumn: groupColumn).read(&findings)
            (words, groups, places) = (contents.words, contents.groups, contents.places)
        }
    }

    private static func folder(of sample: SampleFile, _ findings: inout CreationFindings) -> String {
        guard let folder = sample.folder else {
            findings.report(
                .sampleInNoFolder, "\(sample.relativePath) lies in no folder that could name its label",
                hint: "put it in a folder named like its label, or label it in a table with --labels")
            return ""
        }
        return folder
    }

    private static func prefix(
        of sample: SampleFile, _ separator: String, _ findings: inout CreationFindings
    ) -> String {
        guard let prefix = sample.prefix(before: separator) else {
            findings.report(
                .noSeparatorInName, "the name of \(sample.relativePath) has no label before a '\(separator)'",
                hint: "rename it, or give another --separator")
            return ""
        }
        return prefix
    }
}

/// A table of pairs of samples and how similar people find them: `file,file,number`.
struct PairTable {
    /// Two samples each, counted from 0.
    private(set) var pairs: [Int32] = []
    private(set) var similarities: [Float] = []

    init(path: String, samples: [SampleFile], _ findings: inout CreationFindings) {
        let before = findings.errorCount
        var rows = CSVTable(path: path, &findings).rows
        guard findings.errorCount == before else { return }
        let names = SampleNames(samples)
        if let first = rows.first, names[first.fields[0]] == nil,
            first.fields.count < 3 || Float(first.fields[2]) == nil
        {
            rows.removeFirst()
        }
        for row in rows {
            guard row.fields.count == 3, let similarity = Float(row.fields[2]), similarity.isFinite else {
                findings.report(
                    .noNumber, "the line of '\(row.fields[0].prefix(60))' has no two samples and a number",
                    at: row.location, hint: "write FILE,FILE,SIMILARITY, such as a.npz,b.npz,0.8")
                continue
            }
            for name in row.fields.prefix(2) {
                switch names[name] {
                case .exact(let index)?, .otherExtension(let index)?: pairs.append(Int32(index))
                case nil:
                    findings.report(
                        .labelWithoutSample, "'\(name.prefix(60))' is no sample", at: row.location,
                        hint: names.suggestion(for: name).map { "did you mean '\($0)'?" }
                            ?? "files are named from the samples' folder, with or without .npz")
                }
            }
            similarities.append(similarity)
        }
        if rows.isEmpty { findings.report(.table, "\(path) has no pair in it") }
    }
}

/// Small text files in UTF-8 with a name a line.
enum TextLines {
    static let maximumBytes: UInt64 = 64 << 20

    /// Lines without the end of the last; what cannot be read becomes a finding.
    static func read(_ path: String, _ findings: inout CreationFindings) -> [String] {
        do throws(FileError) {
            let file = try MappedFile(path: path, limit: maximumBytes)
            let bytes = withExtendedLifetime(file) { Array(file.bytes) }
            guard var text = String(validating: bytes, as: UTF8.self) else {
                findings.report(.text, "\(path) is not UTF-8", hint: "save it as UTF-8")
                return []
            }
            if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
            var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
            if lines.last == "" { lines.removeLast() }
            return lines
        } catch {
            findings.add(error.diagnostics, of: .text)
            return []
        }
    }

    /// A name a line: blanks around a name are left out, with a warning.
    static func names(_ path: String, _ findings: inout CreationFindings) -> [String] {
        read(path, &findings).enumerated().map { index, line in
            let bare = String(line.trimmingBlanks)
            if bare.count < line.count, !bare.isEmpty {
                findings.report(
                    .blanks, .warning, "'\(line.prefix(60))' is read as '\(bare.prefix(60))'",
                    at: .init(file: path, line: index + 1, column: 1))
            }
            return bare
        }
    }

    static func hasControlCharacter(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
