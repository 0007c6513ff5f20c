/// Which types an operator's outputs have, where the file does not say.
///
/// Most of ONNX's operators give the type of their first input; the others are listed. Of other domains, and of operators
/// whose outputs come out of graphs within them, nothing is said. Source: ONNX, "Operator Schemas", type constraints.
enum OnnxTypeRules {
    /// - Parameter inputs: codes of the inputs' element types; nil where unknown, or no tensor.
    /// - Returns: one code for each of the node's outputs.
    static func outputCodes(of node: OnnxNode, inputs: [Int?]) throws(ProtobufFields.Malformed) -> [Int?] {
        guard node.domain.isEmpty, try node.graphs().isEmpty else { return node.outputs.map { _ in nil } }
        var codes: [Int?] = []
        for index in node.outputs.indices { codes.append(try code(ofOutput: index, of: node, inputs)) }
        return codes
    }

    private static func code(
        ofOutput index: Int, of node: OnnxNode, _ inputs: [Int?]
    ) throws(ProtobufFields.Malformed) -> Int? {
        func input(_ position: Int) -> Int? { inputs.indices.contains(position) ? inputs[position] : nil }
        if index > 0, let code = laterOutputs[node.type] { return code }
        if let code = fixed[node.type] { return code }
        if let position = likeInput[node.type] { return input(position) }
        switch node.type {
        case "Cast": return try node.integer("to")
        case "EyeLike", "RandomNormalLike", "RandomUniformLike", "Bernoulli":
            return try node.integer("dtype") ?? input(0)
        case "RandomNormal", "RandomUniform": return try node.integer("dtype") ?? OnnxElementType.float32
        case "Multinomial": return try node.integer("dtype") ?? OnnxElementType.int32
        case "HannWindow", "HammingWindow", "BlackmanWindow":
            return try node.integer("output_datatype") ?? OnnxElementType.float32
        case "ConstantOfShape":
            return try node.tensor("value").map { (bytes) throws(ProtobufFields.Malformed) in
                try OnnxValue(constant: bytes).elementCode
            } ?? OnnxElementType.float32
        case "QuantizeLinear": return try node.integer("output_dtype") ?? input(2) ?? OnnxElementType.uint8
        case "DynamicQuantizeLinear": return index == 1 ? OnnxElementType.float32 : OnnxElementType.uint8
        case let type where withoutRule.contains(type) || type.hasPrefix("Sequence") || type.hasPrefix("Optional"):
            return nil
        default: return input(0)
        }
    }

    private static let fixed: [String: Int] = [
        "Shape": OnnxElementType.int64, "Size": OnnxElementType.int64, "NonZero": OnnxElementType.int64,
        "ArgMax": OnnxElementType.int64, "ArgMin": OnnxElementType.int64, "NonMaxSuppression": OnnxElementType.int64,
        "Equal": OnnxElementType.bool, "Greater": OnnxElementType.bool, "Less": OnnxElementType.bool,
        "GreaterOrEqual": OnnxElementType.bool, "LessOrEqual": OnnxElementType.bool, "Not": OnnxElementType.bool,
        "And": OnnxElementType.bool, "Or": OnnxElementType.bool, "Xor": OnnxElementType.bool,
        "IsNaN": OnnxElementType.bool, "IsInf": OnnxElementType.bool, "MatMulInteger": OnnxElementType.int32,
        "ConvInteger": OnnxElementType.int32, "TfIdfVectorizer": OnnxElementType.float32,
    ]

    /// Of every output but the first.
    private static let laterOutputs: [String: Int] = [
        "TopK": OnnxElementType.int64, "MaxPool": OnnxElementType.int64, "Unique": OnnxElementType.int64,
        "Dropout": OnnxElementType.bool,
    ]

    private static let likeInput: [String: Int] = [
        "Where": 1, "CastLike": 1, "OneHot": 2, "DequantizeLinear": 1, "QLinearMatMul": 7, "QLinearConv": 7,
    ]

    private static let withoutRule: Set<String> = [
        "Constant", "ConcatFromSequence", "SplitToSequence", "ImageDecoder", "StringSplit", "RegexFullMatch",
    ]
}

/// How ONNX numbers the types of elements, and what Pawl calls them.
///
/// Source: onnx.proto, `TensorProto.DataType`.
enum OnnxElementType {
    static let float32 = 1
    static let uint8 = 2
    static let int32 = 6
    static let int64 = 7
    static let bool = 9

    /// The number's position is the code.
    private static let names = [
        "undefined", "float32", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16",
        "float64", "uint32", "uint64", "complex64", "complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz",
        "float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1", "float8e8m0", "uint2", "int2",
    ]

    /// Of one element; nil for texts and unknown types.
    static func bits(_ code: Int) -> Int? {
        switch name(code) {
        case "int2", "uint2": 2
        case "int4", "uint4", "float4e2m1": 4
        case let name where name.hasPrefix("float8"): 8
        case "uint8", "int8", "bool": 8
        case "uint16", "int16", "float16", "bfloat16": 16
        case "float32", "int32", "uint32": 32
        case "float64", "int64", "uint64", "complex64": 64
        case "complex128": 128
        default: nil
        }
    }

    static func name(_ code: Int) -> String { names.indices.contains(code) ? names[code] : "type \(code)" }
}
