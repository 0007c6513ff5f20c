import Diagnostics
import Support

/// Reads `runtimes`: what runs the models, and how.
struct RuntimeSection {
    let reader: YAMLReader
    let folder: SuiteFolder

    func runtimes(_ node: YAMLNode) -> [String: RuntimeDeclaration]? {
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
        let (known, hasWorker, hasLibrary) = preview(node)
        let keys = known.flatMap { name in RuntimeKeys.taken(by: name, inWorker: hasWorker).map { (name, $0) } }
        let mapping = reader.mapping(
            node, keys.map { "the runtime '\($0.0)'" } ?? "a runtime",
            required: hasLibrary ? ["name"] : ["name", "version"],
            optional: (hasLibrary ? ["version"] : []) + ["threads", "worker", "push"] + (keys?.1 ?? RuntimeKeys.all))
        guard let mapping else { return nil }
        let name = mapping["name"].flatMap { reader.name($0, "a runtime's name") }
        if let name, !hasWorker, !RuntimeKeys.names.contains(name), let node = mapping["name"] {
            reader.report(
                "unknown-runtime-name", "unknown runtime \(name.quotedForMessage)", at: node.location,
                hint: Suggestion.hint(for: name, among: RuntimeKeys.names)
                    + "; any other runs in a program of yours: worker: [PROGRAM, ...]")
        }
        let version = mapping["version"].flatMap { reader.name($0, "a runtime's version") }
        var runtime = RuntimeDeclaration(
            label: label, name: name ?? "", version: version ?? "", location: node.location)
        readOptions(mapping, into: &runtime)
        readWorker(mapping, into: &runtime)
        readLibraries(mapping, into: &runtime)
        let isWhole = name != nil && (version != nil || hasLibrary && mapping["version"] == nil)
        return isWhole ? runtime : nil
    }

    /// Files of the runtime's own and beside it, which are opened on this machine.
    private func readLibraries(_ mapping: YAMLMapping, into runtime: inout RuntimeDeclaration) {
        let libraries = LibrarySection(reader: reader, folder: folder)
        runtime.library = mapping["library"].flatMap { libraries.path($0, "'library'") }?.path
        runtime.customOperators = mapping["custom_operators"].map(libraries.customOperators) ?? []
        runtime.providerLibrary = mapping["provider_library"].flatMap { libraries.path($0, "'provider_library'") }
        for key in ["library", "custom_operators", "provider_library"] where runtime.worker != nil {
            guard let node = mapping[key] else { continue }
            reader.report(
                "invalid-value", "'\(key)' names a file here, and 'worker' runs the models elsewhere",
                at: node.location,
                hint: "let the worker's own command name it, or leave out 'worker'")
        }
    }

    private func readOptions(_ mapping: YAMLMapping, into runtime: inout RuntimeDeclaration) {
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
        for key in ["session_config", "properties", "options"] {
            if let entries = mapping[key].flatMap({ reader.textsByKey($0, "'\(key)'") }) {
                runtime.sessionConfiguration.merge(entries) { _, later in later }
            }
        }
    }

    private func readWorker(_ mapping: YAMLMapping, into runtime: inout RuntimeDeclaration) {
        if let node = mapping["worker"], var words = reader.texts(node, "'worker'") {
            if words.isEmpty {
                reader.report(
                    "invalid-value", "'worker' must name a program", at: node.location,
                    hint: "such as worker: [ssh, board, pawl, worker]")
            } else {
                // A program named with a slash lies beside the suite, as every path in it; others are looked for in PATH.
                if words[0].contains("/") { words[0] = folder.absolute(words[0]) }
                runtime.worker = words
            }
        }
        guard let node = mapping["push"], let words = reader.texts(node, "'push'") else { return }
        let lacking = PushTemplate.lacking(in: words)
        guard runtime.worker != nil, lacking.isEmpty else {
            reader.report(
                "invalid-value",
                runtime.worker == nil
                    ? "'push' copies files for a 'worker', and none is declared"
                    : "'push' must be a program whose arguments hold \(lacking.joined(separator: " and "))",
                at: node.location,
                hint: "such as push: [scp, -q, \"{source}\", \"board:{destination}\"]")
            return
        }
        runtime.push = words
    }

    /// Name, worker and library are read ahead of the other keys: they say which of them there may be.
    private func preview(_ node: YAMLNode) -> (name: String?, hasWorker: Bool, hasLibrary: Bool) {
        guard case .mapping(let mapping) = node.content else { return (nil, false, false) }
        let has = (mapping["worker"] != nil, mapping["library"] != nil)
        guard case .scalar(let scalar)? = mapping["name"]?.content else { return (nil, has.0, has.1) }
        return (scalar.text, has.0, has.1)
    }
}
