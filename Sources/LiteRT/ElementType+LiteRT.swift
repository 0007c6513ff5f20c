import CLiteRT
import InferenceCore

extension ElementType {
    /// How the library numbers this type.
    var liteRTCode: Int32 {
        switch self {
        case .float32: Int32(LITERT_ELEMENT_FLOAT32)
        case .float16: Int32(LITERT_ELEMENT_FLOAT16)
        case .bfloat16: Int32(LITERT_ELEMENT_BFLOAT16)
        case .float64: Int32(LITERT_ELEMENT_FLOAT64)
        case .int8: Int32(LITERT_ELEMENT_INT8)
        case .int16: Int32(LITERT_ELEMENT_INT16)
        case .int32: Int32(LITERT_ELEMENT_INT32)
        case .int64: Int32(LITERT_ELEMENT_INT64)
        case .uint8: Int32(LITERT_ELEMENT_UINT8)
        case .uint16: Int32(LITERT_ELEMENT_UINT16)
        case .uint32: Int32(LITERT_ELEMENT_UINT32)
        case .uint64: Int32(LITERT_ELEMENT_UINT64)
        case .bool: Int32(LITERT_ELEMENT_BOOL)
        }
    }

    /// Nil for strings, complex numbers and the formats of less than 8 bits.
    init?(liteRTCode: Int32) {
        guard let type = ElementType.allCases.first(where: { $0.liteRTCode == liteRTCode }) else { return nil }
        self = type
    }
}
