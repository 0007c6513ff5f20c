import Diagnostics
import Records
import Support

/// Reads `gates:`; a gate that could never say anything useful is refused here rather than judged later.
struct GateSection {
    let reader: YAMLReader
    /// Nil when some model is broken; then no gate is compared with the models.
    let models: [ModelDeclaration]?

    func gates(_ node: YAMLNode) -> [Gate] {
        guard let items = reader.list(node, "'gates'") else { return [] }
        return items.enumerated().compactMap { index, item in gate(item, index: index) }
    }

    private func gate(_ node: YAMLNode, index: Int) -> Gate? {
        let mapping = reader.mapping(
            node, "a gate", required: ["metric"],
            optional: ["against"] + GateLimitKind.allCases.map(\.rawValue)
                + ["models", "variants", "slices", "min_samples"])
        guard let mapping else { return nil }
        let metric = mapping["metric"].flatMap { reader.choice($0, "metric", among: Metric.allCases.map(\.rawValue)) }
            .flatMap(Metric.init(rawValue:))
        let against = against(mapping["against"])
        let modelPatterns = mapping["models"].map { patterns($0, "'models'") } ?? []
        let variantPatterns = mapping["variants"].map { patterns($0, "'variants'") } ?? []
        let limit = limit(mapping, metric: metric)
        let slicing = SliceSection(reader: reader).slicing(mapping, metric, limit?.kind)
        guard let metric, let against, let limit else { return nil }
        checkAgainst(against, limit.kind, metric, mapping)
        let gate = Gate(
            index: index, metric: metric, against: against, limit: limit.limit, models: modelPatterns,
            variants: variantPatterns, slices: slicing.columns, minimumSamples: slicing.minimumSamples,
            location: node.location)
        checkScope(gate, mapping)
        return gate
    }

    private func against(_ node: YAMLNode?) -> Gate.Counterpart? {
        guard let node else { return .nothing }
        let known: [Gate.Counterpart] = [.reference, .baseline]
        return reader.choice(node, "'against'", among: known.map(\.rawValue)).flatMap(Gate.Counterpart.init(rawValue:))
    }

    private func patterns(_ node: YAMLNode, _ what: String) -> [String] {
        guard let patterns = reader.texts(node, what) else { return [] }
        if case .sequence(let items) = node.content, items.isEmpty {
            reader.report(
                "invalid-value", "\(what) is an empty list", at: node.location,
                hint: "leave the key out to judge all, or name some: [pattern, ...]")
        }
        return patterns
    }

    private func limit(_ mapping: YAMLMapping, metric: Metric?) -> (kind: GateLimitKind, limit: Gate.Limit)? {
        let given = mapping.entries.compactMap { entry in GateLimitKind(rawValue: entry.key).map { ($0, entry) } }
        let all = GateLimitKind.allCases.map(\.rawValue).joined(separator: ", ")
        guard let (kind, entry) = given.first else {
            reader.report(
                "no-limit", "the gate has no limit", at: mapping.location,
                hint: "give one of: " + (metric.map(Self.fittingNames) ?? all))
            return nil
        }
        if given.count > 1 {
            reader.report(
                "several-limits", "the gate has a limit already: '\(kind.rawValue)'", at: given[1].1.keyLocation,
                hint: "write one gate for each limit")
            return nil
        }
        guard let metric else { return nil }
        guard GateLimitKind.fitting(metric).contains(kind) else {
            reader.report(
                "limit-kind", "'\(kind.rawValue)' does not fit \(metric.rawValue)", at: entry.keyLocation,
                hint: "limits of \(metric.rawValue): \(Self.fittingNames(metric))")
            return nil
        }
        let scale = kind.scale(for: metric)
        guard let value = reader.quantity(entry.value, "'\(kind.rawValue)'", as: scale) else { return nil }
        if let objection = kind.objection(to: value, of: metric) {
            reader.report(
                "limit-value",
                "'\(kind.rawValue)' of \(metric.rawValue) cannot be \(Quantity.limitText(value, as: scale))",
                at: entry.value.location, hint: objection)
            return nil
        }
        return (kind, kind.limit(value))
    }

    private static func fittingNames(_ metric: Metric) -> String {
        GateLimitKind.fitting(metric).map(\.rawValue).joined(separator: ", ")
    }

    private func checkAgainst(
        _ against: Gate.Counterpart, _ kind: GateLimitKind, _ metric: Metric, _ mapping: YAMLMapping
    ) {
        if kind.compares(metric), against == .nothing {
            reader.report(
                "no-against", "'\(kind.rawValue)' of \(metric.rawValue) compares, and the gate does not say with what",
                at: mapping.location, hint: "add 'against: reference' or 'against: baseline'")
        }
        if !kind.compares(metric), let node = mapping["against"] {
            let comparing = GateLimitKind.fitting(metric).filter { $0.compares(metric) }.map(\.rawValue)
            reader.report(
                "needless-against",
                "'\(kind.rawValue)' of \(metric.rawValue) limits the value itself and compares with nothing",
                at: node.location,
                hint: "remove 'against'"
                    + (comparing.isEmpty ? "" : ", or compare with \(comparing.joined(separator: " or "))"))
        }
    }

    /// Holds the gate against the models: patterns that match nothing, references that are not there.
    private func checkScope(_ gate: Gate, _ mapping: YAMLMapping) {
        guard let models else { return }
        warnOfIdlePatterns(mapping["models"], "model", among: models.map(\.name))
        let judged = models.filter { Gate.matches(gate.models, $0.name) }
        warnOfIdlePatterns(mapping["variants"], "variant", among: judged.flatMap(\.variants).map(\.name))
        guard gate.against == .reference, let node = mapping["against"] else { return }
        let without = judged.filter { $0.reference == nil }.map(\.name)
        if !without.isEmpty {
            reader.report(
                "no-reference",
                "the gate compares with a reference that \(without.joined(separator: ", ")) "
                    + (without.count == 1 ? "does not name" : "do not name"),
                at: node.location, hint: "add 'reference: VARIANT' to the model, or limit the gate with 'models'")
        }
        let candidates = judged.contains { model in
            model.variants.contains { $0.name != model.reference && Gate.matches(gate.variants, $0.name) }
        }
        if !judged.isEmpty, without.isEmpty, !candidates {
            reader.report(
                "idle-gate", "the gate judges nothing: its only variant is the reference itself", at: node.location,
                severity: .warning)
        }
    }

    private func warnOfIdlePatterns(_ node: YAMLNode?, _ what: String, among names: [String]) {
        guard case .sequence(let items) = node?.content else { return }
        for item in items {
            guard case .scalar(let scalar) = item.content, !scalar.isNull else { continue }
            let pattern = GlobPattern(scalar.text)
            guard !names.contains(where: pattern.matches) else { continue }
            reader.report(
                "idle-pattern", "\(scalar.text.quotedForMessage) matches no \(what)", at: item.location,
                hint: names.isEmpty ? nil : Suggestion.hint(for: scalar.text, among: Set(names)), severity: .warning)
        }
    }
}
