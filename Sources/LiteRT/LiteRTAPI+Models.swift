import CLiteRT
import InferenceCore

extension LiteRTAPI {
    struct ModelFunctions: Sendable {
        /// One exported name, two meanings.
        enum Creation: Sendable {
            case byPath(LiteRtCreateModelFunction)
            case inEnvironment(LiteRtCreateModelFunction216)
        }

        struct PortFunctions: Sendable {
            let count: LiteRtGetNumSignaturePortsFunction
            let name: LiteRtGetSignaturePortNameFunction
            let tensor: LiteRtGetSignaturePortTensorFunction

            init(_ library: DynamicLibrary, _ port: Port) throws(InferenceError) {
                let word = port == .input ? "Input" : "Output"
                count = try library.function(
                    "LiteRtGetNumSignature\(word)s", as: LiteRtGetNumSignaturePortsFunction.self)
                name = try library.function(
                    "LiteRtGetSignature\(word)Name", as: LiteRtGetSignaturePortNameFunction.self)
                tensor = try library.function(
                    "LiteRtGetSignature\(word)TensorByIndex", as: LiteRtGetSignaturePortTensorFunction.self)
            }
        }

        let creation: Creation
        let destroy: LiteRtDestroyModelFunction
        let signatureCount: LiteRtGetNumModelSignaturesFunction
        let signature: LiteRtGetModelSignatureFunction
        let signatureKey: LiteRtGetSignatureKeyFunction
        let inputs: PortFunctions
        let outputs: PortFunctions
        let tensorTypeKind: LiteRtGetTensorTypeIdFunction
        let tensorType: LiteRtGetRankedTensorTypeFunction

        init(_ library: DynamicLibrary, _ version: InterfaceVersion) throws(InferenceError) {
            let name = "LiteRtCreateModelFromFile"
            creation =
                version.modelsNeedAnEnvironment
                ? .inEnvironment(try library.function(name, as: LiteRtCreateModelFunction216.self))
                : .byPath(try library.function(name, as: LiteRtCreateModelFunction.self))
            destroy = try library.function("LiteRtDestroyModel", as: LiteRtDestroyModelFunction.self)
            signatureCount = try library.function(
                "LiteRtGetNumModelSignatures", as: LiteRtGetNumModelSignaturesFunction.self)
            signature = try library.function("LiteRtGetModelSignature", as: LiteRtGetModelSignatureFunction.self)
            signatureKey = try library.function("LiteRtGetSignatureKey", as: LiteRtGetSignatureKeyFunction.self)
            inputs = try PortFunctions(library, .input)
            outputs = try PortFunctions(library, .output)
            tensorTypeKind = try library.function("LiteRtGetTensorTypeId", as: LiteRtGetTensorTypeIdFunction.self)
            tensorType = try library.function("LiteRtGetRankedTensorType", as: LiteRtGetRankedTensorTypeFunction.self)
        }

        func create(
            _ path: String, in environment: OpaquePointer, _ out: UnsafeMutablePointer<OpaquePointer?>
        ) -> LiteRtStatus {
            switch creation {
            case .byPath(let create): create(path, out)
            case .inEnvironment(let create): create(environment, path, out)
            }
        }
    }

    enum Port: String { case input, output }

    /// The inputs or outputs of a signature, in its order, which is the order of buffers in a run.
    ///
    /// - Throws: `InferenceError.invalidModel` when one of them is not a tensor that Pawl passes.
    func specifications(
        of port: Port, signature: OpaquePointer, modelPath: String
    ) throws(InferenceError) -> [TensorSpec] {
        let functions = port == .input ? models.inputs : models.outputs
        let count = try count("counting \(port.rawValue)s") { functions.count(signature, $0) }
        var specifications: [TensorSpec] = []
        for index in 0..<count {
            let name = try string("reading a name") { functions.name(signature, index, $0) }
            let tensor = try make("reading \(port.rawValue) '\(name)'") { functions.tensor(signature, index, $0) }
            func refusal(_ reason: String) -> InferenceError {
                .unusableTensor(path: modelPath, port: port.rawValue, name: name, reason: reason)
            }
            guard !specifications.contains(where: { $0.name == name }) else {
                throw refusal("another \(port.rawValue) has its name")
            }
            var kind: Int32 = 0
            try check("reading a type", models.tensorTypeKind(tensor, &kind))
            guard kind == Int32(LITERT_TYPE_RANKED) else { throw refusal("the model does not say its rank") }
            var type = LiteRtRankedTensorType()
            try check("reading a type", models.tensorType(tensor, &type))
            guard let elementType = ElementType(liteRTCode: type.elementType) else {
                throw refusal(
                    type.elementType == Int32(LITERT_ELEMENT_STRING)
                        ? "it holds strings, which Pawl does not measure; move the text processing out of the model"
                        : "its element type (TensorFlow Lite number \(type.elementType)) is not one Pawl passes: "
                            + ElementType.allCases.map(\.rawValue).joined(separator: ", "))
            }
            specifications.append(
                TensorSpec(
                    name: name, elementType: elementType,
                    shape: type.layout.sizes.map { $0 < 0 ? .dynamic(name: nil) : .fixed($0) }))
        }
        return specifications
    }
}

extension LiteRtLayout {
    /// The dimensions; what is below 0 is dynamic.
    var sizes: [Int] {
        withUnsafeBytes(of: dimensions) { bytes in
            bytes.bindMemory(to: Int32.self).prefix(Int(rank)).map { Int($0) }
        }
    }

    /// - Precondition: at most `LITERT_MAXIMUM_RANK` sizes, each of which fits 32 bits.
    init(sizes: [Int]) {
        self.init()
        precondition(sizes.count <= Int(LITERT_MAXIMUM_RANK), "a rank that the library does not know")
        rank = UInt32(sizes.count)
        withUnsafeMutableBytes(of: &dimensions) { bytes in
            let dimensions = bytes.bindMemory(to: Int32.self)
            for (index, size) in sizes.enumerated() { dimensions[index] = Int32(size) }
        }
    }
}
