import Foundation

/// A node that can be changed.
///
/// Source: onnx.proto, `NodeProto`, `AttributeProto` and `GraphProto`; field numbers are named below.
package struct OnnxDraftNode {
    package var name = ""
    package var type = ""
    /// Empty for ONNX's own operators.
    package var domain = ""
    package var inputs: [String] = []
    package var outputs: [String] = []
    /// `AttributeProto`s.
    private(set) var attributes: [Data] = []
    /// Values around it that graphs within it read.
    package private(set) var captured: Set<String> = []
    private var rest = ProtobufWriter()

    /// Of graphs within graphs.
    private static let maximumDepth = 32

    init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            switch field {
            case 1: inputs.append(value.text ?? "")  // input
            case 2: outputs.append(value.text ?? "")  // output
            case 3: name = value.text ?? ""  // name
            case 4: type = value.text ?? ""  // op_type
            case 5: if let bytes = value.bytes { attributes.append(Data(bytes)) }  // attribute
            case 7: domain = value.text ?? ""  // domain
            default: rest.add(field, value)
            }
        }
        // Both spellings name ONNX's own operators.
        if domain == OnnxOperator.ownDomain { domain = "" }
        captured = try Self.captured(by: bytes, depth: 0).subtracting(inputs)
    }

    package init(_ type: String, name: String, inputs: [String], outputs: [String], integers: [String: Int] = [:]) {
        (self.type, self.name, self.inputs, self.outputs) = (type, name, inputs, outputs)
        for (name, value) in integers.sorted(by: { $0.key < $1.key }) {
            var attribute = ProtobufWriter()
            attribute.add(1, name)
            attribute.add(3, value)
            attribute.add(20, 2)
            attributes.append(attribute.data)
        }
    }

    /// Values that it needs: its inputs, then what graphs within it read, always in the same order.
    package var reads: [String] { inputs.filter { !$0.isEmpty } + captured.sorted() }

    var message: Data {
        var node = rest
        for input in inputs { node.add(1, input) }
        for output in outputs { node.add(2, output) }
        if !name.isEmpty { node.add(3, name) }
        node.add(4, type)
        for attribute in attributes { node.add(5, attribute) }
        if !domain.isEmpty { node.add(7, domain) }
        return node.data
    }

    /// Whether it does what another does with what it reads: types and attributes are the same.
    package func computes(as other: OnnxDraftNode) -> Bool {
        type == other.type && domain == other.domain && captured.isEmpty && other.captured.isEmpty
            && Set(attributes) == Set(other.attributes)
    }

    /// The tensor that an attribute of a `Constant` holds.
    package var constantTensor: Data? {
        guard type == "Constant", domain.isEmpty else { return nil }
        for attribute in attributes {
            let tensor = attribute.withUnsafeBytes { bytes -> Data? in
                var fields = ProtobufFields(bytes)
                while let (field, value) = (try? fields.next()) ?? nil {
                    if field == 5, let bytes = value.bytes { return Data(bytes) }  // t
                }
                return nil
            }
            if let tensor { return tensor }
        }
        return nil
    }

    /// Reads other values in the place of those named, also in graphs within it.
    mutating func rename(reading names: [String: String]) throws(ProtobufFields.Malformed) {
        for index in inputs.indices { inputs[index] = names[inputs[index]] ?? inputs[index] }
        guard captured.contains(where: { names[$0] != nil }) else { return }
        for index in attributes.indices {
            attributes[index] = try attributes[index].reading { (bytes) throws(ProtobufFields.Malformed) in
                try Self.renamed(attribute: bytes, names)
            }
        }
        captured = Set(captured.map { names[$0] ?? $0 })
    }

    // MARK: - Graphs within it

    private static func captured(
        by node: UnsafeRawBufferPointer, depth: Int
    ) throws(ProtobufFields.Malformed) -> Set<String> {
        guard depth <= maximumDepth else {
            throw ProtobufFields.Malformed(reason: "its graphs are nested more than \(maximumDepth) deep")
        }
        var captured: Set<String> = []
        for graph in try OnnxNode(node).graphs() {
            var (read, made): (Set<String>, Set<String>) = ([], [])
            var fields = ProtobufFields(graph)
            while let (field, value) = try fields.next() {
                guard let bytes = value.bytes else { continue }
                switch field {
                case 1:  // node
                    let inner = try OnnxNode(bytes)
                    read.formUnion(inner.inputs)
                    read.formUnion(try Self.captured(by: bytes, depth: depth + 1))
                    made.formUnion(inner.outputs)
                case 5: made.insert(try OnnxTensor(bytes).name)  // initializer
                case 11: made.insert(try OnnxGraph.value(bytes).name)  // input
                case 12: read.insert(try OnnxGraph.value(bytes).name)  // output
                default: break
                }
            }
            captured.formUnion(read.subtracting(made))
        }
        return captured.subtracting([""])
    }

    private static func renamed(
        attribute: UnsafeRawBufferPointer, _ names: [String: String]
    ) throws(ProtobufFields.Malformed) -> Data {
        var writer = ProtobufWriter()
        var fields = ProtobufFields(attribute)
        while let (field, value) = try fields.next() {
            if field == 6 || field == 11, let graph = value.bytes {  // g, graphs
                writer.add(Int(field), try renamed(graph: graph, names))
            } else {
                writer.add(field, value)
            }
        }
        return writer.data
    }

    private static func renamed(
        graph: UnsafeRawBufferPointer, _ names: [String: String]
    ) throws(ProtobufFields.Malformed) -> Data {
        // What the graph makes itself hides what is around it.
        var names = names
        var fields = ProtobufFields(graph)
        while let (field, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch field {
            case 1: for output in try OnnxNode(bytes).outputs { names[output] = nil }
            case 5: names[try OnnxTensor(bytes).name] = nil
            case 11: names[try OnnxGraph.value(bytes).name] = nil
            default: break
            }
        }
        var writer = ProtobufWriter()
        fields = ProtobufFields(graph)
        while let (field, value) = try fields.next() {
            if field == 1, let bytes = value.bytes {
                var node = try OnnxDraftNode(bytes)
                try node.rename(reading: names)
                writer.add(1, node.message)
            } else if field == 12, let bytes = value.bytes, let outer = names[try OnnxGraph.value(bytes).name] {
                // A field that stands twice counts as it stands last.
                var name = ProtobufWriter()
                name.add(1, outer)
                writer.add(12, Data(bytes) + name.data)
            } else {
                writer.add(field, value)
            }
        }
        return writer.data
    }
}
