import Files
import Foundation
import GoldenSets
import InferenceCore
import ModelFormats

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

    /// What was made.
    public struct Summary: Sendable, Equatable, Codable {
        public var samples: Int
        /// In the order of their indices; empty for tasks without classes.
        public var classes: [String]
        /// What was done to the samples' values; empty when they are as they were.
        public var preparations: [String]
    }

    /// Reads all samples, one at a time, and writes the set; the folder appears whole or not at all.
    ///
    /// - Parameter replaces: whether a golden set of this command's making may be replaced.
    /// - Throws: `GoldenSetCreationError.invalid` with everything that is wrong.
    public func create(in folder: String, replaces: Bool) throws(GoldenSetCreationError) -> Summary {
        let destination = GoldenSetFolder(destination: folder, mayReplace: replaces)
        try destination.check()
        var findings = CreationFindings()
        checkInputs(&findings)
        let samples = SampleFolder.list(recipe.samplesFolder, &findings)
        let words = SampleLabels(recipe.labels, of: samples, &findings)
        let labels = recipe.resolve(words, of: samples, &findings)
        var summary: Summary?
        try destination.produce { folder throws(GoldenSetCreationError) in
            summary = try fill(folder, samples, labels, &findings)
            do throws(GoldenSetError) {
                _ = try GoldenSet.open(folder: folder, verifyingDigests: true)
            } catch {
                throw .unreadableResult(error)
            }
        }
        guard let summary else { preconditionFailure("a folder was produced without being filled") }
        return summary
    }

    private func checkInputs(_ findings: inout CreationFindings) {
        for input in recipe.inputs where input.spec.elementType == .bfloat16 {
            findings.report(
                "input-type", "the model wants \(input.spec.description), and .npy files have no bfloat16",
                hint: "use a model whose input is float32 or float16")
        }
    }

    private func fill(
        _ folder: String, _ samples: [SampleFile], _ labels: ResolvedLabels, _ findings: inout CreationFindings
    ) throws(GoldenSetCreationError) -> Summary {
        var wasInterrupted = false
        do throws(FileError) {
            let collectors = try makeCollectors(folder)
            for sample in samples where !wasInterrupted {
                add(sample, to: collectors, &findings)
                wasInterrupted = isInterrupted()
            }
            let alphabet = recipe.alphabetFile.map { GoldenSetRecipe.lines(ofFile: $0, &findings) }
            if findings.isEmpty, !wasInterrupted { return try write(folder, samples, labels, alphabet, collectors) }
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
            collectors.append(try InputCollector(plan: plan, fileName: "inputs/\(name).npy", folder: folder))
        }
        return collectors
    }

    private func add(_ sample: SampleFile, to collectors: [InputCollector], _ findings: inout CreationFindings) {
        let reader = SampleReader(singleInput: collectors.count == 1 ? collectors[0].plan.spec.name : nil)
        var seen: Set<String> = []
        let before = findings
        reader.read(sample, &findings) { name, array, findings in
            seen.insert(name)
            guard let collector = collectors.first(where: { $0.plan.spec.name == name }) else {
                findings.report(
                    "extra-array", "\(sample.path) has an array '\(name.prefix(60))' that the model has no input for",
                    hint: "the model has: \(collectors.map(\.plan.spec.description).joined(separator: ", "))")
                return
            }
            collector.add(array, of: sample, &findings)
        }
        // A file that could not be read to its end says nothing of what it lacks.
        guard findings == before || !seen.isEmpty else { return }
        for collector in collectors where !seen.contains(collector.plan.spec.name) {
            findings.report(
                "missing-array", "\(sample.path) has no array for the model's input \(collector.plan.spec.description)",
                hint: seen.isEmpty ? nil : "it has: \(seen.sorted().joined(separator: ", "))")
        }
    }

    private func write(
        _ folder: String, _ samples: [SampleFile], _ labels: ResolvedLabels, _ alphabet: [String]?,
        _ collectors: [InputCollector]
    ) throws(FileError) -> Summary {
        var inputs: [ManifestText.Input] = []
        var preparations: [String] = []
        for collector in collectors {
            let written = try collector.finish(folder: folder)
            inputs.append(
                ManifestText.Input(
                    name: collector.plan.spec.name, data: try data(written.file, in: folder),
                    shapes: try written.shapesFile.map { file throws(FileError) in try data(file, in: folder) }))
            if let preparation = written.preparation { preparations.append(preparation) }
        }
        try writeLines(samples.map(\.name), to: Self.namesFile, in: folder)
        var manifest = ManifestText(
            recipe: recipe, samples: samples.count, inputs: inputs, sampleNames: try data(Self.namesFile, in: folder),
            preparations: preparations)
        let classes = try write(labels, to: folder, of: &manifest)
        if let alphabet {
            try writeLines(alphabet, to: Self.alphabetFile, in: folder)
            manifest.alphabet = try data(Self.alphabetFile, in: folder)
        }
        try AtomicFile.write(manifest.text, to: folder + "/" + GoldenSetManifest.fileName)
        return Summary(samples: samples.count, classes: classes, preparations: preparations)
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
        }
    }

    private func writeLines(_ lines: [String], to name: String, in folder: String) throws(FileError) {
        try AtomicFile.write(lines.map { $0 + "\n" }.joined(), to: folder + "/" + name)
    }

    private func data(_ name: String, in folder: String) throws(FileError) -> ManifestText.DataFile {
        ManifestText.DataFile(path: name, digest: try SHA256.hexadecimal(ofFile: folder + "/" + name))
    }
}
