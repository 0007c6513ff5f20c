import InferenceCore

/// What the file says of a value that nodes pass on.
///
/// Source: onnx.proto, `ValueInfoProto`, `TypeProto` and `TensorProto`; field numbers are named below.
struct OnnxValue {
    enum Kind: Equatable {
        /// Of elements of this code.
        case tensor(Int)
        /// A sequence, a map, an optional or a sparse tensor.
        case other(String)
    }

    var kind: Kind?
    /// The `TypeProto`, where the file has one.
    var type: UnsafeRawBufferPointer?
    /// The `TensorProto` of a constant.
    var constant: UnsafeRawBufferPointer?
    var constantIsExternal = false
    /// Of a constant.
    var dimensions: [UInt64] = []

    var typeName: String? {
        switch kind {
        case .tensor(let code)?: OnnxElementType.name(code)
        case .other(let name)?: name
        case nil: nil
        }
    }

    var elementCode: Int? { if case .tensor(let code)? = kind { code } else { nil } }

    init(code: Int?) { kind = code.map(Kind.tensor) }

    /// - Parameter type: a `TypeProto`.
    init(type: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        self.type = type
        var fields = ProtobufFields(type)
        while let (field, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch field {
            case 1: kind = try Self.elementCode(bytes).map(Kind.tensor)  // tensor_type
            case 4: kind = .other("sequence")
            case 5: kind = .other("map")
            case 8: kind = .other("sparse tensor")
            case 9: kind = .other("optional")
            default: break
            }
        }
    }

    /// - Parameter constant: a `TensorProto`.
    init(constant: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        self.constant = constant
        var fields = ProtobufFields(constant)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (1, .number(let size)): dimensions.append(size)  // dims
            case (1, .bytes(let packed)): dimensions += try ProtobufFields.numbers(packed)
            case (2, .number(let code)): kind = .tensor(Int(truncatingIfNeeded: code))  // data_type
            case (14, .number(let place)): constantIsExternal = place != 0  // data_location
            default: break
            }
        }
    }

    /// Element code and sizes of a tensor's `TypeProto`; nil and none where it is something else, or left out.
    static func tensor(
        type: UnsafeRawBufferPointer?
    ) throws(ProtobufFields.Malformed) -> (code: Int?, shape: [TensorSpec.Dimension]) {
        guard let type else { return (nil, []) }
        var code: Int?
        var shape: [TensorSpec.Dimension] = []
        var fields = ProtobufFields(type)
        while let (field, value) = try fields.next() {
            guard field == 1, let tensor = value.bytes else { continue }  // tensor_type
            var members = ProtobufFields(tensor)
            while let (member, value) = try members.next() {
                if member == 1 { code = value.number.map { Int(truncatingIfNeeded: $0) } }  // elem_type
                guard member == 2, let bytes = value.bytes else { continue }  // shape
                var dimensions = ProtobufFields(bytes)
                while let (_, dimension) = try dimensions.next() {
                    guard let bytes = dimension.bytes else { continue }
                    shape.append(try size(bytes))
                }
            }
        }
        return (code, shape)
    }

    /// `TensorShapeProto.Dimension`.
    private static func size(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ProtobufFields.Malformed) -> TensorSpec.Dimension {
        var result = TensorSpec.Dimension.dynamic(name: nil)
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            if field == 1, let number = value.number, let size = Int(exactly: number), size > 0 {  // dim_value
                result = .fixed(size)
            }
            if field == 2, let name = value.text, !name.isEmpty { result = .dynamic(name: name) }  // dim_param
        }
        return result
    }

    private static func elementCode(_ tensor: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> Int? {
        var fields = ProtobufFields(tensor)
        while let (field, value) = try fields.next() {
            if field == 1, let code = value.number { return Int(truncatingIfNeeded: code) }  // elem_type
        }
        return nil
    }
}
