import InferenceCore
import Support

/// Inputs and outputs of a model in OpenVINO's intermediate representation: a graph in XML, constants in a `.bin` of the same name.
///
/// Source: docs.openvino.ai, "OpenVINO IR format"; `Convert`, `Subtract`, `Multiply` and `FakeQuantize` of its operation sets.
struct OpenVINOFile {
    struct Layer {
        var type = ""
        var names: [String] = []
        /// `element_type` or `destination_type`.
        var elementType: ElementType?
        var shape: [Int] = []
        var offset: Int?
        var size = 0
        var levels: Int?
    }

    struct Port: Hashable {
        var layer: String
        var index: String
    }

    private static let layerLimit = 1_000_000
    private static let rankLimit = 64
    private static let chainLimit = 64

    private(set) var layers: [String: Layer] = [:]
    /// Ids as they stand in the file.
    private var order: [String] = []
    /// Which layer an input takes its values from, and which layers read what one gives.
    private(set) var sources: [Port: String] = [:]
    private(set) var readers: [String: [Port]] = [:]
    let weights: MappedFile?

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
