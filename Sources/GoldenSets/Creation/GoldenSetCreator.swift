import Diagnostics
import Foundation
import InferenceCore
import ModelFormats
import Records
import Support

/// Makes a golden set of a folder of samples.
public struct GoldenSetCreator {
    static let labelsFile = "labels.npy"
    static let textLabelsFile = "labels.txt"
    static let namesFile = "samples.txt"
    static let classesFile = "classes.txt"
    static let alphabetFile = "alphabet.txt"

    let recipe: GoldenSetRecipe
    private let isInterrupted: () -> Bool

    /// - Parameter isInterrupted: asked after each sample.
    public init(_ recipe: GoldenSetRecipe, isInterrupted: @escaping () -> Bool = { false }) {
        self.recipe = recipe
        self.isInterrupted = isInterrupted
    }

    /// Files of the tasks that have them.
    static let sequencesFile = "sequences.npy"
    static let groupsFile = "groups.txt"
    static let columnsFolder = "columns"
    static let masksFile = "masks.npy"
    static let boxFiles = (
        boxes: "boxes.npy", classes: "box_classes.npy", samples: "box_samples.npy", crowd: "crowd.npy"
    )
    static let pairFiles = (pairs: "pairs.npy", similarities: "similarities.npy")
    static let otherFiles = [
        sequencesFile, groupsFile, columnsFolder, masksFile, boxFiles.boxes, boxFiles.classes, boxFiles.samples,
        boxFiles.crowd, pairFiles.pairs, pairFiles.similarities,
    ]

    /// What was made.
    public struct Summary: Sendable, Equatable, Codable {
        public var samples: Int
        /// Groups of samples that are judged as one; nil where each is judged alone.
        public var groups: Int?
        /// What else is known of samples; nil for nothing.
        public var columns: [String]?
        /// In the order of their indices; empty for tasks without classes.
        public var classes: [String]
        /// Of a sequence, the index of the symbol that stands for nothing; nil for other tasks.
        public var blank: Int?
        /// What was done to the samples' values; empty when they are as they were.
        public var preparations: [String]
        /// What the set's maker should know of the samples and labels.
        public var notes: [Diagnostic] = []
    }

    /// What is known of the samples before any of them is read.
    struct Truth {
        var labels: ResolvedLabels
        var alphabet: [String]?
        var pairs: PairTable?
        var sequences: [Int32]?
        /// The name of each sample's group.
        var groups: [String]?
        var columns: [SampleColumn] = []
        /// Of masks, in the order of their labels; nil to count them.
        var maskClasses: [String]?
    }

    /// Reads all samples, one at a time, and writes the set; the folder appears whole or not at all.
    ///
    /// - Parameters:
    ///   - replaces: whether a golden set of this command's making may be replaced.
    ///   - accept: looks at the finished set in the folder where it is for now; what it throws leaves nothing behind.
    /// - Throws: `GoldenSetCreationError.invalid` with everything that is wrong.
    public func create(
        in folder: String, replaces: Bool,
        accept: (_ folder: String) throws(GoldenSetCreationError) -> Void = { _ in }
    ) throws(GoldenSetCreationError) -> Summary {
        let destination = GoldenSetFolder(destination: folder, mayReplace: replaces)
        try destination.check()
        var findings = CreationFindings()
        checkInputs(&findings)
        let samples = SampleFolder.list(recipe.samplesFolder, &findings)
        let truth = truth(of: samples, &findings)
        var summary: Summary?
        try destination.produce { folder throws(GoldenSetCreationError) in
            summary = try fill(folder, samples, truth, &findings)
            do throws(GoldenSetError) {
                _ = try GoldenSet.open(folder: folder, verifyingDigests: true)
            } catch {
                throw .unreadableResult(error)
            }
            try accept(folder)
        }
        guard let summary else { preconditionFailure("a folder was produced without being filled") }
        return summary
    }

