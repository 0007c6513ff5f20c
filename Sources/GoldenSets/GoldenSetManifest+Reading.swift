import Diagnostics
import Support

extension GoldenSetManifest {
    private static let everyTask = [
        "golden", "id", "version", "title", "task", "source", "licence", "labelled", "limits", "samples", "inputs",
        "sample_names",
    ]
    private static let everyTaskMayHave = ["state", "sequences", "groups", "columns", "fidelity_output"]

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
        // The task decides which keys there are; until it is known, all are.
        guard let entries = reader.anyMapping(root, "a golden set's manifest") else { return nil }
        let taskNode = entries["task"]
        let kind = taskNode.flatMap { reader.choice($0, "task", among: GoldenTask.Kind.allCases.map(\.rawValue)) }
            .flatMap(GoldenTask.Kind.init(rawValue:))
        let keys = kind.map(GoldenTaskSection.keys)
        let mapping = reader.mapping(
            root, "a golden set's manifest",
            required: everyTask + (keys?.required ?? []),
            optional: everyTaskMayHave + (keys?.optional ?? (taskNode == nil ? [] : GoldenTaskSection.allKeys)))
        guard let mapping else { return nil }
        let files = DataFileSection(reader: reader)

        func text(_ key: String) -> String? { mapping[key].flatMap { reader.text($0, "'\(key)'") } }

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
        let samples = mapping["samples"].flatMap { reader.integer($0, "'samples'", in: 1...100_000_000) }
        let inputs = mapping["inputs"].flatMap { files.inputs($0) }
        let sampleNames = mapping["sample_names"].flatMap { files.file($0, "'sample_names'") }
        let sequences = mapping["sequences"].flatMap { files.file($0, "'sequences'") }
        let groups = mapping["groups"].flatMap { files.file($0, "'groups'") }
        if let node = mapping["groups"], let kind, !kind.takesGroups {
            reader.report(
                "groups",
                "'groups' averages what a model says of several samples, and the predictions of '\(kind.rawValue)' have no average",
                at: node.location,
                hint:
                    "groups are for \(GoldenTask.Kind.allCases.filter(\.takesGroups).map(\.rawValue).joined(separator: ", "))"
            )
        }
        let columns = mapping["columns"].flatMap { files.columns($0) } ?? []
        let state = mapping["state"].flatMap { reader.textsByKey($0, "'state'") } ?? [:]
        let fidelityOutputs = mapping["fidelity_output"].flatMap { names($0, "'fidelity_output'", reader) } ?? []
        let task = kind.flatMap { GoldenTaskSection(reader: reader, mapping: mapping).task($0) }
        if let node = mapping["state"] {
            check(state, inputs ?? [:], hasSequences: mapping["sequences"] != nil, at: node.location, reader)
        }
        guard let id, let version, let title, let source, let licence, let labelled, let limits, let samples,
            let inputs, let sampleNames, let task
        else { return nil }
        return GoldenSetManifest(
            id: id, version: version, title: title, source: source, licence: licence, labelled: labelled,
            limits: limits, samples: samples, inputs: inputs, state: state, sequences: sequences,
            sampleNames: sampleNames, groups: groups, columns: columns, task: task, fidelityOutputs: fidelityOutputs)
    }

    /// A text, or a list of different ones.
    private static func names(_ node: YAMLNode, _ what: String, _ reader: YAMLReader) -> [String]? {
        if case .scalar = node.content { return reader.text(node, what).map { [$0] } }
        guard let nodes = reader.list(node, what) else { return nil }
        let names = nodes.compactMap { reader.text($0, "an output in \(what)") }
        guard names.count == nodes.count else { return nil }
        guard !names.isEmpty, Set(names).count == names.count else {
            reader.report(
                "outputs", "\(what) must name at least one output, and each once", at: node.location,
                hint: "write \(what.filter { $0 != "'" }): [OUTPUT, OUTPUT]")
            return nil
        }
        return names
    }

    private static func check(
        _ state: [String: String], _ inputs: [String: Input], hasSequences: Bool, at location: SourceLocation,
        _ reader: YAMLReader
    ) {
        if !hasSequences {
            reader.report(
                "no-sequences", "'state' needs 'sequences': without them it is unknown where the state is reset",
                at: location, hint: "write 'sequences: { file: sequences.npy, sha256: ... }', an index a sample")
        }
        for name in state.keys.sorted() where inputs[name] != nil {
            reader.report(
                "state-input", "\(name.quotedForMessage) stands under 'inputs' and under 'state'", at: location,
                hint: "an input comes either from a file or from the sample before")
        }
    }
}
