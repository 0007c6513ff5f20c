/// A tensor of an ONNX model whose elements lie in another file.
///
/// Source: onnx.proto, `TensorProto.external_data` and `data_location`; field numbers are named below.
struct OnnxExternalData {
    private(set) var name: String?
    private(set) var location = ""
    /// In the file; 0 when the model does not say, nil when it says no number.
    private(set) var offset: UInt64? = 0
    /// Nil when the model does not say, or says no number.
    private(set) var length: UInt64?
    private(set) var saysLength = false
    private var extent = OnnxTensorExtent()
    private var isExternal = false

    /// How many bytes its elements take, by type and shape.
    var elementBytes: UInt64? { extent.bytes }

    /// All such tensors of a model in the order of the file, those of graphs within operators and of functions among them.
    static func tensors(of model: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> [OnnxExternalData] {
        var walk = Walk()
        try walk.model(model)
        return walk.found
    }

    /// Whether something in a file looks like an entry of external data: field 1 (0x0A), 8 bytes, "location".
    ///
    /// - Complexity: O(bytes).
    static func mayBe(in bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.firstIndex(of: [0x0A, 0x08] + Array("location".utf8)) != nil
    }

    /// Nil for a tensor within the model.
    init?(_ tensor: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(tensor)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (8, .bytes): name = value.text  // name
            case (13, .bytes(let entry)): try add(entry)  // external_data
            case (14, .number(let place)): isExternal = place == 1  // data_location, EXTERNAL
            default: try extent.read(field, value)
            }
        }
        if name?.isEmpty == true { name = nil }
        guard isExternal else { return nil }
    }

    /// A `StringStringEntryProto`.
    private mutating func add(_ entry: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(entry)
        var (key, text) = ("", "")
        while let (field, value) = try fields.next() {
            if field == 1 { key = value.text ?? "" }  // key
            if field == 2 { text = value.text ?? "" }  // value
        }
        switch key {
        case "location": location = text
        case "offset": offset = UInt64(text)
        case "length": (length, saysLength) = (UInt64(text), true)
        default: break
        }
    }

    /// The way to every tensor of a model.
    private struct Walk {
        var found: [OnnxExternalData] = []
        private var depth = 0
        /// Of graphs within operators.
        private static let maximumDepth = 64

        mutating func model(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            var hasGraph = false
            try each(of: bytes) { (walk, field, bytes) throws(ProtobufFields.Malformed) in
                switch field {
                case 7:  // graph
                    hasGraph = true
                    try walk.graph(bytes)
                case 20: try walk.training(bytes)  // training_info
                case 25: try walk.function(bytes)  // functions
                default: break
                }
            }
            guard hasGraph else { throw ProtobufFields.Malformed(reason: "it has no graph") }
        }

        private mutating func graph(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            guard depth < Self.maximumDepth else { throw ProtobufFields.Malformed(reason: "its graphs lie too deep") }
            depth += 1
            defer { depth -= 1 }
            try each(of: bytes) { (walk, field, bytes) throws(ProtobufFields.Malformed) in
                switch field {
                case 1: try walk.node(bytes)  // node
                case 5: try walk.tensor(bytes)  // initializer
                case 15: try walk.sparse(bytes)  // sparse_initializer
                default: break
                }
            }
        }

        private mutating func training(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            try each(of: bytes) { (walk, field, bytes) throws(ProtobufFields.Malformed) in
                if field == 1 || field == 2 { try walk.graph(bytes) }  // initialization, algorithm
            }
        }

        private mutating func function(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            try each(of: bytes) { (walk, field, bytes) throws(ProtobufFields.Malformed) in
                if field == 7 { try walk.node(bytes) }  // node
                if field == 11 { try walk.attribute(bytes) }  // attribute_proto
            }
        }

        private mutating func node(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            try each(of: bytes) { (walk, field, bytes) throws(ProtobufFields.Malformed) in
                if field == 5 { try walk.attribute(bytes) }  // attribute
            }
        }

        private mutating func attribute(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            try each(of: bytes) { (walk, field, bytes) throws(ProtobufFields.Malformed) in
                switch field {
                case 5, 10: try walk.tensor(bytes)  // t, tensors
                case 6, 11: try walk.graph(bytes)  // g, graphs
                case 22, 23: try walk.sparse(bytes)  // sparse_tensor, sparse_tensors
                default: break
                }
            }
        }

        private mutating func sparse(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            try each(of: bytes) { (walk, field, bytes) throws(ProtobufFields.Malformed) in
                if field == 1 || field == 2 { try walk.tensor(bytes) }  // values, indices
            }
        }

        private mutating func tensor(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
            if let tensor = try OnnxExternalData(bytes) { found.append(tensor) }
        }

        private mutating func each(
            of bytes: UnsafeRawBufferPointer,
            _ visit: (inout Walk, UInt64, UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> Void
        ) throws(ProtobufFields.Malformed) {
            var fields = ProtobufFields(bytes)
            while let (field, value) = try fields.next() {
                if let bytes = value.bytes { try visit(&self, field, bytes) }
            }
        }
    }
}
