import InferenceCore

extension OnnxGraph {
    /// Operators whose output holds some of their first input's values, in the same units.
    private static let passing: Set<String> = [
        "DepthToSpace", "Expand", "Flatten", "Gather", "Identity", "MaxPool", "Reshape", "Slice", "SpaceToDepth",
        "Split",
        "Squeeze", "Tile", "Transpose", "Unsqueeze",
    ]

    /// Why a quantisation that is there cannot be used.
    private struct Unusable: Error {
        var reason: String
    }

    /// Inputs (constants, which older files list too, are none of them) and outputs.
    ///
    /// - Throws: `ModelFormatError.malformed`.
    func interface(path: String) throws(ModelFormatError) -> ModelInterface {
        do throws(ProtobufFields.Malformed) {
            let read = try readNames().union(outputs.map(\.name))
            return ModelInterface(
                inputs: try inputs.filter { !isConstant($0.name) }
                    .map { (value) throws(ProtobufFields.Malformed) in
                        var port = try port(value) { (name, shape) throws(Unusable) in
                            try quantization(reading: name, shape)
                        }
                        port.isUnread = !read.contains(value.name)
                        return port
                    },
                outputs: try outputs.map { (value) throws(ProtobufFields.Malformed) in
                    var port = try port(value) { (name, shape) throws(Unusable) in
                        try quantization(writing: name, shape)
                    }
                    port.kind = kind(ofOutput: value.name)
                    return port
                })
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
    }

    /// Names that nodes read, those of graphs within nodes too.
    private func readNames() throws(ProtobufFields.Malformed) -> Set<String> {
        var names: Set<String> = []
        var open = nodes
        while let node = open.popLast() {
            names.formUnion(node.inputs)
            for graph in try node.graphs() {
                var fields = ProtobufFields(graph)
                while let (field, value) = try fields.next() {
                    guard let bytes = value.bytes else { continue }
                    if field == 1 { open.append(try OnnxNode(bytes)) }  // node
                    if field == 12 { names.insert(try Self.value(bytes).name) }  // output
                }
            }
        }
        return names
    }

    private func port(
        _ value: NamedValue,
        _ quantization: (String, [TensorSpec.Dimension]) throws(Unusable) -> TensorQuantization?
    ) throws(ProtobufFields.Malformed) -> ModelInterface.Port {
        let (code, shape) = try OnnxValue.tensor(type: value.type)
        let type = code.flatMap { ElementType(rawValue: OnnxElementType.name($0)) }
        guard let type, type.integerRange != nil else {
            return ModelInterface.Port(names: [value.name], elementType: type, shape: shape)
        }
        do throws(Unusable) {
            return ModelInterface.Port(
                names: [value.name], elementType: type, shape: shape, quantization: try quantization(value.name, shape))
        } catch {
            return ModelInterface.Port(
                names: [value.name], elementType: type, shape: shape, unusable: error.reason)
        }
    }

    /// What the operators that read an input of integers take them for.
    private func quantization(
        reading name: String, _ shape: [TensorSpec.Dimension]
    ) throws(Unusable) -> TensorQuantization? {
        var names: Set<String> = [name]
        var found: Set<TensorQuantization> = []
        // Nodes stand in the order in which they are computed.
        for node in nodes {
            if let first = node.inputs.first, names.contains(first), Self.passing.contains(node.type) {
                names.formUnion(node.outputs)
                continue
            }
            guard let known = OnnxQuantizedOperator(node) else { continue }
            for (position, scale) in known.inputScales {
                guard node.inputs.indices.contains(position), names.contains(node.inputs[position]),
                    let quantization = try quantization(of: node, scaleAt: scale, rank: shape.count)
                else { continue }
                guard quantization.axis == nil || node.inputs[position] == name else {
                    throw Unusable(reason: "it has a scale for each channel, and channels are moved before")
                }
                found.insert(quantization)
            }
        }
        guard found.count < 2 else { throw Unusable(reason: "the graph reads it in \(found.count) ways") }
        return found.first
    }

    /// What the operator that makes an output of integers means by them.
    private func quantization(
        writing output: String, _ shape: [TensorSpec.Dimension]
    ) throws(Unusable) -> TensorQuantization? {
        var name = output
        // Backwards, so that one pass follows any chain.
        for node in nodes.reversed() where node.outputs.contains(name) {
            if let scale = OnnxQuantizedOperator(node)?.outputScale {
                let found = try quantization(of: node, scaleAt: scale, rank: shape.count)
                guard found?.axis == nil || name == output else {
                    throw Unusable(reason: "it has a scale for each channel, and channels are moved behind")
                }
                return found
            }
            guard Self.passing.contains(node.type), let input = node.inputs.first else { return nil }
            name = input
        }
        return nil
    }

    private func quantization(
        of node: OnnxNode, scaleAt position: Int, rank: Int
    ) throws(Unusable) -> TensorQuantization? {
        guard node.inputs.indices.contains(position), !node.inputs[position].isEmpty else { return nil }
        let scales = try numbers(node.inputs[position], "scale") { (tensor) in tensor.floats }
        var zeroPoints = [0]
        if node.inputs.indices.contains(position + 1), !node.inputs[position + 1].isEmpty {
            zeroPoints = try numbers(node.inputs[position + 1], "zero point") { (tensor) in tensor.integers }
        }
        guard (try? node.integer("block_size")) ?? 0 == 0 else {
            throw Unusable(reason: "it has a scale for each block")
        }
        let given = (try? node.integer("axis")) ?? 1
        let axis = scales.count == 1 ? nil : given < 0 ? given + rank : given
        do throws(InferenceError) {
            return try TensorQuantization(scales: scales, zeroPoints: zeroPoints, axis: axis)
        } catch {
            guard case .unusableQuantization(let reason) = error else { throw Unusable(reason: "\(error)") }
            throw Unusable(reason: reason)
        }
    }

    private func numbers<Number>(
        _ name: String, _ what: String, _ read: (OnnxTensor) -> [Number]?
    ) throws(Unusable) -> [Number] {
        let tensor: OnnxTensor
        do throws(UnreadableConstant) {
            tensor = try storedConstant(name)
        } catch {
            throw Unusable(reason: "its \(what) \(error.reason)")
        }
        guard let numbers = read(tensor), !numbers.isEmpty else {
            throw Unusable(reason: "its \(what) is of another type than numbers that Pawl reads")
        }
        return numbers
    }
}
