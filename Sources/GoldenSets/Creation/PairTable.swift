import Diagnostics

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
