import Diagnostics
import Support

/// Reads the part of a manifest that its task decides: where the ground truth is, and which outputs are compared with them.
struct GoldenTaskSection {
    typealias DataFile = GoldenSetManifest.DataFile
    typealias Keys = (required: [String], optional: [String])

    let reader: YAMLReader
    let mapping: YAMLMapping

    static func keys(_ kind: GoldenTask.Kind) -> Keys {
        switch kind {
        case .classification: (["labels", "classes", "output"], ["top_k"])
        case .binary: (["labels", "classes", "output"], [])
        case .sequence: (["labels", "alphabet", "output"], ["ignore_spaces"])
        case .embedding: (["output"], ["labels", "pairs", "similarities", "top_k"])
        case .regression: (["labels", "output"], ["unit"])
        case .detection: (["boxes", "box_format", "box_classes", "box_samples", "classes", "output"], ["crowd"])
        case .segmentation: (["masks", "classes", "output"], ["ignore"])
        case .anomaly: (["labels", "output"], ["max_fpr"])
        case .fidelity: (["output"], [])
        }
    }

    /// Of every task; for manifests whose task is unknown.
    static var allKeys: [String] {
        Set(GoldenTask.Kind.allCases.flatMap { keys($0).required + keys($0).optional }).sorted()
    }

    func task(_ kind: GoldenTask.Kind) -> GoldenTask? {
        switch kind {
        case .classification: classification()
        case .binary: binary()
        case .sequence: sequence()
        case .embedding: embedding()
        case .regression: regression()
        case .detection: detection()
        case .segmentation: segmentation()
        case .anomaly: anomaly()
        case .fidelity: output(required: ["name"])?.text("name").map { .fidelity(output: $0) }
        }
    }

    private func classification() -> GoldenTask? {
        let (labels, remapped) = classLabels(), classes = file("classes")
        let output = output(required: ["name", "scores"])
        let name = output?.text("name"), scores: ClassOutput? = output?.choice("scores", "kind of scores")
        let topK = integer("top_k", in: 1...1000)
        if scores == .labels, let node = mapping["top_k"] ?? mapping["groups"] {
            let key = mapping["top_k"] == nil ? "groups" : "top_k"
            reader.report(
                "labels-alone",
                "'\(key)' needs scores, and 'scores: labels' says that the output holds the class itself",
                at: node.location, hint: "leave '\(key)' out, or judge an output of probabilities or logits")
        }
        guard let labels, let classes, let name, let scores else { return nil }
        return .classification(
            .init(
                labels: labels, remapped: remapped, classes: classes, output: name,
                scores: ScoreKind(rawValue: scores.rawValue),
                topK: topK ?? GoldenSetManifest.defaultTopK))
    }

    /// What an output says of a sample's class; `labels` is the class itself.
    private enum ClassOutput: String, CaseIterable { case probabilities, logits, labels }

    private func binary() -> GoldenTask? {
        let (labels, remapped) = classLabels(), classes = file("classes")
        let output = output(required: ["name", "scores"], optional: ["threshold"])
        let name = output?.text("name"), scores: ScoreKind? = output?.choice("scores", "kind of scores")
        let threshold = output?.number("threshold", in: 0...1)
        guard let labels, let classes, let name, let scores else { return nil }
        return .binary(
            .init(
                labels: labels, remapped: remapped, classes: classes, output: name, scores: scores,
                threshold: threshold ?? 0.5))
    }

    private func sequence() -> GoldenTask? {
        let labels = file("labels"), alphabet = file("alphabet")
        let output = output(required: ["name", "decoding"], optional: ["blank"])
        let name = output?.text("name")
        let decoding: GoldenTask.Sequence.Decoding? = output?.choice("decoding", "decoding")
        let blank = output?.integer("blank", in: 0...1_000_000)
        let ignoresSpaces = mapping["ignore_spaces"].flatMap { reader.flag($0, "'ignore_spaces'") }
        guard let labels, let alphabet, let name, let decoding else { return nil }
        return .sequence(
            .init(
                labels: labels, alphabet: alphabet, output: name, decoding: decoding, blank: blank ?? 0,
                ignoresSpaces: ignoresSpaces ?? false))
    }

    private func embedding() -> GoldenTask? {
        let name = output(required: ["name"])?.text("name")
        let pairs = file("pairs"), similarities = file("similarities")
        if (mapping["pairs"] == nil) != (mapping["similarities"] == nil) {
            reader.report(
                "pairs", "'pairs' and 'similarities' belong together", at: mapping.location,
                hint: "give both for Spearman's correlation, or none")
        }
        let labels = file("labels"), topK = integer("top_k", in: 1...1000)
        guard let name else { return nil }
        var known: GoldenTask.Embedding.Pairs?
        if let pairs, let similarities { known = .init(pairs: pairs, similarities: similarities) }
        return .embedding(
            .init(output: name, labels: labels, pairs: known, topK: topK ?? GoldenSetManifest.defaultTopK))
    }

