import Support

/// A node as it stands in the file.
///
/// Source: onnx.proto, `NodeProto` and `AttributeProto`; field numbers are named below.
struct OnnxNode {
    private(set) var bytes: UnsafeRawBufferPointer
    private(set) var name = ""
    private(set) var type = ""
    private(set) var domain = ""
    private(set) var inputs: [String] = []
    private(set) var outputs: [String] = []
    private(set) var attributes: [UnsafeRawBufferPointer] = []

    init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        self.bytes = bytes
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch field {
            case 1: inputs.append(value.text ?? "")  // input
            case 2: outputs.append(value.text ?? "")  // output
            case 3: name = value.text ?? ""  // name
            case 4: type = value.text ?? ""  // op_type
            case 5: attributes.append(bytes)  // attribute
            case 7: domain = value.text ?? ""  // domain
            default: break
            }
        }
        // Both spellings name ONNX's own operators.
        if domain == OnnxOperator.ownDomain { domain = "" }
    }

    /// The graphs within it.
    func graphs() throws(ProtobufFields.Malformed) -> [UnsafeRawBufferPointer] {
        var graphs: [UnsafeRawBufferPointer] = []
        for attribute in attributes {
            var fields = ProtobufFields(attribute)
            while let (field, value) = try fields.next() {
                if field == 6 || field == 11, let bytes = value.bytes { graphs.append(bytes) }  // g, graphs
            }
        }
        return graphs
    }

    /// The integer that an attribute holds.
    func integer(_ name: String) throws(ProtobufFields.Malformed) -> Int? {
        try attribute(name, field: 3)?.number.map { Int(truncatingIfNeeded: $0) }  // i
    }

    /// The tensor that an attribute holds.
    func tensor(_ name: String) throws(ProtobufFields.Malformed) -> UnsafeRawBufferPointer? {
        try attribute(name, field: 5)?.bytes  // t
    }

    /// The text that an attribute holds.
    func text(_ name: String) throws(ProtobufFields.Malformed) -> String? {
        try attribute(name, field: 4)?.text  // s
    }

    func has(_ name: String) throws(ProtobufFields.Malformed) -> Bool {
        try attribute(name, field: 1) != nil  // name
    }

    private func attribute(_ name: String, field: UInt64) throws(ProtobufFields.Malformed) -> ProtobufFields.Value? {
        for attribute in attributes {
            var isIt = false
            var found: ProtobufFields.Value?
            var fields = ProtobufFields(attribute)
            while let (number, value) = try fields.next() {
                if number == 1 { isIt = value.text == name }
                if number == field { found = value }
            }
            if isIt { return found }
        }
        return nil
    }
}

/// One node of an ONNX model, with what the file says of it.
public struct OnnxOperator: Sendable, Equatable {
    /// `ai.onnx` for ONNX's own operators.
    public var domain: String
    /// Such as `Conv`.
    public var type: String
    /// Of the domain, as the model imports it; nil for a domain that it does not import.
    public var opset: Int?
    /// The node's name; empty when it has none.
    public var name: String
    /// Of the inputs, `float32` or `sequence`; nil where the file does not tell.
    public var inputTypes: [String?]
    public var outputTypes: [String?]
    /// Whether it has graphs within it, such as the branches of an `If`; their nodes are operators of their own.
    public var holdsGraphs: Bool = false

    /// The domain that the file leaves empty.
    public static let ownDomain = "ai.onnx"
}
