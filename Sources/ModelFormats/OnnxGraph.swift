import Support

/// What Pawl reads of an ONNX model's graph without a runtime: which operators its inputs and outputs meet first.
///
/// Names are kept, weights stay where they are mapped. Graphs within operators (loops, branches) are not looked
/// into. Source: onnx.proto, `ModelProto`, `GraphProto`, `NodeProto`; field numbers are named below.
public struct OnnxGraph {
    private let file: MappedFile
    private(set) var nodes: [OnnxNode] = []
    /// As the file lists them: with constants, where it is of old.
    private(set) var inputs: [NamedValue] = []
    private(set) var outputs: [NamedValue] = []
    /// Messages of constants by name.
    private(set) var constants: [String: UnsafeRawBufferPointer] = [:]

    /// An input or output, with its `TypeProto` where there is one.
    struct NamedValue {
        var name = ""
        var type: UnsafeRawBufferPointer?
    }

    var path: String { file.path }

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

    private mutating func read(_ graph: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(graph)
        while let (field, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch field {
            case 1: try addNode(bytes)  // node
            case 5: constants[try OnnxTensor(bytes).name] = bytes  // initializer
            case 11: inputs.append(try Self.value(bytes))  // input
            case 12: outputs.append(try Self.value(bytes))  // output
            default: break
            }
        }
    }

    func isConstant(_ name: String) -> Bool { constants[name] != nil }

    static func value(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> NamedValue {
        var result = NamedValue()
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            switch field {
            case 1: result.name = value.text ?? ""  // name
            case 2: result.type = value.bytes  // type
            default: break
            }
        }
        return result
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
