import Foundation
import ModelFormats

extension ModelCorrespondence {
    private static let floatPrefix = "pawl.float/"
    private static let mixedPrefix = "pawl.mixed/"
    private static let replacedPrefix = "pawl.replaced/"
    private static let localPrefix = "pawl.local/"
    private static let shownPrefix = "pawl.shown/"

    /// A model with values to look at.
    package struct Showing {
        package var model: OnnxDraft
        /// What the model calls each value, by the reference's names.
        package var names: [String: String]
    }

    // MARK: - Some layers in float

    /// The candidate with some layers computed as the reference computes them, from inputs that are not quantised for them.
    ///
    /// - Parameters:
    ///   - layers: positions in `layers`.
    ///   - mixed: those of them that still read their inputs as they are quantised in the candidate, so that only what they
    ///     compute, and with which weights, is the reference's.
    package func candidate(
        inFloat chosen: Set<Int>, quantisedInputs mixed: Set<Int> = []
    ) throws(OnnxGraftError) -> OnnxDraft {
        var draft = candidate
        var bridge = TypeBridge()
        var given: [String: String] = [:]
        var replaced: [String: String] = [:]
        for output in chosen.flatMap({ layers[$0].outputs }) {
            guard let counterpart = counterparts[output] else { continue }
            replaced[counterpart.name] = Self.replacedPrefix + counterpart.name
            switch counterpart.form {
            case .same: given[output] = counterpart.name
            case .cast(let code):
                given[output] = Self.floatPrefix + output
                bridge.cast(Self.floatPrefix + output, to: code, as: counterpart.name)
            case .quantised(let scale, let zeroPoint):
                given[output] = Self.floatPrefix + output
                bridge.quantise(Self.floatPrefix + output, scale, zeroPoint, as: counterpart.name)
            }
        }
        for index in draft.nodes.indices {
            draft.nodes[index].outputs = draft.nodes[index].outputs.map { replaced[$0] ?? $0 }
        }
        func wanted(_ layers: Set<Int>) -> [String: String] {
            var wanted: [String: String] = [:]
            for output in layers.flatMap({ self.layers[$0].outputs }) { wanted[output] = given[output] }
            return wanted
        }
        try draft.graft(wanted(chosen.subtracting(mixed)), from: reference, prefix: Self.floatPrefix) {
            given[$0] ?? asFloat($0, &bridge)
        }
        for layer in chosen.intersection(mixed).sorted() {
            try draft.graft(wanted([layer]), from: reference, prefix: "\(Self.mixedPrefix)\(layer)/") {
                asQuantised($0, &bridge) ?? given[$0] ?? asFloat($0, &bridge)
            }
        }
        bridge.finish(&draft)
        draft.removeUnused()
        return draft
    }

    /// Whether the candidate quantises anything that a layer reads, as a step of its own.
    package func quantisesInputs(of layer: Int) -> Bool {
        var bridge = TypeBridge()
        return layers[layer].inputs.contains { asQuantised($0, &bridge) != nil }
    }

    /// The candidate's name of a value in the reference's type; nil where it has none.
    private func asFloat(_ name: String, _ bridge: inout TypeBridge) -> String? {
        guard let counterpart = counterparts[name] else { return nil }
        switch counterpart.form {
        case .same: return counterpart.name
        case .cast: return bridge.cast(counterpart.name, to: referenceCodes[name] ?? 1, as: Self.shownPrefix + name)
        case .quantised(let scale, let zeroPoint):
            return bridge.dequantise(counterpart.name, scale, zeroPoint, as: Self.shownPrefix + name)
        }
    }

    /// A value after the candidate's quantisation of it; nil where it does not quantise it, or not as a step of its own.
    private func asQuantised(_ name: String, _ bridge: inout TypeBridge) -> String? {
        guard let counterpart = counterparts[name] else { return nil }
        if let dequantised = counterpart.dequantised { return dequantised }
        if case .quantised = counterpart.form { return asFloat(name, &bridge) }
        for node in candidate.nodes
        where node.type == "DynamicQuantizeLinear" && node.inputs.first == counterpart.name && node.outputs.count == 3 {
            return bridge.dequantise(node.outputs[0], node.outputs[1], node.outputs[2], as: Self.shownPrefix + name)
        }
        return nil
    }

    // MARK: - Values to look at

    /// The candidate, with values as those that read them get them.
    package func candidate(showing values: [String]) -> Showing {
        var draft = candidate
        var bridge = TypeBridge()
        var names: [String: String] = [:]
        for value in values {
            guard let counterpart = counterparts[value] else { continue }
            if let dequantised = counterpart.dequantised {
                names[value] = dequantised
            } else if case .quantised = counterpart.form {
                names[value] = asFloat(value, &bridge)
            } else {
                names[value] = counterpart.name
            }
        }
        bridge.finish(&draft)
        return Self.shown(draft, names)
    }

