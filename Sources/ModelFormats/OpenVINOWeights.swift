import Support

/// What OpenVINO's `.xml` says of the constants that lie in the `.bin` beside it.
///
/// Source: OpenVINO documentation, "OpenVINO IR format": a layer of type Const has a `data` element with `element_type`,
/// `offset` and `size` in bytes.
enum OpenVINOWeights {
    /// Of one element's attributes; names of files and operators are short.
    private static let maximumTag = 1 << 16

    /// Bytes of constants by type, in Pawl's words.
    static func bytesByType(_ bytes: UnsafeRawBufferPointer) -> [String: UInt64] {
        var types: [String: UInt64] = [:]
        let opening = Array("<data ".utf8)
        var position = 0
        while let start = bytes[position...].firstIndex(of: opening[0]) {
            position = start + 1
            guard bytes[start...].starts(with: opening) else { continue }
            let end = min(bytes.count, start + maximumTag)
            guard let close = bytes[start..<end].firstIndex(of: UInt8(ascii: ">")) else { continue }
            let tag = String(decoding: bytes[start..<close], as: UTF8.self)
            position = close
            // Inputs have a type and a shape, constants a place in the file of weights.
            guard let name = attribute("element_type", in: tag).flatMap({ elementTypes[$0] }),
                attribute("offset", in: tag) != nil, let size = attribute("size", in: tag).flatMap({ UInt64($0) })
            else { continue }
            let (sum, overflow) = (types[name] ?? 0).addingReportingOverflow(size)
            types[name] = overflow ? .max : sum
        }
        return types
    }

    private static func attribute(_ name: String, in tag: String) -> String? {
        guard let range = tag.firstRange(of: " \(name)=\"") else { return nil }
        return String(tag[range.upperBound...].prefix { $0 != "\"" })
    }

    private static let elementTypes: [String: String] = [
        "f64": "float64", "f32": "float32", "f16": "float16", "bf16": "bfloat16", "i64": "int64", "u64": "uint64",
        "i32": "int32", "u32": "uint32", "i16": "int16", "u16": "uint16", "i8": "int8", "u8": "uint8",
        "boolean": "bool", "f8e4m3": "float8e4m3fn", "f8e5m2": "float8e5m2", "f4e2m1": "float4e2m1", "i4": "int4",
        "u4": "uint4", "nf4": "nf4", "u2": "uint2", "u1": "uint1",
    ]
}
