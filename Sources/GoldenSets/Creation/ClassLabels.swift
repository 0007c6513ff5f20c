import Diagnostics
import Foundation

/// Finds the class of each sample: by the names of classes, or by their indices.
struct ClassLabels {
    let words: [String]
    let samples: [SampleFile]
    let recipe: GoldenSetRecipe

    /// Indices and names for classes of any number; groups of an embedding are classes too.
    func resolve(_ findings: inout CreationFindings) -> ResolvedLabels {
        let numbers = words.compactMap(Self.classIndex)
        let areNumbers = numbers.count == words.count
        var names: [String]
        if let file = recipe.classesFile {
            names = TextLines.names(file, &findings)
            guard findings.isEmpty else { return .none }
        } else if areNumbers, let last = numbers.max() {
            // Numbers are class indices, also when some class has no sample.
            names = (0..<max(recipe.output.classCount ?? 0, last + 1)).map(String.init)
        } else {
            names = Set(words).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        }
        checkCount(names.count, numbers: areNumbers ? numbers : [], &findings)
        checkNames(names, &findings)
        let index = Dictionary(names.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        let labels: [Int32]
        if areNumbers, recipe.classesFile != nil, words.contains(where: { index[$0] == nil }) {
            labels = indices(numbers, names, &findings)
        } else {
            labels = named(index, &findings)
        }
        remark(on: labels, names, &findings)
        return .classes(labels, names: names)
    }

    /// 0 or 1 for each sample.
    func resolveFlags(_ findings: inout CreationFindings) -> ResolvedLabels {
        var names = recipe.task == .binary ? ["negative", "positive"] : ["normal", "anomaly"]
        var index: [String: Int32] = ["0": 0, "1": 1]
        if let file = recipe.classesFile {
            let given = TextLines.names(file, &findings)
            guard given.count == 2, given[0] != given[1] else {
                findings.report(.classCount, "\(file) must have two lines: the class for 0, then the class for 1")
                return .none
            }
            names = given
            for (label, name) in given.enumerated() { index[name] = Int32(label) }
        }
        let before = findings.errorCount
        let labels = zip(words, samples).map { word, sample -> Int32 in
            if let label = index[word] { return label }
            findings.report(
                .unknownLabel, "the label '\(word.prefix(60))' of \(sample.relativePath) is neither 0 nor 1",
                hint: "name the class for 0 and the class for 1, a line each, with --classes FILE")
            return 0
        }
        if findings.errorCount == before, let first = labels.first, labels.allSatisfy({ $0 == first }) {
            let other = names[first == 0 ? 1 : 0]
            findings.report(
                .oneClass,
                "all labels are \(first) (\(names[Int(first)])): how well the two are told apart has no value",
                hint: "add samples of '\(other)'; where there are some, the labels are of another column or file")
        }
        return .flags(labels, names: names)
    }

    private func checkCount(_ count: Int, numbers: [Int], _ findings: inout CreationFindings) {
        guard let scored = recipe.output.classCount, scored != count, recipe.task == .classification else { return }
        let countsFromOne = recipe.classesFile == nil && numbers.min() == 1 && numbers.max() == scored
        findings.report(
            .classCount,
            countsFromOne
                ? "the labels go from 1 to \(scored), and the \(scored) classes of the model are counted from 0"
                : "the model scores \(scored) classes, the labels have \(count)",
            hint: countsFromOne
                ? "take 1 from every label"
                : "give all classes, one a line in the order of the model's scores, with --classes FILE; a background "
                    + "class that the model scores has a line, too")
    }

    private func checkNames(_ names: [String], _ findings: inout CreationFindings) {
        var lines: [String: Int] = [:]
        for (position, name) in names.enumerated() {
            if name.isEmpty || TextLines.hasControlCharacter(name) {
                findings.report(.className, "the class '\(name)' is empty or has a control character in it")
            }
            if let line = lines.updateValue(position + 1, forKey: name) {
                findings.report(
                    .className, "the class '\(name.prefix(60))' stands on lines \(line) and \(position + 1)",
                    hint: "every class has a name of its own")
            }
        }
    }

    /// Labels that are none of the classes' names and all whole numbers.
    private func indices(
        _ numbers: [Int], _ names: [String], _ findings: inout CreationFindings
    ) -> [Int32] {
        let file = ((recipe.classesFile ?? "") as NSString).lastPathComponent
        let before = findings.errorCount
        let countsFromOne = numbers.min() == 1 && numbers.max() == names.count
        for (number, sample) in zip(numbers, samples) where number >= names.count {
            findings.report(
                .unknownLabel,
                "the label \(number) of \(sample.relativePath) is no class index: \(file) has 0 to \(names.count - 1)",
                hint: countsFromOne
                    ? "class indices count from 0: take 1 from every label"
                    : "labels are names of classes, or their indices from 0")
        }
        if findings.errorCount == before {
            findings.report(
                .labelsAreIndices, .note,
                "the labels are whole numbers and taken as indices of \(file): 0 is '\(names[0].prefix(60))'")
        }
        return numbers.map { Int32(clamping: min($0, names.count - 1)) }
    }

    private func named(_ index: [String: Int32], _ findings: inout CreationFindings) -> [Int32] {
        zip(words, samples).map { word, sample in
            if let label = index[word] { return label }
            let known = index.sorted { $0.value < $1.value }.prefix(20).map(\.key).joined(separator: ", ")
            findings.report(
                .unknownLabel, "the label '\(word.prefix(60))' of \(sample.relativePath) is no class",
                hint: "classes: \(known)" + (index.count > 20 ? " and \(index.count - 20) more" : ""))
            return 0
        }
    }

    private func remark(on labels: [Int32], _ names: [String], _ findings: inout CreationFindings) {
        guard findings.isEmpty, labels.count > 1 else { return }
        let different = Set(labels)
        if recipe.task == .classification, different.count == 1 {
            findings.report(
                .oneClass, .warning,
                "all labels are \(labels[0]) (\(names[Int(labels[0])])): a model that always predicts it is never wrong",
                hint: "add samples of other classes")
        } else if recipe.task == .embedding, different.count == labels.count {
            findings.report(
                .everyLabelOnce, .warning, "no two samples have the same label: recall at k has no value",
                hint: "samples that belong together share a label")
        }
    }

    static func classIndex(_ word: String) -> Int? {
        // "007" is a name, not the number 7.
        guard let number = Int(word), 0..<1_000_000 ~= number, String(number) == word else { return nil }
        return number
    }
}
