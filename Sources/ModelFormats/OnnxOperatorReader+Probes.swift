import Foundation

extension OnnxOperatorReader {
    /// The probe of an operator.
    ///
    /// - Returns: nil for one that cannot be cut out: a constant, an operator with graphs within it, and one that reads a value
    ///   of unknown type.
    public func probe(_ index: Int) -> OnnxProbe? {
        let entry = entries[index]
        guard !entry.summary.holdsGraphs, entry.node.type != "Constant" else { return nil }
        var inputs: [(name: String, value: OnnxValue)] = []
        for name in entry.node.inputs where !name.isEmpty && !inputs.contains(where: { $0.name == name }) {
            guard let value = entry.values[name], value.kind != nil else { return nil }
            inputs.append((name, value))
        }
        var hasShapes = true
        let model = model { graph in
            graph.add(1, entry.node.bytes)
            for (name, value) in inputs { hasShapes = add(name, value, to: &graph) && hasShapes }
            for name in entry.node.outputs where !name.isEmpty {
                graph.add(12) { output in
                    output.add(1, name)
                    if let type = entry.values[name]?.type { output.add(2, type) }
                }
            }
        }
        let summary = entry.summary
        let types = (summary.inputTypes + ["to"] + summary.outputTypes).map { $0 ?? "?" }.joined(separator: ",")
        let attributes = entry.node.attributes.map { Data($0).base64EncodedString() }.sorted().joined(separator: ",")
        return OnnxProbe(
            key: [summary.domain, summary.type, types, attributes].joined(separator: "|"), model: model,
            hasShapes: hasShapes)
    }

    /// A model that does nothing but import a domain in the model's version; opens wherever that version is known.
    public func headerProbe(domain: String) -> Data {
        let imported = domain == OnnxOperator.ownDomain ? "" : domain
        return model(importing: opsets.filter { $0.key == imported }) { graph in
            graph.add(1) { node in
                node.add(1, "x")
                node.add(2, "y")
                node.add(4, "Identity")
            }
            for (field, name) in [(11, "x"), (12, "y")] {
                graph.add(field) { value in
                    value.add(1, name)
                    value.add(2) { $0.add(1) { Self.writeTensor(OnnxElementType.float32, [1], to: &$0) } }
                }
            }
        }
    }

    private func model(importing opsets: [String: Int]? = nil, graph fill: (inout ProtobufWriter) -> Void) -> Data {
        // The operators of a header's probe are ONNX's own, of a version that every runtime knows.
        var imports = opsets ?? self.opsets
        if imports[""] == nil { imports[""] = 13 }
        var model = ProtobufWriter()
        model.add(1, formatVersion)
        model.add(7) { graph in
            graph.add(2, "probe")
            fill(&graph)
        }
        for (domain, version) in imports.sorted(by: { $0.key < $1.key }) {
            model.add(8) { opset in
                opset.add(1, domain)
                opset.add(2, version)
            }
        }
        for function in functions { model.add(25, function) }
        return model.data
    }

    /// - Returns: whether the sizes are known.
    private func add(_ name: String, _ value: OnnxValue, to graph: inout ProtobufWriter) -> Bool {
        if let constant = value.constant, !value.constantIsExternal, constant.count <= OnnxProbe.constantLimit {
            // A field that stands twice counts as it stands last: the tensor of a Constant has no name, or another.
            var named = ProtobufWriter()
            named.add(8, name)
            graph.add(5, Data(constant) + named.data)
            return true
        }
        graph.add(11) { input in
            input.add(1, name)
            if let type = value.type {
                input.add(2, type)
            } else {
                input.add(2) { type in
                    type.add(1) { tensor in
                        Self.writeTensor(
                            value.elementCode ?? 0, value.constant == nil ? nil : value.dimensions, to: &tensor)
                    }
                }
            }
        }
        return value.type != nil || value.constant != nil
    }

    /// `TypeProto.Tensor`.
    private static func writeTensor(_ code: Int, _ sizes: [UInt64]?, to tensor: inout ProtobufWriter) {
        tensor.add(1, code)
        guard let sizes else { return }
        tensor.add(2) { shape in
            for size in sizes { shape.add(1) { $0.add(1, Int(truncatingIfNeeded: size)) } }
        }
    }
}

/// Models of one node each, cut out of a model: whether a runtime takes such a node shows when it opens one.
///
/// A probe imports the model's own versions of all domains and brings its functions along. Constants up to 64 KiB stay constants,
/// for operators look at them (a shape, an axis, a zero point); larger ones, which are weights, become inputs of their type
/// and sizes.
public struct OnnxProbe: Sendable {
    /// What tells probes apart: operator, version, types and attributes.
    public var key: String
    public var model: Data
    /// Whether the sizes of all inputs are known; a runtime may want them, whatever the operator.
    public var hasShapes: Bool

    static let constantLimit = 64 << 10
}
