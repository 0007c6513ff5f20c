import InferenceCore

/// Inputs and outputs of a TensorFlow Lite model, read in place.
///
/// Source: TensorFlow Lite, schema.fbs of version 3; field numbers are named below.
enum TFLiteFile {
    /// More inputs, outputs or dimensions than any model has.
    private static let portLimit = 4096
    private static let rankLimit = 64
    private static let scoresLimit = 16
    private static let operatorLimit = 1 << 20

    static func isOne(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 8 && bytes[4..<8].elementsEqual("TFL3".utf8)
    }

    static func interface(
        _ bytes: UnsafeRawBufferPointer, path: String
    ) throws(ModelFormatError) -> ModelInterface {
        do throws(FlatTable.Malformed) {
            return try interface(of: FlatTable(root: bytes))
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
    }

    private static func interface(of model: FlatTable) throws(FlatTable.Malformed) -> ModelInterface {
        // signature_defs; several have no first among them.
        let signature = try model.tableCount(7) == 1 ? model.table(7, 0) : nil
        let subgraph = Int(try signature?.number(4, as: UInt32.self) ?? 0)  // subgraph_index
        guard let graph = try model.table(2, subgraph) else {  // subgraphs
            throw FlatTable.Malformed(reason: "it has no graph \(subgraph)")
        }
        var interface = ModelInterface(
            inputs: try ports(graph, 1, named: signature, 0, read: try readTensors(graph)),
            outputs: try ports(graph, 2, named: signature, 1))
        let outputs = try graph.numbers(2, as: Int32.self, limit: portLimit)
        // Each output is followed through the whole graph; models with more have no scores among them.
        guard outputs.count <= scoresLimit else { return interface }
        for (index, tensor) in outputs.enumerated() {
            interface.outputs[index].kind = try kind(of: tensor, graph, model)
        }
        return interface
    }

    /// Softmax and sigmoid make probabilities; a matrix product, a convolution or a sum makes logits. Nil for what may be either.
    private static func kind(
        of output: Int32, _ graph: FlatTable, _ model: FlatTable
    ) throws(FlatTable.Malformed) -> OutputKind? {
        var tensor = output
        // Backwards, so that one pass follows any chain.
        for index in try (0..<graph.tableCount(3)).reversed() {
            guard let node = try graph.table(3, index),
                try node.numbers(2, as: Int32.self, limit: portLimit).contains(tensor)
            else { continue }
            let code = try model.table(1, Int(try node.number(0, as: UInt32.self) ?? 0))
            // builtin_code; files of old have but a byte for it.
            let old = Int32(try code?.number(0, as: Int8.self) ?? 0)
            switch max(try code?.number(3, as: Int32.self) ?? 0, old) {
            // LOGISTIC, SOFTMAX
            case 14, 25: return .probabilities
            // ADD, CONV_2D, DEPTHWISE_CONV_2D, FULLY_CONNECTED, LOG_SOFTMAX, BATCH_MATMUL
            case 0, 3, 4, 9, 50, 126: return .logits
            // DEQUANTIZE, RESHAPE, SQUEEZE, CAST, EXPAND_DIMS, QUANTIZE
            case 6, 22, 43, 53, 70, 114:
                guard let input = try node.numbers(1, as: Int32.self, limit: portLimit).first else { return nil }
                tensor = input
            default: return nil
            }
        }
        return nil
    }

    /// Tensors that operators read, and those that come out.
    private static func readTensors(_ graph: FlatTable) throws(FlatTable.Malformed) -> Set<Int32> {
        let operators = try graph.tableCount(3)
        guard operators <= operatorLimit else { throw FlatTable.Malformed(reason: "it has \(operators) operators") }
        var read = Set(try graph.numbers(2, as: Int32.self, limit: portLimit))
        var count = 0
        for index in 0..<operators {
            let inputs = try graph.table(3, index)?.numbers(1, as: Int32.self, limit: portLimit) ?? []
            // Lists may lie over each other in a file that was made to be slow.
            count += inputs.count
            guard count <= 16 * operatorLimit else {
                throw FlatTable.Malformed(reason: "its operators have too many inputs")
            }
            read.formUnion(inputs)
        }
        return read
    }

    /// - Parameters:
    ///   - field: `inputs` or `outputs` of the graph, indices of its tensors.
    ///   - list: `inputs` or `outputs` of the signature, tables of name and tensor index.
    ///   - read: of inputs, which tensors are read.
    private static func ports(
        _ graph: FlatTable, _ field: Int, named signature: FlatTable?, _ list: Int, read: Set<Int32>? = nil
    ) throws(FlatTable.Malformed) -> [ModelInterface.Port] {
        var words: [Int: String] = [:]
        let named = try signature?.tableCount(list) ?? 0
        guard named <= portLimit else { throw FlatTable.Malformed(reason: "it has \(named) inputs or outputs") }
        for index in 0..<named {
            guard let entry = try signature?.table(list, index), let name = try entry.text(0) else { continue }
            words[Int(try entry.number(1, as: UInt32.self) ?? 0)] = name
        }
        var ports: [ModelInterface.Port] = []
        for index in try graph.numbers(field, as: Int32.self, limit: portLimit) {
            guard let tensor = try graph.table(0, Int(index)) else {  // tensors
                throw FlatTable.Malformed(reason: "it has no tensor \(index)")
            }
            var port = try port(tensor, word: words[Int(index)])
            port.isUnread = read.map { !$0.contains(index) } ?? false
            ports.append(port)
        }
        return ports
    }

    private static func port(
        _ tensor: FlatTable, word: String?
    ) throws(FlatTable.Malformed) -> ModelInterface.Port {
        // shape_signature has -1 where shape says 1.
        var sizes = try tensor.numbers(7, as: Int32.self, limit: rankLimit)
        if sizes.isEmpty { sizes = try tensor.numbers(0, as: Int32.self, limit: rankLimit) }
        let shape = sizes.map { $0 < 0 ? TensorSpec.Dimension.dynamic(name: nil) : .fixed(Int($0)) }
        let type = elementType(try tensor.number(1, as: Int8.self) ?? 0)
        let names = [word, try tensor.text(3)].compactMap { $0 }
        let parameters = try tensor.table(4)
        let scales = try parameters?.floats(2, limit: TensorQuantization.maximumChannels) ?? []
        guard let parameters, !scales.isEmpty, type?.isInteger == true else {
            return ModelInterface.Port(names: names, elementType: type, shape: shape)
        }
        guard try parameters.number(5, as: UInt8.self) ?? 0 == 0 else {  // details_type
            return ModelInterface.Port(
                names: names, elementType: type, shape: shape, unusable: "it is of a kind of its own")
        }
        let zeroPoints = try parameters.numbers(3, as: Int64.self, limit: TensorQuantization.maximumChannels)
        let axis = Int(try parameters.number(6, as: Int32.self) ?? 0)
        do throws(InferenceError) {
            let quantization = try TensorQuantization(
                scales: scales, zeroPoints: zeroPoints.isEmpty ? [0] : zeroPoints.map(Int.init),
                axis: scales.count == 1 ? nil : axis)
            return ModelInterface.Port(names: names, elementType: type, shape: shape, quantization: quantization)
        } catch {
            let reason = if case .unusableQuantization(let reason) = error { reason } else { "\(error)" }
            return ModelInterface.Port(names: names, elementType: type, shape: shape, unusable: reason)
        }
    }

    /// `TensorType`.
    static func elementType(_ code: Int8) -> ElementType? {
        switch code {
        case 0: .float32
        case 1: .float16
        case 2: .int32
        case 3: .uint8
        case 4: .int64
        case 6: .bool
        case 7: .int16
        case 9: .int8
        case 10: .float64
        case 12: .uint64
        case 15: .uint32
        case 16: .uint16
        case 18: .bfloat16
        default: nil
        }
    }
}
