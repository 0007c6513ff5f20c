import Diagnostics
import Records
import Support

/// A table of what is known of each sample beside its label: the heading `file,camera,language`, then a line a sample.
struct ColumnTable {
    let path: String
    let samples: [SampleFile]

    /// What an empty field becomes.
    static let nothing = "(none)"

    /// A value a sample in each column; what is missing, double or left over becomes a finding.
    func read(_ findings: inout CreationFindings) -> [SampleColumn] {
        let before = findings.errorCount
        let contents = LabelTable(path: path, samples: samples, what: "value", hasHeading: true).read(&findings)
        let heading = contents.heading
        check(heading, at: SourceLocation(file: path, line: 1, column: 1), &findings)
        for (words, place) in zip(contents.words, contents.places) where !words.isEmpty && words.count != heading.count
        {
            findings.report(
                .column, "the line has \(words.count + 1) fields, the heading \(heading.count + 1)", at: place,
                hint: "a field with a comma in it stands in quotes; leave a field empty where nothing is known")
        }
        guard findings.errorCount == before else { return [] }
        return heading.indices.compactMap { index in
            column(heading[index], contents.words.map { $0[index] }, contents.places, &findings)
        }
    }

    private func check(_ heading: [String], at location: SourceLocation, _ findings: inout CreationFindings) {
        if heading.count > SampleColumn.mostColumns {
            findings.report(
                .column, "\(path) has \(heading.count) columns, and at most \(SampleColumn.mostColumns) are kept",
                at: location)
        }
        var taken: Set<String> = []
        for name in heading {
            let shown = name.quotedForMessage
            if !SafeName.accepts(name) {
                findings.report(.column, "\(shown) cannot be a column's name", at: location, hint: SafeName.rule)
            } else if name == SampleColumn.labelName {
                findings.report(
                    .column, "a column cannot be called \(shown), which the labels are", at: location,
                    hint: "leave it out where it holds the labels, or give it another name")
            } else if !taken.insert(name.lowercased()).inserted {
                // Each is a file, and some file systems take upper and lower case for the same.
                findings.report(.column, "there is a second column \(shown)", at: location, hint: "rename one of them")
            }
        }
    }

    private func column(
        _ name: String, _ words: [String], _ places: [SourceLocation?], _ findings: inout CreationFindings
    ) -> SampleColumn? {
        var isSound = true
        for (word, place) in zip(words, places) {
            if word.isEmpty {
                findings.report(
                    .emptyField, .warning, "column '\(name)' is empty here, and '\(Self.nothing)' is kept", at: place,
                    hint: "samples without a value are a slice of their own")
            } else if TextLines.hasControlCharacter(word) || word.utf8.count > SampleColumn.mostBytes {
                isSound = false
                findings.report(
                    .column,
                    "a value of column '\(name)' has a control character or more than \(SampleColumn.mostBytes) bytes",
                    at: place, hint: "values of a column name what many samples have in common; shorten them")
            }
        }
        let column = SampleColumn(name: name, texts: words.map { $0.isEmpty ? Self.nothing : $0 })
        guard column.values.count <= SampleColumn.mostValues else {
            findings.report(
                .column,
                "column '\(name)' has \(column.values.count) different values, and at most \(SampleColumn.mostValues) are kept",
                hint: "give ranges instead of numbers, such as 'short' and 'long'")
            return nil
        }
        return isSound ? column : nil
    }
}

extension SampleColumn {
    /// Samples of a group that have different values become findings.
    ///
    /// - Parameter groups: the name of each sample's group.
    func check(within groups: [String], _ samples: [SampleFile], _ findings: inout CreationFindings) {
        guard groups.count == indices.count, samples.count == indices.count else { return }
        var first: [String: Int] = [:]
        for (sample, group) in groups.enumerated() {
            guard let other = first[group] else {
                first[group] = sample
                continue
            }
            guard indices[sample] != indices[other] else { continue }
            findings.report(
                .column,
                "\(samples[sample].relativePath) has '\(values[Int(indices[sample])].prefix(60))' in column '\(name)', and "
                    + "\(samples[other].relativePath) of the same group '\(group.prefix(60))' has "
                    + "'\(values[Int(indices[other])].prefix(60))'",
                hint: "a group is judged as one, and has one value in each column")
        }
    }
}
