import Diagnostics
import Support

/// Reads `inputs:` and `outputs:` of a variant.
struct TensorSection {
    let reader: YAMLReader

    static let castTypes = [
        "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float16", "bfloat16", "float32",
        "float64",
    ]
    private static let preprocessing = ["scale", "offset", "channel_order", "layout"]
    /// Of axes: more than any model has.
    private static let rankLimit = 16

    func inputs(_ node: YAMLNode) -> [String: TensorDeclaration]? {
        tensors(
            node, "'inputs'", what: "an input",
            keys: ["name", "transpose", "cast", "quantization", "missing"] + Self.preprocessing)
    }

    func outputs(_ node: YAMLNode) -> [String: TensorDeclaration]? {
        tensors(node, "'outputs'", what: "an output", keys: ["name", "transpose", "quantization"])
    }

    /// Nil when any of them is broken: half a mapping would be another one.
    private func tensors(
        _ node: YAMLNode, _ section: String, what: String, keys: [String]
    ) -> [String: TensorDeclaration]? {
        guard let mapping = reader.anyMapping(node, section) else { return nil }
        var tensors: [String: TensorDeclaration] = [:]
        var owners: [String: String] = [:]
        for entry in mapping.entries {
            guard let key = reader.text(entry.key, "\(what)'s name", at: entry.keyLocation),
                let tensor = tensor(entry.value, what: what, keys: keys)
            else { continue }
            if let name = tensor.name, let owner = owners.updateValue(key, forKey: name) {
                reader.report(
                    "tensor-twice",
                    "\(name.quotedForMessage) is said to be both \(owner.quotedForMessage) and \(key.quotedForMessage)",
                    at: entry.value.location)
                continue
            }
            tensors[key] = tensor
        }
        return tensors.count == mapping.entries.count ? tensors : nil
    }

    private func tensor(_ node: YAMLNode, what: String, keys: [String]) -> TensorDeclaration? {
        if case .scalar = node.content {
            return reader.text(node, "the name of \(what)").map { TensorDeclaration(name: $0, location: node.location) }
        }
        guard let mapping = reader.mapping(node, what, optional: keys) else { return nil }
        var tensor = TensorDeclaration(location: node.location)
        var isSound = mapping.entries.allSatisfy { keys.contains($0.key) }
        if let name = mapping["name"] {
            tensor.name = reader.text(name, "the name of \(what)")
            isSound = isSound && tensor.name != nil
        }
        if let axes = mapping["transpose"] {
            tensor.transposition = transposition(axes)
            isSound = isSound && tensor.transposition != nil
        }
        if let cast = mapping["cast"], keys.contains("cast") {
            tensor.cast = reader.choice(cast, "'cast'", among: Self.castTypes)
            isSound = isSound && tensor.cast != nil
        }
        if let quantization = mapping["quantization"] {
            tensor.quantization = reader.scaleAndZeroPoint(quantization, "'quantization'")
                .map(TensorDeclaration.Quantization.init)
            isSound = isSound && tensor.quantization != nil
        }
        if let missing = mapping["missing"], keys.contains("missing") {
            let word = reader.choice(missing, "'missing'", among: ["allowed", "refused"])
            tensor.mayBeMissing = word == "allowed"
            isSound = isSound && word != nil
        }
        if let scale = mapping["scale"], keys.contains("scale") {
            tensor.scale = number(scale, "'scale'")
            if tensor.scale == 0 {
                reader.report("scale", "'scale' must not be 0: every value would be the same", at: scale.location)
            }
            isSound = isSound && tensor.scale != nil && tensor.scale != 0
        }
        if let offset = mapping["offset"], keys.contains("offset") {
            tensor.offset = number(offset, "'offset'")
            isSound = isSound && tensor.offset != nil
        }
        if let order = mapping["channel_order"], keys.contains("channel_order") {
            let order = reader.choice(order, "'channel_order'", among: ["rgb", "bgr"])
            tensor.reversesChannels = order == "bgr"
            isSound = isSound && order != nil
        }
        if let layout = mapping["layout"], keys.contains("layout") {
            tensor.layout = reader.choice(layout, "'layout'", among: ["channels_first", "channels_last"])
            isSound = isSound && tensor.layout != nil
        }
        return isSound ? tensor : nil
    }

    private func number(_ node: YAMLNode, _ what: String) -> Double? {
        guard let text = reader.text(node, what) else { return nil }
        guard let number = Double(text), number.isFinite, number.magnitude < 1e30 else {
            reader.report("invalid-value", "\(what) must be a number, not \(text.quotedForMessage)", at: node.location)
            return nil
        }
        return number
    }

    private func transposition(_ node: YAMLNode) -> [Int]? {
        guard let items = reader.list(node, "'transpose'") else { return nil }
        let axes = items.compactMap { reader.integer($0, "an axis of 'transpose'", in: 0...Self.rankLimit - 1) }
        guard axes.count == items.count else { return nil }
        guard !axes.isEmpty, axes.sorted() == Array(axes.indices) else {
            reader.report(
                "transpose", "'transpose' must name every axis once, from 0", at: node.location,
                hint: "[0, 2, 3, 1] moves the channels of an image, axis 1, behind its height and width")
            return nil
        }
        return axes
    }
}

/// What a suite says of one input or output of a variant: which tensor of the model it is, and how that is laid out.
public struct TensorDeclaration: Sendable, Equatable {
    /// The model's own name; nil leaves the search to Pawl.
    public var name: String?
    /// The order of axes that makes the golden set's input the model's, or the model's output the golden set's; nil leaves it.
    public var transposition: [Int]?
    /// A type that an input of whole numbers is brought to as it is; nil leaves it.
    public var cast: String?
    /// What the model's integers stand for; nil takes the model's own word.
    public var quantization: Quantization?
    /// Of an input: whether it is left out where the model has none of that name.
    public var mayBeMissing = false
    /// What an input's values are multiplied by, and what is added to them then.
    public var scale: Double?
    public var offset: Double?
    /// Whether the model wants the channels of an input in reverse order.
    public var reversesChannels = false
    /// In which order the values of an image stand, whatever their shape says: `channels_first` or `channels_last`; nil leaves it.
    public var layout: String?
    public var location: SourceLocation

    /// x = (q - zeroPoint) * scale.
    public struct Quantization: Sendable, Equatable {
        /// Above 0.
        public var scale: Float
        public var zeroPoint: Int

        public init(scale: Float, zeroPoint: Int) {
            self.scale = scale
            self.zeroPoint = zeroPoint
        }
    }

    public init(
        name: String? = nil, transposition: [Int]? = nil, cast: String? = nil, quantization: Quantization? = nil,
        location: SourceLocation
    ) {
        self.name = name
        self.transposition = transposition
        self.cast = cast
        self.quantization = quantization
        self.location = location
    }
}
