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
