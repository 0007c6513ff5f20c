import Support

/// Reads every operator of an ONNX model, those of graphs within operators included, with the types of its values as far as the
/// file or ONNX's rules tell.
///
/// Source: onnx.proto, `ModelProto` and `GraphProto`; field numbers are named below.
public struct OnnxOperatorReader {
    /// A node, its place in the model, and what it reads.
    struct Entry {
        var node: OnnxNode
        /// Of inputs and outputs, by the names that the node uses.
        var values: [String: OnnxValue]
        var summary: OnnxOperator
    }

    private let file: MappedFile
    private(set) var entries: [Entry] = []
    /// The model's version of the format.
    private(set) var formatVersion = 0
    /// Imported versions by domain; ONNX's own is empty.
    private(set) var opsets: [String: Int] = [:]
    /// `FunctionProto`s that the model brings along.
    private(set) var functions: [UnsafeRawBufferPointer] = []

    static let maximumNodes = 1_000_000
    /// Of graphs within graphs.
    static let maximumDepth = 32

    /// In the order in which they stand.
    public var operators: [OnnxOperator] { entries.map(\.summary) }

    /// Domains of which the model has operators, and the version it imports of each; ONNX's own is `ai.onnx`.
    public var usedOpsets: [String: Int] {
        Dictionary(
            entries.compactMap { entry in entry.summary.opset.map { (entry.summary.domain, $0) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Codes of the types of elements, as `TensorProto.DataType` has them, of values whose type the file or ONNX's rules tell.
    package var elementCodes: [String: Int] {
        var codes: [String: Int] = [:]
        // Graphs around others come first, and their names hide none.
        for entry in entries {
            for (name, value) in entry.values where codes[name] == nil { codes[name] = value.elementCode }
        }
        return codes
    }

    /// - Throws: `ModelFormatError.file`, `.malformed`.
    public init(path: String) throws(ModelFormatError) {
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        do throws(ProtobufFields.Malformed) {
            try readModel()
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
    }

    private mutating func readModel() throws(ProtobufFields.Malformed) {
        var graph: UnsafeRawBufferPointer?
        var model = ProtobufFields(file.bytes)
        while let (field, value) = try model.next() {
            switch (field, value) {
            case (1, .number(let version)): formatVersion = Int(truncatingIfNeeded: version)  // ir_version
            case (7, .bytes(let bytes)): graph = bytes  // graph
            case (8, .bytes(let bytes)): try addOpset(bytes)  // opset_import
            case (25, .bytes(let bytes)): functions.append(bytes)  // functions
            default: break
            }
        }
        guard let graph else { throw ProtobufFields.Malformed(reason: "it has no graph") }
        try read(graph, scope: [:], depth: 0)
    }

    private mutating func addOpset(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var domain = ""
        var version = 0
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            if field == 1 { domain = value.text ?? "" }  // domain
            if field == 2, let number = value.number { version = Int(truncatingIfNeeded: number) }  // version
        }
        opsets[domain == OnnxOperator.ownDomain ? "" : domain] = version
    }

    /// - Parameter scope: what the graphs around this one name.
    private mutating func read(
        _ graph: UnsafeRawBufferPointer, scope: [String: OnnxValue], depth: Int
    ) throws(ProtobufFields.Malformed) {
        guard depth <= Self.maximumDepth else {
            throw ProtobufFields.Malformed(reason: "its graphs are nested more than \(Self.maximumDepth) deep")
        }
        var scope = scope
        var nodes: [OnnxNode] = []
        var constants: [UnsafeRawBufferPointer] = []
        var fields = ProtobufFields(graph)
        while let (field, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch field {
            case 1:  // node
                guard entries.count + nodes.count < Self.maximumNodes else {
                    throw ProtobufFields.Malformed(reason: "it has more than \(Self.maximumNodes) nodes")
                }
                nodes.append(try OnnxNode(bytes))
            case 5: constants.append(bytes)  // initializer
            case 11, 12, 13: try addValue(bytes, to: &scope)  // input, output, value_info
            default: break
            }
        }
        // A constant may be named as an input, too, and is then still one.
        for constant in constants { scope[try OnnxTensor(constant).name] = try OnnxValue(constant: constant) }
        for node in nodes { try add(node, &scope, depth) }
    }

    private mutating func add(
        _ node: OnnxNode, _ scope: inout [String: OnnxValue], _ depth: Int
    ) throws(ProtobufFields.Malformed) {
        if node.type == "Constant", node.domain.isEmpty, let output = node.outputs.first,
            let tensor = try node.tensor("value")
        {
            scope[output] = try OnnxValue(constant: tensor)
        }
        let codes = try OnnxTypeRules.outputCodes(of: node, inputs: node.inputs.map { scope[$0]?.elementCode })
        for (output, code) in zip(node.outputs, codes) where scope[output]?.kind == nil && code != nil {
            scope[output] = OnnxValue(code: code)
        }
        var values: [String: OnnxValue] = [:]
        for name in node.inputs + node.outputs { values[name] = scope[name] }
        let graphs = try node.graphs()
        entries.append(
            Entry(
                node: node, values: values,
                summary: OnnxOperator(
                    domain: node.domain.isEmpty ? OnnxOperator.ownDomain : node.domain, type: node.type,
                    opset: opsets[node.domain], name: node.name,
                    inputTypes: node.inputs.filter { !$0.isEmpty }.map { scope[$0]?.typeName },
                    outputTypes: node.outputs.filter { !$0.isEmpty }.map { scope[$0]?.typeName },
                    holdsGraphs: !graphs.isEmpty)))
        for graph in graphs { try read(graph, scope: scope, depth: depth + 1) }
    }

    private func addValue(
        _ bytes: UnsafeRawBufferPointer, to scope: inout [String: OnnxValue]
    ) throws(ProtobufFields.Malformed) {
        var name = ""
        var type: UnsafeRawBufferPointer?
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            if field == 1 { name = value.text ?? "" }  // name
            if field == 2 { type = value.bytes }  // type
        }
        if let type { scope[name] = try OnnxValue(type: type) }
    }
}
