import COnnxRuntime
import InferenceCore

extension OrtAPI {
    enum Port: String { case input, output }

    /// The inputs or outputs of a session, in the model's order; outputs that Pawl cannot read stand beside them.
    ///
    /// An input without dimensions takes any shape: the library checks none, and does not tell a single number from a shape
    /// that is not said.
    ///
    /// - Throws: `InferenceError.unusableTensor` when an input is not a tensor that Pawl passes, or no output is one.
    func specifications(
        of port: Port, session: OpaquePointer, modelPath: String
    ) throws(InferenceError) -> Ports {
        let slots = table.pointee
        var count = 0
        try check(
            "counting \(port.rawValue)s",
            port == .input ? slots.SessionGetInputCount(session, &count) : slots.SessionGetOutputCount(session, &count))
        var specifications: [TensorSpec] = []
        var texts: [TextOutput] = []
        var unreadable: [UnreadableOutput] = []
        for index in 0..<count {
            let getName = port == .input ? slots.SessionGetInputName : slots.SessionGetOutputName
            let name = try string("reading a name") { getName(session, index, defaultAllocator, $0) }
            let getType = port == .input ? slots.SessionGetInputTypeInfo : slots.SessionGetOutputTypeInfo
            let type = OwnedObject(
                try make("reading a type") { getType(session, index, $0) }, release: slots.ReleaseTypeInfo)
            var reason = ""
            guard let tensor = try describe(type: type.pointer, reason: &reason) else {
                guard port == .output else {
                    throw .unusableTensor(path: modelPath, port: port.rawValue, name: name, reason: reason)
                }
                unreadable.append(UnreadableOutput(name: name, reason: reason))
                continue
            }
            guard let elementType = tensor.elementType else {
                guard port == .output else {
                    throw .unusableTensor(
                        path: modelPath, port: port.rawValue, name: name,
                        reason:
                            "it holds strings, which golden sets do not have; move the text processing out of the model"
                    )
                }
                texts.append(TextOutput(name: name, shape: tensor.shape))
                continue
            }
            specifications.append(
                TensorSpec(
                    name: name, elementType: elementType, shape: tensor.shape, rankIsKnown: !tensor.shape.isEmpty))
        }
        if specifications.isEmpty, texts.isEmpty, let first = unreadable.first {
            let others = unreadable.dropFirst().map { "; nor can '\($0.name)': \($0.reason)" }
            throw .unusableTensor(
                path: modelPath, port: port.rawValue, name: first.name, reason: first.reason + others.joined())
        }
        return Ports(read: specifications, texts: texts, unreadable: unreadable)
    }

    /// What a model takes or gives: tensors of numbers, of texts, and what is no tensor.
    struct Ports {
        var read: [TensorSpec]
        var texts: [TextOutput]
        var unreadable: [UnreadableOutput]
    }

    func metadata(of session: OpaquePointer) throws(InferenceError) -> ModelMetadata {
        let slots = table.pointee
        let operation = "reading the model's metadata"
        let object = OwnedObject(
            try make(operation) { slots.SessionGetModelMetadata(session, $0) }, release: slots.ReleaseModelMetadata)
        let pointer = object.pointer
        var metadata = ModelMetadata(
            producer: try string(operation) { slots.ModelMetadataGetProducerName(pointer, defaultAllocator, $0) },
            graphName: try string(operation) { slots.ModelMetadataGetGraphName(pointer, defaultAllocator, $0) })
        try check(operation, slots.ModelMetadataGetVersion(pointer, &metadata.version))

        var keys: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        var count: Int64 = 0
        try check(
            operation, slots.ModelMetadataGetCustomMetadataMapKeys(pointer, defaultAllocator, &keys, &count))
        guard let keys else { return metadata }
        defer {
            for index in 0..<Int(count) { keys[index].map { free($0) } }
            free(keys)
        }
        for index in 0..<Int(count) {
            guard let key = keys[index] else { continue }
            metadata.custom[String(cString: key)] = try string(operation) {
                slots.ModelMetadataLookupCustomMetadataMap(pointer, defaultAllocator, key, $0)
            }
        }
        return metadata
    }
}