    private func regression() -> GoldenTask? {
        let labels = file("labels"), name = output(required: ["name"])?.text("name")
        let unit = mapping["unit"].flatMap { reader.text($0, "'unit'") }
        guard let labels, let name else { return nil }
        return .regression(.init(labels: labels, output: name, unit: unit))
    }

    private func detection() -> GoldenTask? {
        let boxes = file("boxes"), boxClasses = file("box_classes"), boxSamples = file("box_samples")
        let classes = file("classes"), crowd = file("crowd")
        let boxFormat = mapping["box_format"].flatMap { node in
            reader.choice(node, "'box_format'", among: GoldenTask.Detection.BoxFormat.allCases.map(\.rawValue))
        }.flatMap(GoldenTask.Detection.BoxFormat.init(rawValue:))
        let output = output(required: ["boxes", "scores", "labels", "format"], optional: ["count"])
        let boxesOutput = output?.text("boxes"), scores = output?.text("scores"), labels = output?.text("labels")
        let count = output?.text("count")
        let format: GoldenTask.Detection.BoxFormat? = output?.choice("format", "format of boxes")
        guard let boxes, let boxClasses, let boxSamples, let classes, let boxFormat, let boxesOutput, let scores,
            let labels, let format
        else { return nil }
        return .detection(
            .init(
                boxes: boxes, boxFormat: boxFormat, boxClasses: boxClasses, boxSamples: boxSamples, crowd: crowd,
                classes: classes, boxesOutput: boxesOutput, scoresOutput: scores, labelsOutput: labels,
                countOutput: count, outputFormat: format))
    }

    private func segmentation() -> GoldenTask? {
        let masks = file("masks"), classes = file("classes"), ignore = integer("ignore", in: 0...65_535)
        let output = output(required: ["name", "layout"])
        let name = output?.text("name")
        let layout: GoldenTask.Segmentation.Layout? = output?.choice("layout", "layout")
        guard let masks, let classes, let name, let layout else { return nil }
        return .segmentation(.init(masks: masks, ignore: ignore, classes: classes, output: name, layout: layout))
    }

    private func anomaly() -> GoldenTask? {
        let (labels, remapped) = classLabels()
        let output = output(required: ["name", "score"], optional: ["of"])
        let name = output?.text("name"), score: AnomalyScore? = output?.choice("score", "score")
        let reconstructed = output?.text("of")
        if let output, let score, (score != .reconstructionError) != (reconstructed == nil) {
            reader.report(
                "reconstruction",
                "'score: \(score.rawValue)' "
                    + (score != .reconstructionError ? "has no 'of'" : "must say of which input"),
                at: output.mapping.location,
                hint:
                    "write '{ name: OUTPUT, score: reconstruction_error, of: INPUT }' or '{ name: OUTPUT, score: value }', "
                    + "'score: normality' where higher is normal"
            )
        }
        let rate = mapping["max_fpr"].flatMap { number($0, "'max_fpr'", in: 0.000_001...1) }
        guard let labels, let name, score != nil else { return nil }
        return .anomaly(
            .init(
                labels: labels, remapped: remapped, output: name, reconstructs: reconstructed,
                isNormality: score == .normality,
                maximumFalsePositiveRate: rate ?? 0.1))
    }

    private enum AnomalyScore: String, CaseIterable {
        case value, normality
        case reconstructionError = "reconstruction_error"
    }

    // MARK: - Parts

    private func file(_ key: String) -> DataFile? {
        mapping[key].flatMap { DataFileSection(reader: reader).file($0, "'\(key)'") }
    }

    private func classLabels() -> (DataFile?, LabelMapping?) {
        guard let node = mapping["labels"] else { return (nil, nil) }
        return DataFileSection(reader: reader).labels(node)
    }

    private func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        mapping[key].flatMap { reader.integer($0, "'\(key)'", in: range) }
    }

    private func number(_ node: YAMLNode, _ what: String, in range: ClosedRange<Double>) -> Double? {
        guard let text = reader.text(node, what) else { return nil }
        guard let number = Double(text), range.contains(number) else {
            reader.report(
                "invalid-value",
                "\(what) must be a number from \(range.lowerBound) to \(range.upperBound), not \(text.quotedForMessage)",
                at: node.location)
            return nil
        }
        return number
    }

    private func output(required: [String], optional: [String] = []) -> OutputMapping? {
        mapping["output"].flatMap { reader.mapping($0, "'output'", required: required, optional: optional) }
            .map { OutputMapping(section: self, mapping: $0) }
    }

    /// What stands under `output:`.
    private struct OutputMapping {
        let section: GoldenTaskSection
        let mapping: YAMLMapping

        func text(_ key: String) -> String? {
            mapping[key].flatMap { section.reader.text($0, "'\(key)' of the output") }
        }

        func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
            mapping[key].flatMap { section.reader.integer($0, "'\(key)'", in: range) }
        }

        func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
            mapping[key].flatMap { section.number($0, "'\(key)'", in: range) }
        }

        func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, _ what: String) -> Choice? {
            mapping[key].flatMap { section.reader.choice($0, what, among: Choice.allCases.map(\.rawValue)) }
                .flatMap(Choice.init(rawValue:))
        }
    }
}
