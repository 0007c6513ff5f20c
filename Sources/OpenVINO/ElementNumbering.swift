import COpenVINO
import InferenceCore

/// How a version of OpenVINO numbers the types of elements.
///
/// The enumeration `ov_element_type_e` changed twice: types of 2, 3 and 6 bits came into its middle, and its first one went. Which
/// of the three a library has is asked of itself: of every number it says how many bytes an element has, and no two of them agree
/// in all.
enum ElementNumbering: CaseIterable {
    /// From 2025 on.
    case current
    /// Before, with an undefined type in front.
    case shifted
    /// From 2022.1 on, without the types of 2, 3 and 6 bits.
    case early

    /// - Returns: nil for a library that has none of them.
    static func asked(of functions: OpenVINOFunctions) -> ElementNumbering? {
        allCases.first { numbering in
            ElementType.allCases.allSatisfy {
                bytes(ofElement: numbering.code(of: $0), functions) == $0.byteCount
            }
        }
    }

    /// Bytes of a tensor of one element, as the library makes it; nil where it makes none.
    private static func bytes(ofElement code: Int32, _ functions: OpenVINOFunctions) -> Int? {
        var size: Int64 = 1
        var memory: UInt64 = 0
        var tensor: OpaquePointer?
        let status = withUnsafeMutablePointer(to: &size) { size in
            withUnsafeMutablePointer(to: &memory) { memory in
                functions.tensor_create_from_host_ptr(code, OpenVINOShape(rank: 1, dimensions: size), memory, &tensor)
            }
        }
        guard status == 0, let tensor else { return nil }
        defer { functions.tensor_free(tensor) }
        var count = 0
        return functions.tensor_get_byte_size(tensor, &count) == 0 ? count : nil
    }

    func code(of type: ElementType) -> Int32 {
        let current =
            switch type {
            case .bool: OPENVINO_ELEMENT_BOOL
            case .bfloat16: OPENVINO_ELEMENT_BFLOAT16
            case .float16: OPENVINO_ELEMENT_FLOAT16
            case .float32: OPENVINO_ELEMENT_FLOAT32
            case .float64: OPENVINO_ELEMENT_FLOAT64
            case .int8: OPENVINO_ELEMENT_INT8
            case .int16: OPENVINO_ELEMENT_INT16
            case .int32: OPENVINO_ELEMENT_INT32
            case .int64: OPENVINO_ELEMENT_INT64
            case .uint8: OPENVINO_ELEMENT_UINT8
            case .uint16: OPENVINO_ELEMENT_UINT16
            case .uint32: OPENVINO_ELEMENT_UINT32
            case .uint64: OPENVINO_ELEMENT_UINT64
            }
        return number(Int32(current))
    }

    /// Nil for strings and the formats of less than 8 bits.
    func type(of code: Int32) -> ElementType? { ElementType.allCases.first { self.code(of: $0) == code } }

    var string: Int32 { number(Int32(OPENVINO_ELEMENT_STRING)) }

    private func number(_ current: Int32) -> Int32 {
        switch self {
        case .current: current
        case .shifted: current + 1
        // The unsigned types stand behind those of 2, 3 and 6 bits.
        case .early: current >= Int32(OPENVINO_ELEMENT_UINT8) ? current - 2 : current + 1
        }
    }
}
