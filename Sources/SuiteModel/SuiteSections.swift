import Diagnostics
import Measures
import Records
import YAMLDocument

/// Reads the sections of a suite, each as far as it goes, so that one mistake does not hide the others.
struct SuiteSections {
    let reader: YAMLReader
    let folder: SuiteFolder

    func read(_ root: YAMLNode, file: String, digest: String) -> Suite? {
        let mapping = reader.mapping(
            root, "the suite", required: ["pawl", "suite", "golden_sets", "runtimes", "models"],
            optional: ["gates", "measurement", "on_inconclusive"])
        guard let mapping else { return nil }
        Self.checkFormat(mapping["pawl"], of: "suite", reader)
        let name = mapping["suite"].flatMap { reader.name($0, "a suite's name") }
        let goldenSets = mapping["golden_sets"].flatMap(goldenSets)
        let runtimes = mapping["runtimes"].flatMap(runtimes)
        let models = mapping["models"].flatMap { node in
            ModelSection(
                reader: reader, folder: folder, goldenSets: keys(of: mapping["golden_sets"]),
                runtimes: keys(of: mapping["runtimes"])
            ).models(node)
        }
        let gates = mapping["gates"].map { GateSection(reader: reader, models: models).gates($0) } ?? []
        let measurement = mapping["measurement"].map { MeasurementSection(reader: reader).policy($0) }
        let onInconclusive = mapping["on_inconclusive"].flatMap {
            reader.choice($0, "'on_inconclusive'", among: InconclusivePolicy.allCases.map(\.rawValue))
        }
        guard let name, let goldenSets, let runtimes, let models else { return nil }
        return Suite(
            name: name, file: file, digest: digest, goldenSets: goldenSets, runtimes: runtimes, models: models,
            gates: gates, measurement: measurement ?? MeasurementPolicy(),
            onInconclusive: onInconclusive.flatMap(InconclusivePolicy.init(rawValue:)) ?? .fail)
    }

    /// - Parameter what: the kind of file, for the message.
    static func checkFormat(_ node: YAMLNode?, of what: String, _ reader: YAMLReader) {
        guard let node, let format = reader.text(node, "'pawl'"), format != SuiteReader.format else { return }
        reader.report(
            "format",
            "this \(what) is of format \(format.quotedForMessage); this Pawl reads format \(SuiteReader.format)",
            at: node.location,
            hint: "write 'pawl: \(SuiteReader.format)', or use the Pawl that the \(what) was made for")
    }

    private func goldenSets(_ node: YAMLNode) -> [String: LocatedPath]? {
        guard let mapping = reader.anyMapping(node, "'golden_sets'") else { return nil }
        var sets: [String: LocatedPath] = [:]
        for entry in mapping.entries {
            let name = reader.name(entry.key, "a golden set's name", at: entry.keyLocation)
            guard let path = reader.text(entry.value, "a golden set's folder"), let name else { continue }
            sets[name] = LocatedPath(path: folder.absolute(path), location: entry.value.location)
        }
        return sets
    }

    private func runtimes(_ node: YAMLNode) -> [String: RuntimeDeclaration]? {
        guard let mapping = reader.anyMapping(node, "'runtimes'") else { return nil }
        var runtimes: [String: RuntimeDeclaration] = [:]
        for entry in mapping.entries {
            let label = reader.name(entry.key, "a runtime's label", at: entry.keyLocation)
            guard let runtime = runtime(entry.value, label: label ?? ""), let label else { continue }
            runtimes[label] = runtime
        }
        return runtimes
    }

    private func runtime(_ node: YAMLNode, label: String) -> RuntimeDeclaration? {
        let keys = nameOfRuntime(node).flatMap { name in RuntimeKeys.taken(by: name).map { (name, $0) } }
        let mapping = reader.mapping(
            node, keys.map { "the runtime '\($0.0)'" } ?? "a runtime", required: ["name", "version"],
            optional: ["threads"] + (keys?.1 ?? RuntimeKeys.all))
        guard let mapping else { return nil }
        let name = mapping["name"].flatMap { reader.name($0, "a runtime's name") }
        let version = mapping["version"].flatMap { reader.name($0, "a runtime's version") }
        var runtime = RuntimeDeclaration(
            label: label, name: name ?? "", version: version ?? "", location: node.location)
        if let provider = mapping["provider"].flatMap({ reader.name($0, "a provider") }) { runtime.provider = provider }
        if let options = mapping["provider_options"].flatMap({ reader.textsByKey($0, "'provider_options'") }) {
            runtime.providerOptions = options
        }
        if let threads = mapping["threads"].flatMap({ reader.integer($0, "'threads'", in: 1...1024) }) {
            runtime.threads = threads
        }
        let levels = ["none", "basic", "extended", "all"]
        if let level = mapping["graph_optimization"].flatMap({
            reader.choice($0, "'graph_optimization'", among: levels)
        }) {
            runtime.graphOptimization = level
        }
        if let arena = mapping["arena"].flatMap({ reader.flag($0, "'arena'") }) { runtime.usesArena = arena }
        if let pattern = mapping["memory_pattern"].flatMap({ reader.flag($0, "'memory_pattern'") }) {
            runtime.usesMemoryPattern = pattern
        }
        if let xnnpack = mapping["xnnpack"].flatMap({ reader.flag($0, "'xnnpack'") }) { runtime.usesXNNPACK = xnnpack }
        if let precision = mapping["precision"].flatMap({
            reader.choice($0, "'precision'", among: ["f32", "bf16", "f16"])
        }) {
            runtime.precision = precision
        }
        for key in ["session_config", "properties"] {
            if let entries = mapping[key].flatMap({ reader.textsByKey($0, "'\(key)'") }) {
                runtime.sessionConfiguration.merge(entries) { _, later in later }
            }
        }
        return name == nil || version == nil ? nil : runtime
    }

    /// Read ahead of the other keys: it says which of them there may be.
    private func nameOfRuntime(_ node: YAMLNode) -> String? {
        guard case .mapping(let mapping) = node.content, case .scalar(let scalar)? = mapping["name"]?.content else {
            return nil
        }
        return scalar.text
    }

    /// What the section declares, sound or not: a reference to a broken declaration is no second mistake.
    private func keys(of node: YAMLNode?) -> [String] {
        guard case .mapping(let mapping) = node?.content else { return [] }
        return mapping.entries.map(\.key)
    }
}
