import InferenceCore
import Records
import Support

/// Writes a golden set's files once all samples are read.
extension GoldenSetCreator {
    /// The data files, then the manifest with their digests.
    func write(
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
        if !truth.columns.isEmpty { try AtomicFile.makeFolder(folder + "/" + Self.columnsFolder) }
        for column in truth.columns {
            let file = "\(Self.columnsFolder)/\(column.name).txt"
            try writeLines(column.indices.map { column.values[Int($0)] }, to: file, in: folder)
            manifest.columns.append((column.name, try data(file, in: folder)))
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
            samples: samples.count, groups: truth.groups.map { Set($0).count },
            columns: truth.columns.isEmpty ? nil : truth.columns.map(\.name), classes: classes,
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
