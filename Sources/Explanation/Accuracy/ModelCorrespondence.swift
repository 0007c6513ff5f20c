import Foundation
import ModelFormats

/// Which values of two ONNX models are the same quantity, and which layers compute them differently.
///
/// Quantisers and converters keep the names of values. What they add is looked through: `QuantizeLinear` and `DequantizeLinear` behind a
/// value, integers in its place (`NAME_quantized`, as ONNX Runtime's quantiser names them) with a constant scale, casts to another
/// floating-point type. Values that depend on no input are parts of the layers that read them.
package struct ModelCorrespondence {
    package let reference: OnnxDraft
    package let candidate: OnnxDraft
    /// Counterparts by the reference's names, of values that depend on inputs, inputs among them.
    package private(set) var counterparts: [String: Counterpart] = [:]
    /// The reference's names by the candidate's.
    package private(set) var meanings: [String: String] = [:]
    /// In the reference's order.
    package private(set) var layers: [ComparedLayer] = []
    /// Values with counterparts that nodes give, in the reference's order; of floating-point types as far as types are known.
    package private(set) var values: [String] = []
    /// The layer that gives each value of the reference.
    package private(set) var layerOfValue: [String: Int] = [:]

    let referenceCodes: [String: Int]
    private let candidateCodes: [String: Int]
    private let referenceProducers: [String: Int]
    private let candidateProducers: [String: Int]
    /// The candidate's nodes by what they read.
    private var candidateReaders: [String: [Int]] = [:]

    /// - Throws: `ModelFormatError`.
    package init(reference: String, candidate: String) throws(ModelFormatError) {
        self.reference = try OnnxDraft(path: reference)
        self.candidate = try OnnxDraft(path: candidate)
        referenceCodes = try OnnxOperatorReader(path: reference).elementCodes
        candidateCodes = try OnnxOperatorReader(path: candidate).elementCodes
        referenceProducers = self.reference.producers()
        candidateProducers = self.candidate.producers()
        for (index, node) in self.candidate.nodes.enumerated() {
            for name in Set(node.reads) { candidateReaders[name, default: []].append(index) }
        }
        match()
        findLayers()
    }

    /// The reference's node that gives a value.
    package func node(giving value: String) -> OnnxDraftNode? { referenceProducers[value].map { reference.nodes[$0] } }

    // MARK: - Values

    private mutating func match() {
        let varying = Self.varying(reference)
        let candidateVarying = Self.varying(candidate)
        let names =
            reference.inputs.map(\.name).filter { reference.constants[$0] == nil }
            + reference.nodes.flatMap(\.outputs).filter { !$0.isEmpty }
        for name in names where varying.contains(name) {
            guard let counterpart = counterpart(of: name, candidateVarying) else { continue }
            counterparts[name] = counterpart
            meanings[counterpart.name] = name
            if referenceProducers[name] != nil, Self.isFloating(referenceCodes[name]) { values.append(name) }
        }
    }

    private func counterpart(of name: String, _ varying: Set<String>) -> Counterpart? {
        let code = referenceCodes[name], own = candidateCodes[name]
        if varying.contains(name) {
            if let code, let own, code != own {
                if Self.isFloating(code), Self.isFloating(own) {
                    return Counterpart(name: name, form: .cast(own), dequantised: dequantised(name))
                }
                // An input of integers that the reference takes as real numbers.
                guard let scale = dequantisation(ofInput: name) else { return nil }
                return Counterpart(name: name, form: scale)
            }
            return Counterpart(name: name, form: .same, dequantised: dequantised(name))
        }
        let quantised = name + "_quantized"
        guard varying.contains(quantised), let form = quantisation(ofOutput: quantised) else { return nil }
        return Counterpart(name: quantised, form: form)
    }

    /// What `DequantizeLinear` makes of a value again that `QuantizeLinear` reads.
    private func dequantised(_ name: String) -> String? {
        for index in candidateReaders[name] ?? [] {
            let node = candidate.nodes[index]
            guard node.type == "QuantizeLinear", node.inputs.first == name, let integers = node.outputs.first else {
                continue
            }
            for reader in candidateReaders[integers] ?? [] {
                let node = candidate.nodes[reader]
                if node.type == "DequantizeLinear", node.inputs.first == integers { return node.outputs.first }
            }
        }
        return nil
    }

    private func dequantisation(ofInput name: String) -> Counterpart.Form? {
        for index in candidateReaders[name] ?? [] {
            let node = candidate.nodes[index]
            guard let positions = OnnxQuantizedOperator(node)?.inputScales,
                let position = node.inputs.indices.first(where: { node.inputs[$0] == name }),
                let scale = positions[position]
            else { continue }
            return form(of: node, scaleAt: scale)
        }
        return nil
    }

    private func quantisation(ofOutput name: String) -> Counterpart.Form? {
        guard let producer = candidateProducers[name] else { return nil }
        let node = candidate.nodes[producer]
        if let scale = OnnxQuantizedOperator(node)?.outputScale { return form(of: node, scaleAt: scale) }
        // Operators that only move values hand on the scale of what they read.
        return node.inputs.first.flatMap { $0 == name ? nil : dequantisation(ofInput: name) }
    }

    private func form(of node: OnnxDraftNode, scaleAt position: Int) -> Counterpart.Form? {
        guard node.inputs.indices.contains(position), candidate.constants[node.inputs[position]] != nil else {
            return nil
        }
        let zeroPoint = node.inputs.indices.contains(position + 1) ? node.inputs[position + 1] : ""
        guard zeroPoint.isEmpty || candidate.constants[zeroPoint] != nil else { return nil }
        return .quantised(scale: node.inputs[position], zeroPoint: zeroPoint)
    }

    /// Values that depend on inputs, or on chance.
    static func varying(_ model: OnnxDraft) -> Set<String> {
        var varying = Set(model.inputs.map(\.name).filter { model.constants[$0] == nil })
        // Nodes stand in the order in which they are computed.
        for node in model.nodes {
            guard node.type.hasPrefix("Random") || node.reads.contains(where: varying.contains) else { continue }
            varying.formUnion(node.outputs.filter { !$0.isEmpty })
        }
        return varying
    }

    /// Float32, float16, float64 or bfloat16; unknown types may be.
    static func isFloating(_ code: Int?) -> Bool { code.map { [1, 10, 11, 16].contains($0) } ?? true }

    // MARK: - Layers

    private mutating func findLayers() {
        for node in reference.nodes {
            let outputs = node.outputs.filter { counterparts[$0] != nil }
            guard !outputs.isEmpty else { continue }
            let own = closure(of: outputs, in: reference, referenceProducers) { counterparts[$0] != nil }
            guard !outputs.allSatisfy({ isComputedAlike($0) }) else { continue }
            let members = own.nodes.map { reference.nodes[$0] }.filter { $0.type != "Constant" }
            let heaviest = members.max { weightBytes(of: $0) < weightBytes(of: $1) }
            let named = heaviest.flatMap { weightBytes(of: $0) > 0 ? $0 : nil } ?? node
            let layer = ComparedLayer(
                name: named.name.isEmpty ? "\(named.type) \(named.outputs.first ?? "")" : named.name,
                operatorType: named.type, weightBytes: members.reduce(0) { $0 + weightBytes(of: $1) }, outputs: outputs,
                inputs: own.boundary.sorted())
            for output in outputs { layerOfValue[output] = layers.count }
            layers.append(layer)
        }
    }

    private func weightBytes(of node: OnnxDraftNode) -> Int {
        node.inputs.reduce(0) { sum, name in
            let tensor =
                reference.constants[name]
                ?? referenceProducers[name].flatMap { reference.nodes[$0].constantTensor }
            return sum + (tensor.map { OnnxConstant.bytes(of: $0) } ?? 0)
        }
    }

    /// Nodes that are needed for some values, up to those at the boundary, and what is read there.
    private func closure(
        of outputs: [String], in model: OnnxDraft, _ producers: [String: Int], isBoundary: (String) -> Bool
    ) -> (nodes: [Int], boundary: Set<String>) {
        var nodes: Set<Int> = []
        var boundary: Set<String> = []
        var open = outputs.compactMap { producers[$0] }
        while let index = open.popLast() {
            guard nodes.insert(index).inserted else { continue }
            for name in model.nodes[index].reads {
                if isBoundary(name) {
                    boundary.insert(name)
                } else if let producer = producers[name] {
                    open.append(producer)
                }
            }
        }
        return (nodes.sorted(), boundary)
    }

    /// Whether both models compute a value by the same nodes out of the same constants and the same values.
    private func isComputedAlike(_ name: String) -> Bool {
        guard let counterpart = counterparts[name], counterpart.form == .same,
            let producer = referenceProducers[name], let own = candidateProducers[counterpart.name]
        else { return false }
        return isAlike(producer, own, depth: 0)
    }

    private func isAlike(_ left: Int, _ right: Int, depth: Int) -> Bool {
        let (node, other) = (reference.nodes[left], candidate.nodes[right])
        guard depth < 64, node.computes(as: other), node.inputs.count == other.inputs.count else { return false }
        return zip(node.inputs, other.inputs).allSatisfy { name, own in
            if name.isEmpty || own.isEmpty { return name == own }
            if let counterpart = counterparts[name] { return counterpart.name == own && counterpart.form == .same }
            let tensor = constant(name, in: reference, referenceProducers)
            let ownTensor = constant(own, in: candidate, candidateProducers)
            if let tensor, let ownTensor { return OnnxConstant.areEqual(tensor, ownTensor) }
            guard let producer = referenceProducers[name], let ownProducer = candidateProducers[own] else {
                return false
            }
            return isAlike(producer, ownProducer, depth: depth + 1)
        }
    }

    private func constant(_ name: String, in model: OnnxDraft, _ producers: [String: Int]) -> Data? {
        model.constants[name] ?? producers[name].flatMap { model.nodes[$0].constantTensor }
    }
}
