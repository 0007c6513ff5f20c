import InferenceCore
import Support

/// Inputs and outputs of a model in OpenVINO's intermediate representation: a graph in XML, constants in a `.bin` of the same name.
///
/// Source: docs.openvino.ai, "OpenVINO IR format"; `Convert`, `Subtract`, `Multiply` and `FakeQuantize` of its operation sets.
struct OpenVINOFile {
    private struct Layer {
        var type = ""
        var names: [String] = []
        /// `element_type` or `destination_type`.
        var elementType: ElementType?
        var shape: [Int] = []
        var offset: Int?
        var size = 0
        var levels: Int?
    }

    private struct Port: Hashable {
        var layer: String
        var index: String
    }

    private static let layerLimit = 1_000_000
    private static let rankLimit = 64
    private static let chainLimit = 64

    private var layers: [String: Layer] = [:]
    /// Ids as they stand in the file.
    private var order: [String] = []
    /// Which layer an input takes its values from, and which layers read what one gives.
    private var sources: [Port: String] = [:]
    private var readers: [String: [Port]] = [:]
    private let weights: MappedFile?

    static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let head = String(decoding: bytes.prefix(512), as: UTF8.self)
        return head.hasPrefix("<") && head.contains("<net ")
    }

    static func interface(
        _ bytes: UnsafeRawBufferPointer, path: String
    ) throws(ModelFormatError) -> ModelInterface {
        do throws(XMLTags.Malformed) {
            return try OpenVINOFile(bytes, weightsPath: path.dropLast(4) + ".bin").interface
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
    }

    private init(_ bytes: UnsafeRawBufferPointer, weightsPath: String) throws(XMLTags.Malformed) {
        // Without it scales are unknown; a model without constants has none.
        weights = try? MappedFile(path: weightsPath)
        var tags = XMLTags(bytes)
        var current: String?
        var outputDepth = false
        var isFirstPort = true
        while let tag = try tags.next() {
            switch (tag.name, tag.closes) {
            case ("layer", false):
                guard let id = tag.attributes["id"], layers.count < Self.layerLimit else {
                    throw XMLTags.Malformed(reason: "a layer has no id, or there are too many")
                }
                var layer = Layer()
                layer.type = tag.attributes["type"] ?? ""
                layer.names = [tag.attributes["name"]].compactMap { $0 } + Self.list(tag.attributes["output_names"])
                layers[id] = layer
                order.append(id)
                (current, outputDepth, isFirstPort) = (tag.isEmpty ? nil : id, false, true)
            case ("layer", true): current = nil
            case ("data", false): if let current { read(tag.attributes, into: current) }
            case ("output", let closes): outputDepth = !closes && !tag.isEmpty
            case ("port", false) where outputDepth && isFirstPort:
                let names = Self.list(tag.attributes["names"])
                if let current { layers[current]?.names.insert(contentsOf: names, at: 0) }
            case ("port", true) where outputDepth: isFirstPort = false
            case ("edge", false):
                guard let from = tag.attributes["from-layer"], let to = tag.attributes["to-layer"],
                    let index = tag.attributes["to-port"]
                else { throw XMLTags.Malformed(reason: "an edge has no ends") }
                let port = Port(layer: to, index: index)
                sources[port] = from
                readers[from, default: []].append(port)
            default: break
            }
        }
    }

    private mutating func read(_ attributes: [Substring: String], into id: String) {
        let type = attributes["element_type"] ?? attributes["destination_type"]
        layers[id]?.elementType = type.flatMap(Self.elementType)
        // -1 stands for what is not fixed.
        layers[id]?.shape = Self.list(attributes["shape"]).prefix(Self.rankLimit).map { Int($0) ?? -1 }
        layers[id]?.offset = attributes["offset"].flatMap { Int($0) }
        layers[id]?.size = attributes["size"].flatMap { Int($0) } ?? 0
        layers[id]?.levels = attributes["levels"].flatMap { Int($0) }
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { word in
            String(word.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        }
    }

    private var interface: ModelInterface {
        var interface = ModelInterface(inputs: [], outputs: [])
        for id in order {
            guard let layer = layers[id] else { continue }
            if layer.type == "Parameter" {
                let found = layer.elementType?.isInteger == true ? quantization(ofParameter: id, layer) : nil
                var port = ModelInterface.Port(
                    names: layer.names, elementType: layer.elementType, shape: layer.shape.map(Self.dimension),
                    quantization: found)
                port.isUnread = readers[id] == nil
                interface.inputs.append(port)
            } else if layer.type == "Result", let source = sources[Port(layer: id, index: "0")],
                let made = layers[source]
            {
                var port = ModelInterface.Port(
                    names: made.names + layer.names, elementType: made.elementType, shape: [],
                    quantization: made.elementType?.isInteger == true ? quantization(ofConverted: source) : nil)
                port.kind = kind(of: source)
                interface.outputs.append(port)
            }
        }
        return interface
    }

    private static func dimension(_ size: Int) -> TensorSpec.Dimension { size > 0 ? .fixed(size) : .dynamic(name: nil) }

    /// Softmax and sigmoid make probabilities; a matrix product, a convolution or a sum makes logits. Nil for what may be either.
    private func kind(of layer: String) -> OutputKind? {
        var id = layer
        // A graph has no circles, but a file may.
        for _ in 0..<Self.chainLimit {
            switch layers[id]?.type {
            case "SoftMax", "Softmax", "Sigmoid": return .probabilities
            case "MatMul", "Add", "Convolution", "GroupConvolution", "LogSoftmax": return .logits
            case "Convert", "FakeQuantize", "Reshape", "Squeeze", "Unsqueeze":
                guard let source = sources[Port(layer: id, index: "0")] else { return nil }
                id = source
            default: return nil
            }
        }
        return nil
    }

    /// Of an input that is converted to floating-point numbers, from which a zero point is subtracted, or none, and which are then
    /// multiplied by a scale.
    private func quantization(ofParameter id: String, _ layer: Layer) -> TensorQuantization? {
        var found: Set<TensorQuantization> = []
        for port in readers[id] ?? [] {
            guard layers[port.layer]?.type == "Convert", layers[port.layer]?.elementType?.isFloatingPoint == true,
                let quantization = quantization(ofReal: port.layer, rank: layer.shape.count)
            else { return nil }
            found.insert(quantization)
        }
        return found.count == 1 ? found.first : nil
    }

    private func quantization(ofReal id: String, rank: Int) -> TensorQuantization? {
        guard let readers = readers[id], readers.count == 1, let next = layers[readers[0].layer] else { return nil }
        if next.type == "Subtract", readers[0].index == "0" {
            guard let zero = constant(Port(layer: readers[0].layer, index: "1")),
                let after = self.readers[readers[0].layer], after.count == 1,
                layers[after[0].layer]?.type == "Multiply",
                let scale = constant(Port(layer: after[0].layer, index: after[0].index == "0" ? "1" : "0"))
            else { return nil }
            return Self.quantization(scale, zero, rank: rank)
        }
        guard next.type == "Multiply",
            let scale = constant(Port(layer: readers[0].layer, index: readers[0].index == "0" ? "1" : "0"))
        else { return nil }
        return Self.quantization(scale, (values: [0], shape: []), rank: rank)
    }

    private static func quantization(
        _ scale: (values: [Float], shape: [Int]), _ zero: (values: [Float], shape: [Int]), rank: Int
    ) -> TensorQuantization? {
        let points = zero.values.compactMap { Int(exactly: $0) }
        guard points.count == zero.values.count else { return nil }
        var axis: Int?
        if scale.values.count > 1 {
            // Shapes are aligned at their ends.
            let long = scale.shape.indices.filter { scale.shape[$0] > 1 }
            guard long.count == 1 else { return nil }
            axis = long[0] + rank - scale.shape.count
        }
        return try? TensorQuantization(scales: scale.values, zeroPoints: points, axis: axis)
    }

    /// Of an output that a `FakeQuantize` brings to whole numbers, which are then converted.
    private func quantization(ofConverted id: String) -> TensorQuantization? {
        guard layers[id]?.type == "Convert", let made = sources[Port(layer: id, index: "0")],
            layers[made]?.type == "FakeQuantize"
        else { return nil }
        let ends = (1...4).map { constant(Port(layer: made, index: "\($0)")) }
        let numbers = ends.compactMap { $0?.values.count == 1 ? $0?.values[0] : nil }.map(Double.init)
        guard numbers.count == 4, numbers[3] > numbers[2], numbers[1] > numbers[0] else { return nil }
        let (low, high, lowest, highest) = (numbers[0], numbers[1], numbers[2], numbers[3])
        // Levels are a step apart only where there is one for each whole number.
        guard let levels = layers[made]?.levels, Double(levels - 1) == highest - lowest else { return nil }
        let scale = (high - low) / (highest - lowest)
        let zeroPoint = lowest - low / scale
        guard abs(zeroPoint - zeroPoint.rounded()) < 1e-3, let point = Int(exactly: zeroPoint.rounded()) else {
            return nil
        }
        return try? TensorQuantization(scale: Float(scale), zeroPoint: point)
    }

    /// The numbers that an input takes from a constant, also behind a conversion.
    private func constant(_ port: Port) -> (values: [Float], shape: [Int])? {
        guard var id = sources[port], var layer = layers[id] else { return nil }
        if layer.type == "Convert", let source = sources[Port(layer: id, index: "0")], let made = layers[source] {
            (id, layer) = (source, made)
        }
        guard layer.type == "Const", let weights, let type = layer.elementType, let offset = layer.offset,
            layer.size > 0, layer.size <= TensorQuantization.maximumChannels * 8, layer.size % type.byteCount == 0,
            offset >= 0, offset <= weights.bytes.count - layer.size
        else { return nil }
        let bytes = UnsafeRawBufferPointer(rebasing: weights.bytes[offset..<offset + layer.size])
        let tensor = Tensor(elementType: type, shape: [layer.size / type.byteCount], bytes: bytes, owner: weights)
        guard let values = try? tensor.floatValues() else { return nil }
        return (values, layer.shape)
    }

    private static func elementType(_ name: String) -> ElementType? {
        switch name {
        case "f64": .float64
        case "f32": .float32
        case "f16": .float16
        case "bf16": .bfloat16
        case "i8": .int8
        case "i16": .int16
        case "i32": .int32
        case "i64": .int64
        case "u8": .uint8
        case "u16": .uint16
        case "u32": .uint32
        case "u64": .uint64
        case "boolean": .bool
        default: nil
        }
    }
}

/// Where in its `.bin` the constants of an OpenVINO graph (`.xml`) lie.
///
/// A constant says it with two attributes of one tag, `<data ... offset="64" size="4000"/>`; other tags have no such pair.
/// Source: OpenVINO, "Intermediate Representation Format": operation `Constant`.
enum OpenVINOConstants {
    /// - Complexity: O(bytes).
    static func ranges(in bytes: UnsafeRawBufferPointer) -> [WeightFiles.ByteRange] {
        var found: [WeightFiles.ByteRange] = []
        var position = 0
        while let start = bytes.firstIndex(of: UInt8(ascii: "<"), from: position),
            let end = bytes.firstIndex(of: UInt8(ascii: ">"), from: start)
        {
            position = end + 1
            let tag = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            guard let offset = number(" offset=", in: tag), let size = number(" size=", in: tag) else { continue }
            found.append(WeightFiles.ByteRange(offset: offset, length: size))
        }
        return found
    }

    /// The value of an attribute, in either kind of quotes.
    private static func number(_ attribute: String, in tag: UnsafeRawBufferPointer) -> UInt64? {
        let key = Array(attribute.utf8)
        guard let found = tag.firstIndex(of: key) else { return nil }
        let quote = found + key.count
        guard quote < tag.count, tag[quote] == UInt8(ascii: "\"") || tag[quote] == UInt8(ascii: "'"),
            let end = tag.firstIndex(of: tag[quote], from: quote + 1)
        else { return nil }
        return UInt64(String(decoding: tag[(quote + 1)..<end], as: UTF8.self))
    }
}

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