    private func truth(of samples: [SampleFile], _ findings: inout CreationFindings) -> Truth {
        let column: String? = if case .column(let name) = recipe.groups { name } else { nil }
        let words = SampleLabels(recipe.labels, of: samples, groupColumn: column, &findings)
        var truth = Truth(labels: recipe.resolve(words, of: samples, &findings))
        if let file = recipe.alphabetFile {
            let alphabet = TextLines.read(file, &findings)
            let blank = recipe.output.blank.index(symbols: alphabet.count)
            if !alphabet.isEmpty, blank >= alphabet.count {
                findings.report(
                    .classCount, "blank \(blank) is no symbol: \(file) has \(alphabet.count), counted from 0",
                    hint: "the blank needs a line in the alphabet too, which may say anything")
            }
            truth.alphabet = alphabet
        }
        truth.pairs = recipe.pairsFile.map { PairTable(path: $0, samples: samples, &findings) }
        truth.sequences = recipe.sequences?.indices(of: samples, &findings)
        if let groups = recipe.groups?.names(of: samples, column: words.groups, &findings) {
            recipe.checkTruth(of: groups, truth.labels, samples, at: words.places, &findings)
            truth.groups = groups
        }
        if let file = recipe.columnsFile {
            truth.columns = ColumnTable(path: file, samples: samples).read(&findings)
            for column in truth.columns { column.check(within: truth.groups ?? [], samples, &findings) }
        }
        if case .masks = recipe.labels, let file = recipe.classesFile {
            let classes = TextLines.names(file, &findings)
            if let scored = recipe.output.classCount, scored != classes.count {
                findings.report(
                    .classCount, "the model scores \(scored) classes, \(file) has \(classes.count)",
                    hint: "give all classes, one a line in the order of the model's scores")
            }
            truth.maskClasses = classes
        }
        return truth
    }

    private func checkInputs(_ findings: inout CreationFindings) {
        for input in recipe.inputs where input.spec.elementType == .bfloat16 {
            findings.report(
                .inputType, "the model wants \(input.spec.description), and .npy files have no bfloat16",
                hint: "use a model whose input is float32 or float16")
        }
    }

    private func fill(
        _ folder: String, _ samples: [SampleFile], _ truth: Truth, _ findings: inout CreationFindings
    ) throws(GoldenSetCreationError) -> Summary {
        var wasInterrupted = false
        do throws(FileError) {
            let collectors = try makeCollectors(folder)
            var masks: MaskCollector?
            if case .masks(let masksFolder) = recipe.labels {
                masks = try MaskCollector(
                    folder: masksFolder, recipe: recipe, classes: truth.maskClasses, file: folder + "/" + Self.masksFile
                )
            }
            for sample in samples where !wasInterrupted {
                add(sample, to: collectors, &findings)
                masks?.add(sample, &findings)
                wasInterrupted = isInterrupted()
            }
            masks?.remark(&findings)
            for collector in collectors { collector.remark(&findings) }
            if findings.isEmpty, !wasInterrupted {
                var summary = try write(folder, samples, truth, collectors, masks)
                summary.notes = findings.notes
                return summary
            }
        } catch {
            throw .file(error)
        }
        guard !wasInterrupted else { throw .interrupted }
        try findings.throwIfAny()
        preconditionFailure("findings were there a moment ago")
    }

    private func makeCollectors(_ folder: String) throws(FileError) -> [InputCollector] {
        try AtomicFile.makeFolder(folder + "/inputs")
        var names: Set<String> = []
        var collectors: [InputCollector] = []
        for plan in recipe.inputs {
            let base = FileStem.safe(plan.spec.name)
            var name = base
            var number = 2
            while !names.insert(name).inserted {
                name = "\(base)-\(number)"
                number += 1
            }
            collectors.append(
                try InputCollector(
                    plan: plan, allowsNaN: recipe.allowsNaN, fileName: "inputs/\(name).npy", folder: folder))
        }
        return collectors
    }

    private func add(_ sample: SampleFile, to collectors: [InputCollector], _ findings: inout CreationFindings) {
        let reader = SampleReader(singleInput: collectors.count == 1 ? collectors[0].plan.spec.name : nil)
        var seen: Set<String> = []
        let before = findings.errorCount
        reader.read(sample, &findings) { name, array, findings in
            seen.insert(name)
            guard let collector = collectors.first(where: { $0.plan.spec.name == name }) else {
                findings.report(
                    .extraArray,
                    "\(sample.relativePath) has an array '\(name.prefix(60))' that the model has no input for",
                    hint: "the model has: \(collectors.map(\.plan.spec.description).joined(separator: ", "))")
                return
            }
            collector.add(array, of: sample, &findings)
        }
        // A file that could not be read to its end says nothing of what it lacks.
        guard findings.errorCount == before || !seen.isEmpty else { return }
        for collector in collectors where !seen.contains(collector.plan.spec.name) {
            findings.report(
                .missingArray,
                "\(sample.relativePath) has no array for the model's input \(collector.plan.spec.description)",
                hint: seen.isEmpty ? nil : "it has: \(seen.sorted().joined(separator: ", "))")
        }
    }
}
