import Diagnostics

/// The words that label the samples, one list a sample, in the order of the samples.
struct SampleLabels {
    /// At least one word each.
    private(set) var words: [[String]] = []

    /// Finds each sample's label; what is missing, double or left over becomes a finding.
    init(_ source: LabelSource, of samples: [SampleFile], _ findings: inout CreationFindings) {
        switch source {
        case .none, .annotations, .masks: break
        case .folderName: words = samples.map { [Self.folder(of: $0, &findings)] }
        case .fileName(let separator): words = samples.map { [Self.prefix(of: $0, separator, &findings)] }
        case .table(let path): words = LabelTable(path: path, samples: samples).words(&findings)
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
