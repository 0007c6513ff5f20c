import COnnxRuntime
import InferenceCore

extension OrtAPI {
    /// An input's or output's element type and shape.
    struct TensorDescription {
        /// Nil where it holds texts.
        var elementType: ElementType?
        var shape: [TensorSpec.Dimension]
    }

    /// Reads what a model says of an input or output.
    ///
    /// - Returns: nil when it is not a tensor, or one of a type that Pawl does not pass; `reason` then says why.
    func describe(type info: OpaquePointer, reason: inout String) throws(InferenceError) -> TensorDescription? {
        var tensorInfo: OpaquePointer?
        try check("reading a type", table.pointee.CastTypeInfoToTensorInfo(info, &tensorInfo))
        guard let tensorInfo else {
            var kind: Int32 = 0
            try check("reading a type", table.pointee.GetOnnxTypeFromTypeInfo(info, &kind))
            reason = Self.reason(kind: Int(kind))
            return nil
        }
        return try describe(tensor: tensorInfo, reason: &reason)
    }

    /// Why what is no dense tensor cannot be used, and what can be done.
    private static func reason(kind: Int) -> String {
        switch kind {
        case ORT_KIND_OPTIONAL:
            "it is optional: a value that may be missing; export the model for the one case that you ship, with it or without it"
        case ORT_KIND_SPARSE: "it is a sparse tensor; export the model so that it takes and gives dense ones"
        case ORT_KIND_MAP, ORT_KIND_SEQUENCE:
            "it is a \(kind == ORT_KIND_MAP ? "map" : "sequence"); export the model so that it takes and gives tensors only "
                + "(of scikit-learn's converter: options={'zipmap': False}; of a sequence: one input or output for each tensor, "
                + "or all of them stacked)"
        default: "it is no tensor"
        }
    }

    /// Reads the element type and the shape of a tensor, or of a declaration of one.
    func describe(tensor info: OpaquePointer, reason: inout String) throws(InferenceError) -> TensorDescription? {
        var code: Int32 = 0
        try check("reading an element type", table.pointee.GetTensorElementType(info, &code))
        let elementType = ElementType(onnxCode: code)
        guard elementType != nil || code == Int32(ORT_ELEMENT_STRING) else {
            reason =
                "its element type (ONNX number \(code)) is not one Pawl passes: "
                + ElementType.allCases.map(\.rawValue).joined(separator: ", ")
            return nil
        }
        var rank = 0
        try check("reading a rank", table.pointee.GetDimensionsCount(info, &rank))
        var sizes = [Int64](repeating: 0, count: rank)
        try check("reading a shape", table.pointee.GetDimensions(info, &sizes, rank))
        // The names belong to `info`, so they are copied before it is released.
        var names = [UnsafePointer<CChar>?](repeating: nil, count: rank)
        try check("reading dimension names", table.pointee.GetSymbolicDimensions(info, &names, rank))
        let shape = zip(sizes, names).map { size, name -> TensorSpec.Dimension in
            guard size < 0 else { return .fixed(Int(size)) }
            let text = name.map { String(cString: $0) } ?? ""
            return .dynamic(name: text.isEmpty ? nil : text)
        }
        return TensorDescription(elementType: elementType, shape: shape)
    }
}

extension ElementType {
    /// How the library numbers this type.
    var onnxCode: Int32 {
        switch self {
        case .float32: Int32(ORT_ELEMENT_FLOAT32)
        case .float16: Int32(ORT_ELEMENT_FLOAT16)
        case .bfloat16: Int32(ORT_ELEMENT_BFLOAT16)
        case .float64: Int32(ORT_ELEMENT_FLOAT64)
        case .int8: Int32(ORT_ELEMENT_INT8)
        case .int16: Int32(ORT_ELEMENT_INT16)
        case .int32: Int32(ORT_ELEMENT_INT32)
        case .int64: Int32(ORT_ELEMENT_INT64)
        case .uint8: Int32(ORT_ELEMENT_UINT8)
        case .uint16: Int32(ORT_ELEMENT_UINT16)
        case .uint32: Int32(ORT_ELEMENT_UINT32)
        case .uint64: Int32(ORT_ELEMENT_UINT64)
        case .bool: Int32(ORT_ELEMENT_BOOL)
        }
    }

    /// Nil for strings, complex numbers and the formats of less than 8 bits.
    init?(onnxCode: Int32) {
        guard let type = ElementType.allCases.first(where: { $0.onnxCode == onnxCode }) else { return nil }
        self = type
    }
}
