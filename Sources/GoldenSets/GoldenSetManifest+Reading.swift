import Diagnostics
import YAMLDocument

extension GoldenSetManifest {
    /// Reads a manifest; every finding is reported at its place.
    ///
    /// - Throws: `GoldenSetError.invalid` with all findings.
    static func read(_ document: YAMLDocument) throws(GoldenSetError) -> GoldenSetManifest {
        let reader = YAMLReader(codePrefix: "golden", document: document)
        let manifest = read(document.root, reader)
        guard let manifest, !reader.hasErrors else { throw .invalid(reader.findings) }
        return manifest
    }

    private static func read(_ root: YAMLNode, _ reader: YAMLReader) -> GoldenSetManifest? {
        let mapping = reader.mapping(
            root, "a golden set's manifest",
            required: [
                "golden", "id", "version", "title", "task", "source", "licence", "labelled", "limits", "samples",
                "inputs", "labels", "sample_names", "classes", "output",
            ],
            optional: ["top_k"])
        guard let mapping else { return nil }

        func text(_ key: String) -> String? { mapping[key].flatMap { reader.text($0, "'\(key)'") } }
        func file(_ key: String) -> DataFile? { mapping[key].flatMap { dataFile($0, "'\(key)'", reader) } }

        if let format = mapping["golden"], let number = reader.text(format, "'golden'"), number != "1" {
            reader.report(
                "format", "this manifest is of format \(number.quotedForMessage); this Pawl reads format 1",
                at: format.location)
        }
        // Every value is read before the first missing one ends the reading, so that all findings are there.
        let id = mapping["id"].flatMap { reader.name($0, "a golden set's id") }
        let version = mapping["version"].flatMap { reader.name($0, "a golden set's version") }
        let title = text("title"), source = text("source"), licence = text("licence")
        let labelled = text("labelled"), limits = text("limits")
        let task = mapping["task"].flatMap { reader.choice($0, "task", among: Task.allCases.map(\.rawValue)) }
        let samples = mapping["samples"].flatMap { reader.integer($0, "'samples'", in: 1...100_000_000) }
        let inputs = mapping["inputs"].flatMap { dataFiles($0, reader) }
        let labels = file("labels"), sampleNames = file("sample_names"), classes = file("classes")
        let output = mapping["output"].flatMap { readOutput($0, reader) }
        let topK = mapping["top_k"].flatMap { reader.integer($0, "'top_k'", in: 1...1000) }

        guard let id, let version, let title, let source, let licence, let labelled, let limits, let samples,
            let task = task.flatMap(Task.init(rawValue:)), let inputs, let labels, let sampleNames, let classes,
            let output
        else { return nil }
        return GoldenSetManifest(
            id: id, version: version, title: title, task: task, source: source, licence: licence, labelled: labelled,
            limits: limits, samples: samples, inputs: inputs, labels: labels, sampleNames: sampleNames,
            classes: classes, output: output, topK: topK ?? defaultTopK)
    }

    private static func readOutput(_ node: YAMLNode, _ reader: YAMLReader) -> Output? {
        guard let mapping = reader.mapping(node, "'output'", required: ["name", "scores"]) else { return nil }
        let name = mapping["name"].flatMap { reader.text($0, "the output's name") }
        let scores = mapping["scores"].flatMap {
            reader.choice($0, "kind of scores", among: ScoreKind.allCases.map(\.rawValue))
        }
        guard let name, let scores = scores.flatMap(ScoreKind.init(rawValue:)) else { return nil }
        return Output(name: name, scores: scores)
    }

    private static func dataFiles(_ node: YAMLNode, _ reader: YAMLReader) -> [String: DataFile]? {
        guard let mapping = reader.anyMapping(node, "'inputs'") else { return nil }
        guard !mapping.entries.isEmpty else {
            reader.report("wrong-type", "'inputs' must name at least one input", at: node.location)
            return nil
        }
        var files: [String: DataFile] = [:]
        for entry in mapping.entries {
            let name = reader.text(entry.key, "an input's name", at: entry.keyLocation)
            let file = dataFile(entry.value, "input \(entry.key.quotedForMessage)", reader)
            if let name, let file { files[name] = file }
        }
        return files
    }

    private static func dataFile(_ node: YAMLNode, _ what: String, _ reader: YAMLReader) -> DataFile? {
        guard let mapping = reader.mapping(node, what, required: ["file", "sha256"]) else { return nil }
        let path = mapping["file"].flatMap { relativePath($0, reader) }
        let digest = mapping["sha256"].flatMap { readDigest($0, reader) }
        guard let path, let digest, let location = mapping["file"]?.location else { return nil }
        return DataFile(path: path, digest: digest, location: location)
    }

    /// A path that cannot leave the folder by its words; links are checked when the file is opened.
    private static func relativePath(_ node: YAMLNode, _ reader: YAMLReader) -> String? {
        guard let path = reader.text(node, "a data file's path") else { return nil }
        let components = path.split(separator: "/", omittingEmptySubsequences: false)
        guard components.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." }) else {
            reader.report(
                "path", "the path \(path.quotedForMessage) must stay inside the golden set's folder",
                at: node.location, hint: "write it relative to golden.yaml, without '.', '..' and a leading '/'")
            return nil
        }
        return path
    }

    private static func readDigest(_ node: YAMLNode, _ reader: YAMLReader) -> String? {
        guard let digest = reader.text(node, "'sha256'") else { return nil }
        let isHexadecimal = digest.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
        }
        guard isHexadecimal, digest.utf8.count == 64 else {
            reader.report(
                "invalid-value", "'sha256' must be 64 lower-case hexadecimal digits, not \(digest.quotedForMessage)",
                at: node.location, hint: "'sha256sum FILE' prints it")
            return nil
        }
        return digest
    }
}