    /// The reference, and beside it what layers of the candidate make of the reference's values: a layer's own error, without that of
    /// the layers before it.
    ///
    /// - Parameter withCandidates: whether that is wanted; of values that no layer of `layers` gives it is left out.
    package func reference(
        showing values: [String], withCandidates: Bool
    ) throws(OnnxGraftError) -> (showing: Showing, candidates: [String: String]) {
        var draft = reference
        var bridge = TypeBridge()
        var names: [String: String] = [:]
        var wanted: [String: String] = [:]
        for value in values where withCandidates && layerOfValue[value] != nil {
            guard let counterpart = counterparts[value] else { continue }
            let local = Self.localPrefix + counterpart.name
            wanted[counterpart.name] = local
            names[value] = local
            if case .quantised(let scale, let zeroPoint) = counterpart.form {
                names[value] = bridge.dequantise(
                    local, Self.localPrefix + scale, zeroPoint.isEmpty ? "" : Self.localPrefix + zeroPoint,
                    as: Self.shownPrefix + value)
                takeConstants(scale, zeroPoint, into: &bridge)
            }
        }
        try draft.graft(wanted, from: candidate, prefix: Self.localPrefix) { name in
            meanings[name].flatMap { asCandidate($0, &bridge) }
        }
        // A graph's input is no output of a node.
        let inputs = Set(reference.inputs.map(\.name))
        let own = Dictionary(
            uniqueKeysWithValues: values.map {
                ($0, inputs.contains($0) ? bridge.copy($0, as: "\(Self.shownPrefix)input/\($0)") : $0)
            })
        bridge.finish(&draft)
        return (Self.shown(draft, own, and: names.values), names)
    }

    // MARK: - A layer as a model of its own

    /// What the candidate computes for a layer, as a model: inputs and outputs are the reference's values, by their names and in their types.
    package func part(_ layer: Int) throws(OnnxGraftError) -> OnnxDraft {
        var draft = candidate.emptied
        draft.inputs = layers[layer].inputs.map { OnnxDraftPort(name: $0, elementCode: referenceCodes[$0] ?? 1) }
        var bridge = TypeBridge()
        for output in layers[layer].outputs {
            guard let counterpart = counterparts[output] else { continue }
            let local = Self.localPrefix + counterpart.name
            try draft.graft([counterpart.name: local], from: candidate, prefix: Self.localPrefix) { name in
                meanings[name].flatMap { asCandidate($0, &bridge) }
            }
            switch counterpart.form {
            case .same: bridge.copy(local, as: output)
            case .cast: bridge.cast(local, to: referenceCodes[output] ?? 1, as: output)
            case .quantised(let scale, let zeroPoint):
                takeConstants(scale, zeroPoint, into: &bridge)
                bridge.dequantise(
                    local, Self.localPrefix + scale, zeroPoint.isEmpty ? "" : Self.localPrefix + zeroPoint, as: output)
            }
        }
        bridge.finish(&draft)
        draft.outputs = layers[layer].outputs.map { OnnxDraftPort(name: $0, elementCode: referenceCodes[$0] ?? 1) }
        return draft
    }

    /// The same of the reference.
    package func referencePart(_ layer: Int) throws(OnnxGraftError) -> OnnxDraft {
        var draft = reference.emptied
        let outputs = layers[layer].outputs
        draft.inputs = layers[layer].inputs.map { OnnxDraftPort(name: $0, elementCode: referenceCodes[$0] ?? 1) }
        try draft.graft(
            Dictionary(uniqueKeysWithValues: outputs.map { ($0, $0) }), from: reference, prefix: Self.floatPrefix
        ) { counterparts[$0] == nil ? nil : $0 }
        draft.outputs = outputs.map { OnnxDraftPort(name: $0, elementCode: referenceCodes[$0] ?? 1) }
        return draft
    }

    /// The code of a value's type in the reference, as `TensorProto.DataType` has it; nil where it is not known.
    package func elementCode(of value: String) -> Int? { referenceCodes[value] }

    /// A value of the reference in the candidate's type.
    private func asCandidate(_ name: String, _ bridge: inout TypeBridge) -> String? {
        guard let counterpart = counterparts[name] else { return nil }
        switch counterpart.form {
        case .same: return name
        case .cast(let code): return bridge.cast(name, to: code, as: "\(Self.localPrefix)from/\(name)")
        case .quantised(let scale, let zeroPoint):
            takeConstants(scale, zeroPoint, into: &bridge)
            return bridge.quantise(
                name, Self.localPrefix + scale, zeroPoint.isEmpty ? "" : Self.localPrefix + zeroPoint,
                as: "\(Self.localPrefix)from/\(name)")
        }
    }

    private func takeConstants(_ scale: String, _ zeroPoint: String, into bridge: inout TypeBridge) {
        for name in [scale, zeroPoint] { bridge.constants[Self.localPrefix + name] = candidate.constants[name] }
    }

    private static func shown(
        _ model: OnnxDraft, _ names: [String: String], and others: some Sequence<String> = []
    ) -> Showing {
        var model = model
        let outputs = Set(model.outputs.map(\.name))
        for name in Set(names.values).union(others).subtracting(outputs).sorted() {
            model.outputs.append(OnnxDraftPort(name: name))
        }
        model.removeUnused()
        return Showing(model: model, names: names)
    }
}
