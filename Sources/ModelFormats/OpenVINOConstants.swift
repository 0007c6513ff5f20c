/// The constants of an OpenVINO graph (`.xml`), which lie in the `.bin` beside it.
///
/// Source: OpenVINO documentation, "OpenVINO IR format": a layer of type Const has a `data` element with `element_type`,
/// `offset` and `size` in bytes.
enum OpenVINOConstants {
    /// Where in the `.bin` they lie.
    ///
    /// - Complexity: O(bytes).
    static func ranges(in bytes: UnsafeRawBufferPointer) -> [WeightFiles.ByteRange] {
        var ranges: [WeightFiles.ByteRange] = []
        visit(bytes) { ranges.append($1) }
        return ranges
    }

    /// Bytes by type, in Pawl's words.
    static func bytesByType(_ bytes: UnsafeRawBufferPointer) -> [String: UInt64] {
        var types: [String: UInt64] = [:]
        visit(bytes) { type, range in
            guard let name = type.flatMap({ elementTypes[$0] }) else { return }
            let (sum, overflow) = (types[name] ?? 0).addingReportingOverflow(range.length ?? 0)
            types[name] = overflow ? .max : sum
        }
        return types
    }

    /// Inputs have a type and a shape, constants a place in the file of weights. Of a file that ends within a tag, what stands before it.
    private static func visit(_ bytes: UnsafeRawBufferPointer, _ body: (String?, WeightFiles.ByteRange) -> Void) {
        var tags = XMLTags(bytes)
        while let tag = try? tags.next() {
            guard tag.name == "data", let offset = tag.attributes["offset"].flatMap({ UInt64($0) }),
                let size = tag.attributes["size"].flatMap({ UInt64($0) })
            else { continue }
            body(tag.attributes["element_type"], WeightFiles.ByteRange(offset: offset, length: size))
        }
    }

    private static let elementTypes: [String: String] = [
        "f64": "float64", "f32": "float32", "f16": "float16", "bf16": "bfloat16", "i64": "int64", "u64": "uint64",
        "i32": "int32", "u32": "uint32", "i16": "int16", "u16": "uint16", "i8": "int8", "u8": "uint8",
        "boolean": "bool", "f8e4m3": "float8e4m3fn", "f8e5m2": "float8e5m2", "f4e2m1": "float4e2m1", "i4": "int4",
        "u4": "uint4", "nf4": "nf4", "u2": "uint2", "u1": "uint1",
    ]
}
