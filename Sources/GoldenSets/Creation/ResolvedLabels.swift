import Diagnostics

/// The samples' labels as the task stores them.
enum ResolvedLabels: Equatable {
    case none
    /// Class indices, and names in the order of the indices.
    case classes([Int32], names: [String])
    /// 0 or 1 each; names of the two where the task has classes.
    case flags([Int32], names: [String])
    /// Row by row, `columns` numbers a sample.
    case numbers([Float], columns: Int)
    case texts([String])
    /// Objects of all samples, and names in the order of their class indices.
    case boxes([AnnotatedBox], names: [String])
}

extension GoldenSetRecipe {
    /// Turns the labels' words into what the task wants; everything that does not fit becomes a finding.
    func resolve(_ labels: SampleLabels, of samples: [SampleFile], _ findings: inout CreationFindings) -> ResolvedLabels
    {
        if case .annotations(let path) = self.labels { return boxes(path, samples, &findings) }
        guard self.labels != .none, labels.words.count == samples.count, labels.words.allSatisfy({ !$0.isEmpty }),
            findings.isEmpty
        else { return .none }
        let words = labels.words.map { $0[0] }
        switch task {
        case .fidelity, .detection, .segmentation: return .none
        case .regression: return numbers(labels, samples, &findings)
        case .classification, .embedding:
            return ClassLabels(words: words, samples: samples, recipe: self).resolve(&findings)
        case .binary, .anomaly:
            return ClassLabels(words: words, samples: samples, recipe: self).resolveFlags(&findings)
        case .sequence: return .texts(texts(words, samples, &findings))
        }
    }

    private func boxes(
        _ path: String, _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> ResolvedLabels {
        let classes = classesFile.map { TextLines.names($0, &findings) }
        guard findings.isEmpty, let detection = output.detection,
            let annotations = CocoAnnotations(path: path, &findings)
        else { return .none }
        return annotations.boxes(of: samples, classes: classes, units: detection.units, &findings)
    }

    private func numbers(
        _ labels: SampleLabels, _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> ResolvedLabels {
        let columns = labels.words.first?.count ?? 1
        var numbers: [Float] = []
        for (words, sample) in zip(labels.words, samples) {
            if words.count != columns {
                findings.report(
                    .unevenNumbers,
                    "\(sample.relativePath) has \(words.count) numbers, \(samples[0].relativePath) has \(columns)",
                    hint: "give every sample as many; a decimal comma makes two fields of one number")
            }
            for word in words {
                let number = Float(word)
                if number?.isFinite != true {
                    let point = word.replacing(",", with: ".")
                    findings.report(
                        .noNumber, "the label '\(word.prefix(60))' of \(sample.relativePath) is no finite number",
                        hint: point != word && Float(point) != nil ? "write a decimal point: \(point)" : nil)
                }
                numbers.append(number ?? 0)
            }
        }
        if findings.isEmpty, samples.count > 1, let first = numbers.first, numbers.allSatisfy({ $0 == first }) {
            findings.report(.equalNumbers, .warning, "all labels are \(first): R² says nothing of this set")
        }
        return .numbers(numbers, columns: columns)
    }

    private func texts(
        _ words: [String], _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> [String] {
        for (word, sample) in zip(words, samples) where TextLines.hasControlCharacter(word) {
            findings.report(.unprintableText, "the text of \(sample.relativePath) has a control character in it")
        }
        return words
    }
}
