import InferenceCore
import Support

/// What Pawl reads of an ONNX model's graph without a runtime: which operators its inputs and outputs meet first.
///
/// Names are kept, weights stay where they are mapped. Graphs within operators (loops, branches) are not looked
/// into. Source: onnx.proto, `ModelProto`, `GraphProto`, `NodeProto`; field numbers are named below.
public struct OnnxGraph {
    private let file: MappedFile
    private(set) var nodes: [OnnxNode] = []
    /// As the file lists them: with constants, where it is of old.
    private(set) var inputs: [NamedValue] = []
    private(set) var outputs: [NamedValue] = []
    /// Messages of constants by name.
    private(set) var constants: [String: UnsafeRawBufferPointer] = [:]

    /// An input or output, with its `TypeProto` where there is one.
    struct NamedValue {
        var name = ""
        var type: UnsafeRawBufferPointer?
    }

    var path: String { file.path }

    static let maximumNodes = 1_000_000

    /// - Throws: `ModelFormatError.file`, `.malformed`.
    public init(path: String) throws(ModelFormatError) {
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        do throws(ProtobufFields.Malformed) {
            var graph: UnsafeRawBufferPointer?
            var model = ProtobufFields(file.bytes)
            while let (field, value) = try model.next() {
                if field == 7 { graph = value.bytes }  // graph
            }
            guard let graph else { throw ProtobufFields.Malformed(reason: "it has no graph") }
            try read(graph)
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
    }

    private mutating func read(_ graph: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(graph)
        while let (field, value) = try fields.next() {
            guard let bytes = value.bytes else { continue }
            switch field {
            case 1: try addNode(bytes)  // node
            case 5: constants[try OnnxTensor(bytes).name] = bytes  // initializer
            case 11: inputs.append(try Self.value(bytes))  // input
            case 12: outputs.append(try Self.value(bytes))  // output
            default: break
            }
        }
    }

    func isConstant(_ name: String) -> Bool { constants[name] != nil }

    static func value(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> NamedValue {
        var result = NamedValue()
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            switch field {
            case 1: result.name = value.text ?? ""  // name
            case 2: result.type = value.bytes  // type
            default: break
            }
        }
        return result
    }

    private mutating func addNode(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) {
        guard nodes.count < Self.maximumNodes else {
            throw ProtobufFields.Malformed(reason: "it has more than \(Self.maximumNodes) nodes")
        }
        let node = try OnnxNode(bytes)
        if node.type == "Constant", let output = node.outputs.first, let tensor = try node.tensor("value") {
            constants[output] = tensor
        }
        nodes.append(node)
    }
}

extension OnnxGraph {
    private static let roundings: Set<String> = [
        "Identity", "Cast", "QuantizeLinear", "DequantizeLinear", "Reshape", "Squeeze", "Unsqueeze", "Flatten",
    ]

    /// Softmax, also as an exponential that is divided, and sigmoid make probabilities; a matrix product, a sum, a convolution or a
    /// logarithm of a softmax makes logits; classifiers of classical learning say it. Nil for what may be either.
    func kind(ofOutput output: String) -> OutputKind? {
        var name = output
        var isQuotient = false
        var isNormalized = false
        // Backwards, so that one pass follows any chain.
        for node in nodes.reversed() where node.outputs.contains(name) {
            if node.domain == "ai.onnx.ml" {
                guard node.type == "Normalizer", let input = node.inputs.first, !isQuotient else {
                    return isQuotient ? nil : kind(ofScores: name, from: node, isNormalized: isNormalized)
                }
                name = input
                isNormalized = true
                continue
            }
            switch node.type {
            case "Softmax", "Sigmoid", "QLinearSoftmax", "QLinearSigmoid": return .probabilities
            case "Exp" where isQuotient: return .probabilities
            case "Div" where !isQuotient:
                guard let dividend = node.inputs.first else { return nil }
                name = dividend
                isQuotient = true
            case _ where isQuotient: return nil
            case "Gemm", "MatMul", "Add", "LogSoftmax", "Conv", "QLinearMatMul", "QLinearConv", "QGemm": return .logits
            case _ where Self.roundings.contains(node.type):
                guard let input = node.inputs.first else { return nil }
                name = input
            default: return nil
            }
        }
        return nil
    }

    /// Of the second output of a classifier; the first is the class.
    ///
    /// Source: ONNX, operators of `ai.onnx.ml`: `post_transform` of LinearClassifier, SVMClassifier and TreeEnsembleClassifier, and
    /// `prob_a` of SVMClassifier. The scores of trees are whatever was trained: votes, shares or margins.
    private func kind(ofScores name: String, from node: OnnxNode, isNormalized: Bool) -> OutputKind? {
        guard ["LinearClassifier", "SVMClassifier", "TreeEnsembleClassifier"].contains(node.type),
            node.outputs.count == 2, node.outputs[1] == name
        else { return nil }
        let transform = (try? node.text("post_transform")) ?? nil
        switch transform ?? "NONE" {
        case "SOFTMAX", "SOFTMAX_ZERO", "LOGISTIC": return .probabilities
        case "NONE" where isNormalized: return .probabilities
        case "NONE" where node.type == "SVMClassifier":
            return (try? node.has("prob_a")) == true ? .probabilities : .logits
        case "NONE" where node.type == "LinearClassifier": return .logits
        default: return nil
        }
    }
}

extension OnnxGraph {
    /// Why the numbers of a constant cannot be had: what follows "its scale", such as "is computed, not stored".
    struct UnreadableConstant: Error, Equatable {
        var reason: String
    }

    /// A constant with its elements, whether they stand in the model or in a file beside it.
    ///
    /// - Source: onnx.proto, `TensorProto.external_data`.
    func storedConstant(_ name: String) throws(UnreadableConstant) -> OnnxTensor {
        guard let bytes = constants[name], var tensor = try? OnnxTensor(bytes) else {
            throw UnreadableConstant(reason: "is computed, not stored")
        }
        guard tensor.isExternal else { return tensor }
        guard let place = try? OnnxExternalData(bytes), let wanted = place.elementBytes,
            wanted <= Self.mostBytesBeside, let offset = place.offset, !place.saysLength || place.length == wanted,
            let inner = WeightFiles.innerName(place.location)
        else { throw UnreadableConstant(reason: "lies in another file, at a place that is none") }
        let file: MappedFile
        do {
            file = try MappedFile(path: WeightFiles.folder(of: path) + inner)
        } catch {
            throw UnreadableConstant(reason: "lies in '\(inner)', which cannot be read")
        }
        let (end, overflows) = offset.addingReportingOverflow(wanted)
        guard !overflows, end <= UInt64(file.bytes.count) else {
            throw UnreadableConstant(reason: "lies behind the end of '\(inner)'")
        }
        tensor.take(file.bytes[Int(offset)..<Int(end)], of: file)
        return tensor
    }

    /// Of as many numbers as a tensor has channels at most, of 8 bytes at most.
    private static var mostBytesBeside: UInt64 { UInt64(8 * TensorQuantization.maximumChannels) }
}
