import Files

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
}

extension GoldenSetRecipe {
    static let maximumNameBytes: UInt64 = 64 << 20

    /// Turns the labels' words into what the task wants; everything that does not fit becomes a finding.
    func resolve(_ labels: SampleLabels, of samples: [SampleFile], _ findings: inout CreationFindings) -> ResolvedLabels
    {
        guard self.labels != .none else { return .none }
        guard findings.isEmpty else { return .none }
        switch task {
        case .fidelity: return .none
        case .regression: return numbers(labels, samples, &findings)
        case .classification, .embedding:
            return classes(labels.words.map { $0[0] }, samples, &findings)
        case .binary, .anomaly: return flags(labels.words.map { $0[0] }, samples, &findings)
        case .sequence: return .texts(texts(labels.words.map { $0[0] }, samples, &findings))
        }
    }

    private func classes(
        _ words: [String], _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> ResolvedLabels {
        let names: [String]
        let numbers = words.compactMap { Self.classIndex($0) }
        if let classesFile {
            names = Self.lines(ofFile: classesFile, &findings)
        } else if numbers.count == words.count, let last = numbers.max() {
            // Numbers are class indices, also when some class has no sample.
            names = (0..<max(output.classCount ?? 0, last + 1)).map(String.init)
        } else {
            names = Set(words).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        if let count = output.classCount, count != names.count, task == .classification {
            findings.report(
                "class-count", "the model scores \(count) classes, the labels have \(names.count)",
                hint: "give all classes, one a line in the order of the model's scores, with --classes FILE")
        }
        for name in names where Self.isUnprintable(name) {
            findings.report("class-name", "the class '\(name)' is empty or has a control character in it")
        }
        let index = Dictionary(names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        if index.count < names.count { findings.report("class-name", "a class stands twice in \(classesFile ?? "")") }
        return .classes(Self.indices(words, index, samples, &findings), names: names)
    }

    private static func indices(
        _ words: [String], _ index: [String: Int32], _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> [Int32] {
        zip(words, samples).map { word, sample in
            if let label = index[word] { return label }
            findings.report(
                "label", "the label '\(word.prefix(60))' of \(sample.path) is no class",
                hint: "classes: \(index.sorted { $0.value < $1.value }.prefix(20).map(\.key).joined(separator: ", "))")
            return 0
        }
    }

    private func flags(
        _ words: [String], _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> ResolvedLabels {
        var names = task == .binary ? ["negative", "positive"] : ["normal", "anomaly"]
        var index: [String: Int32] = ["0": 0, "1": 1]
        if let classesFile {
            let given = Self.lines(ofFile: classesFile, &findings)
            guard given.count == 2, given[0] != given[1] else {
                findings.report(
                    "class-count", "\(classesFile) must have two lines: the class for 0, then the class for 1")
                return .none
            }
            names = given
            for (label, name) in given.enumerated() { index[name] = Int32(label) }
        }
        let labels = zip(words, samples).map { word, sample -> Int32 in
            if let label = index[word] { return label }
            findings.report(
                "label", "the label '\(word.prefix(60))' of \(sample.path) is neither 0 nor 1",
                hint: "name the class for 0 and the class for 1, a line each, with --classes FILE")
            return 0
        }
        return .flags(labels, names: names)
    }

    private func numbers(
        _ labels: SampleLabels, _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> ResolvedLabels {
        let columns = labels.words.first?.count ?? 1
        var numbers: [Float] = []
        for (words, sample) in zip(labels.words, samples) {
            if words.count != columns {
                findings.report(
                    "label", "\(sample.path) has \(words.count) numbers, \(samples[0].path) has \(columns)",
                    hint: "give every sample as many")
            }
            for word in words {
                let number = Float(word.filter { $0 != " " })
                if number?.isFinite != true {
                    findings.report("label", "the label '\(word.prefix(60))' of \(sample.path) is no finite number")
                }
                numbers.append(number ?? 0)
            }
        }
        return .numbers(numbers, columns: columns)
    }

    private func texts(
        _ words: [String], _ samples: [SampleFile], _ findings: inout CreationFindings
    ) -> [String] {
        for (word, sample) in zip(words, samples) where !word.isEmpty && Self.isUnprintable(word, mayBeBlank: true) {
            findings.report("label", "the text of \(sample.path) has a control character in it")
        }
        return words
    }

    /// Lines of a small text file in UTF-8, without the end of the last.
    static func lines(ofFile path: String, _ findings: inout CreationFindings) -> [String] {
        do throws(FileError) {
            let file = try MappedFile(path: path, limit: maximumNameBytes)
            let bytes = withExtendedLifetime(file) { Array(file.bytes) }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                findings.report("text", "\(path) is not UTF-8", hint: "save it as UTF-8")
                return []
            }
            var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
            if lines.last == "" { lines.removeLast() }
            return lines
        } catch {
            for finding in error.diagnostics { findings.add(finding) }
            return []
        }
    }

    private static func classIndex(_ word: String) -> Int? {
        // "007" is a name, not the number 7.
        guard let number = Int(word), 0..<1_000_000 ~= number, String(number) == word else { return nil }
        return number
    }

    private static func isUnprintable(_ text: String, mayBeBlank: Bool = false) -> Bool {
        (!mayBeBlank && text.allSatisfy(\.isWhitespace))
            || text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }
}
