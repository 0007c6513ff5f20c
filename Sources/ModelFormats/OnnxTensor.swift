import InferenceCore

/// A constant of a graph of which Pawl wants single numbers: scales and zero points.
///
/// Source: onnx.proto, `TensorProto`; its field numbers are named below.
struct OnnxTensor {
    private(set) var name = ""
    private(set) var elementType: ElementType?
    private(set) var isExternal = false
    private var dimensions: [UInt64] = []
    private var raw: UnsafeRawBufferPointer?
    private var floats: [Float] = []
    private var integers: [Int64] = []

    init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (1, .number(let size)): dimensions.append(size)  // dims
            case (1, .bytes(let packed)): dimensions += try ProtobufFields.numbers(packed)
            case (2, .number(let code)): elementType = Self.elementType(code)  // data_type
            case (4, .fourBytes(let bits)): floats.append(Float(bitPattern: bits))  // float_data
            case (4, .bytes(let packed)) where packed.count == 4:
                floats.append(Float(bitPattern: packed.loadUnaligned(as: UInt32.self)))
            case (5, .number(let number)): integers.append(Int64(bitPattern: number))  // int32_data
            case (5, .bytes(let packed)) where packed.count <= 10:
                integers += try ProtobufFields.numbers(packed).map { Int64(bitPattern: $0) }
            case (8, .bytes): name = value.text ?? ""  // name
            case (9, .bytes(let bytes)): raw = bytes  // raw_data
            case (14, .number(let place)): isExternal = place != 0  // data_location
            default: break
            }
        }
    }

    var isSingleNumber: Bool { dimensions.allSatisfy { $0 == 1 } }

    /// The one number of a float tensor.
    var singleFloat: Float? {
        guard isSingleNumber, let elementType else { return nil }
        switch elementType {
        case .float32: return floats.first ?? load(UInt32.self).map { Float(bitPattern: $0) }
        case .float16:
            return (load(UInt16.self) ?? integers.first.map { UInt16(truncatingIfNeeded: $0) })
                .flatMap { try? Tensor(elementType: .float16, shape: [1], copying: [$0]).floatValues().first }
        default: return nil
        }
    }

    /// The one number of an integer tensor.
    var singleInteger: Int? {
        guard isSingleNumber, let elementType else { return nil }
        if let integer = integers.first { return Int(integer) }
        switch elementType {
        case .int8: return load(Int8.self).map(Int.init)
        case .uint8: return load(UInt8.self).map(Int.init)
        case .int16: return load(Int16.self).map(Int.init)
        case .uint16: return load(UInt16.self).map(Int.init)
        case .int32: return load(Int32.self).map(Int.init)
        default: return nil
        }
    }

    private func load<Number: BitwiseCopyable>(_ type: Number.Type) -> Number? {
        guard let raw, raw.count == MemoryLayout<Number>.size else { return nil }
        return raw.loadUnaligned(as: type)
    }

    /// `TensorProto.DataType`.
    private static func elementType(_ code: UInt64) -> ElementType? {
        switch code {
        case 1: .float32
        case 2: .uint8
        case 3: .int8
        case 4: .uint16
        case 5: .int16
        case 6: .int32
        case 10: .float16
        default: nil
        }
    }
}
