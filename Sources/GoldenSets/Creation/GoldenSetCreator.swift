import Diagnostics
import Foundation
import InferenceCore
import ModelFormats
import Support

/// Makes a golden set of a folder of samples.
public struct GoldenSetCreator {
    static let labelsFile = "labels.npy"
    static let textLabelsFile = "labels.txt"
    static let namesFile = "samples.txt"
    static let classesFile = "classes.txt"
    static let alphabetFile = "alphabet.txt"

    private let recipe: GoldenSetRecipe
    private let isInterrupted: () -> Bool

    /// - Parameter isInterrupted: asked after each sample.
    public init(_ recipe: GoldenSetRecipe, isInterrupted: @escaping () -> Bool = { false }) {
        self.recipe = recipe
        self.isInterrupted = isInterrupted
    }

    /// Files of the tasks that have them.
    static let sequencesFile = "sequences.npy"
    static let groupsFile = "groups.txt"
    static let masksFile = "masks.npy"
    static let boxFiles = (
        boxes: "boxes.npy", classes: "box_classes.npy", samples: "box_samples.npy", crowd: "crowd.npy"
    )
    static let pairFiles = (pairs: "pairs.npy", similarities: "similarities.npy")
    static let otherFiles = [
        sequencesFile, groupsFile, masksFile, boxFiles.boxes, boxFiles.classes, boxFiles.samples, boxFiles.crowd,
        pairFiles.pairs,
        pairFiles.similarities,
    ]

    /// What was made.
    public struct Summary: Sendable, Equatable, Codable {
        public var samples: Int
        /// Groups of samples that are judged as one; nil where each is judged alone.
        public var groups: Int?
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
    private struct Truth {
        var labels: ResolvedLabels
        var alphabet: [String]?
        var pairs: PairTable?
        var sequences: [Int32]?
        /// The name of each sample's group.
        var groups: [String]?
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

    private func write(
        _ folder: String, _ samples: [SampleFile], _ truth: Truth, _ collectors: [InputCollector],
        _ masks: MaskCollector?
    ) throws(FileError) -> Summary {
        var inputs: [ManifestText.Input] = []
        var preparations: [String] = []
        for collector in collectors {
            let written = try collector.finish(folder: folder)
            inputs.append(
                ManifestText.Input(
                    name: collector.plan.spec.name, data: try data(written.file, in: folder),
                    shapes: try written.shapesFile.map { file throws(FileError) in try data(file, in: folder) },
                    quantization: written.quantization))
            if let preparation = written.preparation { preparations.append(preparation) }
        }
        try writeLines(samples.map(\.name), to: Self.namesFile, in: folder)
        var manifest = ManifestText(
            recipe: recipe, samples: samples.count, inputs: inputs, sampleNames: try data(Self.namesFile, in: folder),
            preparations: preparations)
        var classes = try write(truth.labels, to: folder, of: &manifest)
        if let masks {
            classes = try masks.finish()
            manifest.masks = try data(Self.masksFile, in: folder)
            try writeLines(classes, to: Self.classesFile, in: folder)
            manifest.classes = try data(Self.classesFile, in: folder)
        }
        if let alphabet = truth.alphabet {
            try writeLines(alphabet, to: Self.alphabetFile, in: folder)
            manifest.alphabet = try data(Self.alphabetFile, in: folder)
            manifest.blank = recipe.output.blank.index(symbols: alphabet.count)
        }
        if let sequences = truth.sequences {
            manifest.sequences = try write(sequences, .int32, [sequences.count], Self.sequencesFile, in: folder)
        }
        if let groups = truth.groups {
            try writeLines(groups, to: Self.groupsFile, in: folder)
            manifest.groups = try data(Self.groupsFile, in: folder)
        }
        if let pairs = truth.pairs {
            let count = pairs.similarities.count
            manifest.pairs = (
                try write(pairs.pairs, .int32, [count, 2], Self.pairFiles.pairs, in: folder),
                try write(pairs.similarities, .float32, [count], Self.pairFiles.similarities, in: folder)
            )
        }
        try AtomicFile.write(manifest.text, to: folder + "/" + GoldenSetManifest.fileName)
        return Summary(
            samples: samples.count, groups: truth.groups.map { Set($0).count }, classes: classes,
            blank: recipe.task == .sequence ? manifest.blank : nil, preparations: preparations)
    }

    /// - Returns: the names of the classes.
    private func write(
        _ labels: ResolvedLabels, to folder: String, of manifest: inout ManifestText
    ) throws(FileError) -> [String] {
        let path = folder + "/" + Self.labelsFile
        switch labels {
        case .none: return []
        case .classes(let indices, let names), .flags(let indices, let names):
            try NumPyFileWriter.write(indices, elementType: .int32, shape: [indices.count], to: path)
            manifest.labels = try data(Self.labelsFile, in: folder)
            guard recipe.task == .classification || recipe.task == .binary else { return names }
            try writeLines(names, to: Self.classesFile, in: folder)
            manifest.classes = try data(Self.classesFile, in: folder)
            return names
        case .numbers(let numbers, let columns):
            let rows = numbers.count / columns
            try NumPyFileWriter.write(
                numbers, elementType: .float32, shape: columns == 1 ? [rows] : [rows, columns], to: path)
            manifest.labels = try data(Self.labelsFile, in: folder)
            return []
        case .texts(let texts):
            try writeLines(texts, to: Self.textLabelsFile, in: folder)
            manifest.labels = try data(Self.textLabelsFile, in: folder)
            return []
        case .boxes(let boxes, let names):
            let files = Self.boxFiles
            manifest.boxes = ManifestText.Boxes(
                boxes: try write(boxes.flatMap(\.box), .float64, [boxes.count, 4], files.boxes, in: folder),
                classes: try write(
                    boxes.map { Int32($0.classIndex) }, .int32, [boxes.count], files.classes, in: folder),
                samples: try write(boxes.map { Int32($0.sample) }, .int32, [boxes.count], files.samples, in: folder),
                crowd: boxes.contains(where: \.isCrowd)
                    ? try write(boxes.map { Int8($0.isCrowd ? 1 : 0) }, .int8, [boxes.count], files.crowd, in: folder)
                    : nil)
            try writeLines(names, to: Self.classesFile, in: folder)
            manifest.classes = try data(Self.classesFile, in: folder)
            return names
        }
    }

    private func write<Element: BitwiseCopyable>(
        _ elements: [Element], _ type: ElementType, _ shape: [Int], _ name: String, in folder: String
    ) throws(FileError) -> ManifestText.DataFile {
        try NumPyFileWriter.write(elements, elementType: type, shape: shape, to: folder + "/" + name)
        return try data(name, in: folder)
    }

    private func writeLines(_ lines: [String], to name: String, in folder: String) throws(FileError) {
        try AtomicFile.write(lines.map { $0 + "\n" }.joined(), to: folder + "/" + name)
    }

    private func data(_ name: String, in folder: String) throws(FileError) -> ManifestText.DataFile {
        ManifestText.DataFile(path: name, digest: try SHA256.hexadecimal(ofFile: folder + "/" + name))
    }
}
