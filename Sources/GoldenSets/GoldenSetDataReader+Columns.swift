import Records
import Support

/// What is known of samples beside their labels.
extension GoldenSetDataReader {
    /// - Parameters:
    ///   - groups: samples that are judged as one, and must have one value then.
    ///   - sampleNames: for findings.
    /// - Returns: a value for each that is judged; without the columns in which something was found.
    mutating func columns(_ groups: SampleGroups?, _ sampleNames: [String]) -> [SampleColumn] {
        var columns: [SampleColumn] = []
        for column in manifest.columns {
            if let column = self.column(column, groups, sampleNames) { columns.append(column) }
        }
        return columns
    }

    private mutating func column(
        _ column: GoldenSetManifest.Column, _ groups: SampleGroups?, _ sampleNames: [String]
    ) -> SampleColumn? {
        let file = column.data
        guard let texts = files.lines(file, "value", mayBeEmpty: false) else { return nil }
        checkCount(texts.count, "lines", file)
        guard texts.count == manifest.samples else { return nil }
        if let long = texts.first(where: { $0.utf8.count > SampleColumn.mostBytes }) {
            files.report(
                "column", "\(long.quotedForMessage) in '\(file.path)' has more than \(SampleColumn.mostBytes) bytes",
                at: file.location, hint: "values of a column name what many samples have in common; shorten them")
            return nil
        }
        let whole = SampleColumn(name: column.name, texts: texts)
        guard whole.values.count <= SampleColumn.mostValues else {
            files.report(
                "column",
                "'\(file.path)' has \(whole.values.count) different values; a column has at most \(SampleColumn.mostValues)",
                at: file.location, hint: "give ranges instead of numbers, such as 'short' and 'long'")
            return nil
        }
        guard let groups else { return whole }
        let members = (0..<groups.count).map { groups.members(of: $0) }
        for (group, samples) in members.enumerated() {
            guard let first = samples.first,
                let other = samples.first(where: { whole.indices[$0] != whole.indices[first] })
            else { continue }
            let names = [first, other].map { sampleNames.indices.contains($0) ? sampleNames[$0] : "\($0)" }
            files.report(
                "groups",
                "samples '\(names[0])' and '\(names[1])' of group '\(groups.names[group])' have the values "
                    + "\(texts[first].quotedForMessage) and \(texts[other].quotedForMessage) in column '\(column.name)'",
                at: file.location, hint: "a group is judged as one, and has one value in each column")
            return nil
        }
        return SampleColumn(name: column.name, texts: members.compactMap { $0.first.map { texts[$0] } })
    }
}
