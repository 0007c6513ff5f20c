import Diagnostics

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
