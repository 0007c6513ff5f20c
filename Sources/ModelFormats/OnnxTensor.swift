import InferenceCore
import Support

/// A constant of a graph of which Pawl wants the numbers: scales and zero points.
///
/// Source: onnx.proto, `TensorProto`; its field numbers are named below.
struct OnnxTensor {
    private(set) var name = ""
    private(set) var elementType: ElementType?
    private(set) var isExternal = false
    private var dimensions: [UInt64] = []
    private var raw: UnsafeRawBufferPointer?
    /// The file beside the model that `raw` lies in, kept open as long.
    private var beside: MappedFile?
    private var singleFloats: [Float] = []
    private var integers32: [Int64] = []
    /// Fields of many numbers, which are read only where they are wanted: weights may stand in them.
    private var packedFloats: UnsafeRawBufferPointer?
    private var packedIntegers: UnsafeRawBufferPointer?

    init(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (1, .number(let size)): dimensions.append(size)  // dims
            case (1, .bytes(let packed)): dimensions += try ProtobufFields.numbers(packed)
            case (2, .number(let code)): elementType = Self.elementType(code)  // data_type
            case (4, .fourBytes(let bits)): singleFloats.append(Float(bitPattern: bits))  // float_data
            case (4, .bytes(let packed)): packedFloats = packed
            case (5, .number(let number)): integers32.append(Int64(bitPattern: number))  // int32_data
            case (5, .bytes(let packed)): packedIntegers = packed
            case (8, .bytes): name = value.text ?? ""  // name
            case (9, .bytes(let bytes)): raw = bytes  // raw_data
            case (14, .number(let place)): isExternal = place != 0  // data_location
            default: break
            }
        }
    }

    /// Takes the elements of a tensor whose place is in a file beside the model.
    mutating func take(_ elements: Slice<UnsafeRawBufferPointer>, of file: MappedFile) {
        raw = UnsafeRawBufferPointer(rebasing: elements)
        beside = file
        isExternal = false
    }

    var isSingleNumber: Bool { dimensions.allSatisfy { $0 == 1 } }

    /// The one number of a float tensor.
    var singleFloat: Float? { isSingleNumber ? floats?.first : nil }

    /// The one number of an integer tensor.
    var singleInteger: Int? { isSingleNumber ? integers?.first : nil }

    /// The numbers of a tensor of float32 or float16; nil for other types, and for more than a tensor has channels.
    var floats: [Float]? {
        switch elementType {
        case .float32:
            if let raw { return load(raw, UInt32.self)?.map { Float(bitPattern: $0) } }
            if let packedFloats { return load(packedFloats, UInt32.self)?.map { Float(bitPattern: $0) } }
            return singleFloats
        case .float16:
            guard let bits = raw.map({ load($0, UInt16.self) }) ?? stored?.map({ UInt16(truncatingIfNeeded: $0) })
            else { return nil }
            return try? Tensor(elementType: .float16, shape: [bits.count], copying: bits).floatValues()
        default: return nil
        }
    }

    /// The numbers of a tensor of integers of at most 32 bits; nil for other types, and for more than a tensor has channels.
    var integers: [Int]? {
        guard let raw else { return elementType?.integerRange == nil ? nil : stored?.map { Int($0) } }
        return switch elementType {
        case .int8: load(raw, Int8.self)?.map(Int.init)
        case .uint8: load(raw, UInt8.self)?.map(Int.init)
        case .int16: load(raw, Int16.self)?.map(Int.init)
        case .uint16: load(raw, UInt16.self)?.map(Int.init)
        case .int32: load(raw, Int32.self)?.map(Int.init)
        default: nil
        }
    }

    /// `int32_data`, which holds all small types.
    private var stored: [Int64]? {
        guard let packedIntegers else { return integers32 }
        guard packedIntegers.count <= 10 * TensorQuantization.maximumChannels else { return nil }
        return try? ProtobufFields.numbers(packedIntegers).map { Int64(bitPattern: $0) }
    }

    private func load<Number: BitwiseCopyable>(_ bytes: UnsafeRawBufferPointer, _ type: Number.Type) -> [Number]? {
        let size = MemoryLayout<Number>.size
        guard bytes.count % size == 0, bytes.count / size <= TensorQuantization.maximumChannels else { return nil }
        return (0..<bytes.count / size).map { bytes.loadUnaligned(fromByteOffset: $0 * size, as: type) }
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
