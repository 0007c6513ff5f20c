/// How much a tensor of an ONNX model holds, by its type and shape alone.
///
/// Source: onnx.proto, `TensorProto`; its field numbers are named below.
struct OnnxTensorExtent {
    private var code = 0
    /// Nil for more than a number holds.
    private var elements: UInt64? = 1

    init() {}

    init(_ tensor: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(tensor)
        while let (field, value) = try fields.next() { try read(field, value) }
    }

    /// Takes in a field of the tensor; others than type and shape are left alone.
    mutating func read(_ field: UInt64, _ value: ProtobufFields.Value) throws(ProtobufFields.Malformed) {
        switch (field, value) {
        case (1, .number(let size)): multiply(by: size)  // dims
        case (1, .bytes(let packed)): for size in try ProtobufFields.numbers(packed) { multiply(by: size) }
        case (2, .number(let code)): self.code = Int(clamping: code)  // data_type
        default: break
        }
    }

    private mutating func multiply(by size: UInt64) {
        guard let product = elements?.multipliedReportingOverflow(by: size) else { return }
        elements = product.overflow ? nil : product.partialValue
    }

    var typeName: String { OnnxElementType.name(code) }

    /// What the elements take, the last byte filled up; nil for texts and unknown types.
    var bytes: UInt64? {
        guard let bits = OnnxElementType.bits(code), let elements else { return nil }
        let (product, overflow) = elements.multipliedReportingOverflow(by: UInt64(bits))
        return overflow ? nil : product / 8 + (product % 8 == 0 ? 0 : 1)
    }
}
