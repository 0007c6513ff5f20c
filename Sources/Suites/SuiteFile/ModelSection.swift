import Diagnostics
import Support

/// Reads `models:`.
struct ModelSection {
    let reader: YAMLReader
    let folder: SuiteFolder
    /// Names that `golden_sets:` declares.
    let goldenSets: [String]
    /// Labels that `runtimes:` declares.
    let runtimes: [String]

    /// All models; nil when any of them is broken, so that nothing is concluded from half of them.
    func models(_ node: YAMLNode) -> [ModelDeclaration]? {
        guard let mapping = reader.anyMapping(node, "'models'") else { return nil }
        guard !mapping.entries.isEmpty else {
            reader.report("no-models", "the suite has no models", at: node.location)
            return nil
        }
        let models = mapping.entries.map { entry -> ModelDeclaration? in
            let name = reader.name(entry.key, "a model's name", at: entry.keyLocation)
            return model(entry.value, name: name, at: entry.keyLocation)
        }
        let sound = models.compactMap { $0 }
        return sound.count == models.count ? sound : nil
    }

    private func model(_ node: YAMLNode, name: String?, at location: SourceLocation) -> ModelDeclaration? {
        let mapping = reader.mapping(
            node, "a model", required: ["golden_set", "variants"], optional: ["reference"])
        guard let mapping else { return nil }
        let goldenSet = mapping["golden_set"].flatMap {
            known($0, "golden set", goldenSets, code: "unknown-golden-set")
        }
        let variants = mapping["variants"].flatMap(variants)
        let declared = mapping["variants"].map(keys) ?? []
        let reference = mapping["reference"].map { known($0, "variant", declared, code: "unknown-reference") }
        // A reference that was given and is unknown makes the model broken; none at all does not.
        if case .some(nil) = reference { return nil }
        guard let name, let goldenSet, let variants else { return nil }
        return ModelDeclaration(
            name: name, goldenSet: goldenSet, reference: reference ?? nil, variants: variants, location: location)
    }

    private func variants(_ node: YAMLNode) -> [VariantDeclaration]? {
        guard let mapping = reader.anyMapping(node, "'variants'") else { return nil }
        guard !mapping.entries.isEmpty else {
            reader.report("no-variants", "the model has no variants", at: node.location)
            return nil
        }
        let variants = mapping.entries.map { entry -> VariantDeclaration? in
            let name = reader.name(entry.key, "a variant's name", at: entry.keyLocation)
            return variant(entry.value, name: name, at: entry.keyLocation)
        }
        let sound = variants.compactMap { $0 }
        return sound.count == variants.count ? sound : nil
    }

    private func variant(_ node: YAMLNode, name: String?, at location: SourceLocation) -> VariantDeclaration? {
        let mapping = reader.mapping(
            node, "a variant", required: ["file", "runtime"],
            optional: ["inputs", "outputs", "anchor", "custom_operators"])
        guard let mapping else { return nil }
        let file = mapping["file"].flatMap { node in
            reader.text(node, "a model file").map {
                LocatedPath(path: folder.absolute($0), location: node.location)
            }
        }
        let runtime = mapping["runtime"].flatMap { known($0, "runtime", runtimes, code: "unknown-runtime") }
        let tensors = TensorSection(reader: reader)
        let inputs = mapping["inputs"].map(tensors.inputs) ?? [:]
        let outputs = mapping["outputs"].map(tensors.outputs) ?? [:]
        let isAnchor = mapping["anchor"].map { reader.flag($0, "'anchor'") } ?? false
        let libraries = LibrarySection(reader: reader, folder: folder)
        let operators = mapping["custom_operators"].map(libraries.customOperators) ?? []
        guard let name, let file, let runtime, let inputs, let outputs, let isAnchor else { return nil }
        var variant = VariantDeclaration(
            name: name, file: file, runtime: runtime, inputs: inputs, outputs: outputs, isAnchor: isAnchor,
            location: location)
        variant.customOperators = operators
        return variant
    }

    /// A name that another part of the suite declares.
    private func known(_ node: YAMLNode, _ what: String, _ declared: [String], code: String) -> String? {
        guard let name = reader.text(node, "a \(what)'s name") else { return nil }
        guard declared.contains(name) else {
            reader.report(
                code, "unknown \(what) \(name.quotedForMessage)", at: node.location,
                hint: declared.isEmpty
                    ? "the suite declares none" : Suggestion.hint(for: name, among: declared))
            return nil
        }
        return name
    }

    private func keys(of node: YAMLNode) -> [String] {
        guard case .mapping(let mapping) = node.content else { return [] }
        return mapping.entries.map(\.key)
    }
}
