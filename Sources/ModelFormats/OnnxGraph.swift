import Files

/// What Pawl reads of an ONNX model's graph without a runtime: which operators its inputs and outputs meet first.
///
/// Names are kept, weights stay where they are mapped. Graphs within operators (loops, branches) are not looked
/// into. Source: onnx.proto, `ModelProto`, `GraphProto`, `NodeProto`; field numbers are named below.
public struct OnnxGraph {
    private let file: MappedFile
    private(set) var nodes: [OnnxNode] = []
    /// Messages of constants by name.
    private var constants: [String: UnsafeRawBufferPointer] = [:]

    static let maximumNodes = 1_000_000

    /// - Throws: `ModelFormatError.file`, `.malformed`.
    public init(path: String) throws(ModelFormatError) {
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        do throws(ProtobufFields.Malformed) {
            var graph: UnsafeRawBufferPointer?
            var model = ProtobufFields(file.bytes)
            while let (field, value) = try model.next() {
                if field == 7 { graph = value.bytes }  // graph
            }
            guard let graph else { throw ProtobufFields.Malformed(reason: "it has no graph") }
            try read(graph)
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
    }

    /// A constant of the graph, by the name that nodes use.
    func constant(_ name: String) throws(ProtobufFields.Malformed) -> OnnxTensor? {
        guard let bytes = constants[name] else { return nil }
        return try OnnxTensor(bytes)
    }

    private mutating func read(_ graph: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(graph)
        while let (field, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch field {
            case 1: try addNode(bytes)  // node
            case 5: constants[try OnnxTensor(bytes).name] = bytes  // initializer
            default: break
            }
        }
    }

    private mutating func addNode(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        guard nodes.count < Self.maximumNodes else {
            throw ProtobufFields.Malformed(reason: "it has more than \(Self.maximumNodes) nodes")
        }
        let node = try OnnxNode(bytes)
        if node.type == "Constant", let output = node.outputs.first, let tensor = try node.tensor("value") {
            constants[output] = tensor
        }
        nodes.append(node)
    }
}
