import Foundation
import Support

/// An ONNX model whose graph can be changed: nodes added and removed, values renamed, outputs added.
///
/// Fields that Pawl does not know are written as they were read. Weights in files beside the model are taken into it, so that it can
/// be written anywhere. Source: onnx.proto, `ModelProto` and `GraphProto`; field numbers are named below.
package struct OnnxDraft {
    package let path: String
    package var nodes: [OnnxDraftNode] = []
    /// `TensorProto`s by name.
    package private(set) var constants: [String: Data] = [:]
    /// The names of `constants`, in the order of the file.
    private var constantOrder: [String] = []
    package var inputs: [OnnxDraftPort] = []
    package var outputs: [OnnxDraftPort] = []
    /// Imported versions by domain; ONNX's own is empty.
    package var opsets: [String: Int] = [:]
    /// `FunctionProto`s that the model brings along, by domain and name.
    package var functions: [String: Data] = [:]
    /// Fields of the model and of its graph that are kept as they are.
    private var modelRest = ProtobufWriter()
    private var graphRest = ProtobufWriter()

    /// Protocol buffers have no longer messages.
    package static let maximumBytes = Int(Int32.max)

    /// - Throws: `ModelFormatError.file`, `.malformed`; `.notEditable` for weights that lie in files beside the model and belong to graphs
    ///   within nodes, or whose file is not as long as it has to be.
    package init(path: String) throws(ModelFormatError) {
        self.path = path
        let file: MappedFile
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        do throws(ProtobufFields.Malformed) {
            try read(file)
        } catch {
            throw .malformed(path: path, reason: error.reason)
        }
        try takeInWeights(file)
    }

    private mutating func read(_ file: MappedFile) throws(ProtobufFields.Malformed) {
        var hasGraph = false
        var model = ProtobufFields(file.bytes)
        while let (field, value) = try model.next() {
            switch (field, value) {
            case (7, .bytes(let graph)):  // graph
                hasGraph = true
                try readGraph(graph, of: file)
            case (8, .bytes(let bytes)):  // opset_import
                let (domain, version) = try Self.opset(bytes)
                opsets[domain] = version
            case (25, .bytes(let bytes)): functions[try Self.functionKey(bytes)] = Data(bytes)  // functions
            default: modelRest.add(field, value)
            }
        }
        guard hasGraph else { throw ProtobufFields.Malformed(reason: "it has no graph") }
    }

    private mutating func readGraph(
        _ graph: UnsafeRawBufferPointer, of file: MappedFile
    ) throws(ProtobufFields.Malformed) {
        var fields = ProtobufFields(graph)
        while let (field, value) = try fields.next() {
            switch (field, value) {
            case (1, .bytes(let bytes)):  // node
                guard nodes.count < OnnxGraph.maximumNodes else {
                    throw ProtobufFields.Malformed(reason: "it has more than \(OnnxGraph.maximumNodes) nodes")
                }
                nodes.append(try OnnxDraftNode(bytes))
            case (5, .bytes(let bytes)):  // initializer
                addConstant(try OnnxTensor(bytes).name, Self.borrowed(bytes, from: file))
            case (11, .bytes(let bytes)): inputs.append(try OnnxDraftPort(bytes))  // input
            case (12, .bytes(let bytes)): outputs.append(try OnnxDraftPort(bytes))  // output
            default: graphRest.add(field, value)
            }
        }
    }

    private static func opset(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ProtobufFields.Malformed) -> (domain: String, version: Int) {
        var (domain, version) = ("", 0)
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            if field == 1 { domain = value.text ?? "" }  // domain
            if field == 2, let number = value.number { version = Int(truncatingIfNeeded: number) }  // version
        }
        return (domain == OnnxOperator.ownDomain ? "" : domain, version)
    }

    private static func functionKey(_ bytes: UnsafeRawBufferPointer) throws(ProtobufFields.Malformed) -> String {
        var (name, domain) = ("", "")
        var fields = ProtobufFields(bytes)
        while let (field, value) = try fields.next() {
            if field == 1 { name = value.text ?? "" }  // name
            if field == 10 { domain = value.text ?? "" }  // domain
        }
        return "\(domain) \(name)"
    }

    /// The bytes of a mapped file, which stays mapped as long as they are used.
    static func borrowed(_ bytes: UnsafeRawBufferPointer, from file: MappedFile) -> Data {
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return Data() }
        return Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count,
            deallocator: .custom { _, _ in withExtendedLifetime(file) {} })
    }

    // MARK: - Constants

    /// - Parameter tensor: a `TensorProto`; the name in it gives way to `name`.
    package mutating func addConstant(_ name: String, _ tensor: Data) {
        if constants.updateValue(tensor, forKey: name) == nil { constantOrder.append(name) }
    }

    private mutating func takeInWeights(_ file: MappedFile) throws(ModelFormatError) {
        do throws(ProtobufFields.Malformed) {
            var wanted = try OnnxExternalData.tensors(of: file.bytes).count
            for (name, tensor) in constants {
                let inner = try tensor.reading { (bytes) throws(ProtobufFields.Malformed) in
                    try OnnxInlinedTensor(bytes, ofModel: path)
                }
                guard let inner else { continue }
                constants[name] = inner.message
                wanted -= 1
            }
            if wanted > 0 {
                throw ProtobufFields.Malformed(reason: "nodes hold weights that lie in files beside it")
            }
        } catch {
            throw .notEditable(path: path, reason: error.reason)
        }
    }

    // MARK: - Writing

    /// Writes the model, nodes in the order in which they are computed.
    ///
    /// - Throws: `ModelFormatError.file`; `.notEditable` for a model of more than 2 GiB, and for nodes that read each other in a circle.
    package func write(to path: String) throws(ModelFormatError) {
        let data = try data()
        do {
            try AtomicFile.write(data, to: path)
        } catch {
            throw .file(error)
        }
    }

    package func data() throws(ModelFormatError) -> Data {
        // Weights decide, and are only counted here.
        let weights = constants.values.reduce(0) { $0 + $1.count }
        guard weights < Self.maximumBytes else {
            throw .notEditable(path: path, reason: "it would be larger than 2 GiB, which no ONNX file can be")
        }
        var graph = graphRest
        for node in try orderedNodes() { graph.add(1, node.message) }
        for name in constantOrder { graph.add(5, named(name)) }
        for port in inputs { graph.add(11, port.message) }
        for port in outputs { graph.add(12, port.message) }
        var model = modelRest
        model.add(7, graph.data)
        for (domain, version) in opsets.sorted(by: { $0.key < $1.key }) {
            model.add(8) { opset in
                opset.add(1, domain)
                opset.add(2, version)
            }
        }
        for (_, function) in functions.sorted(by: { $0.key < $1.key }) { model.add(25, function) }
        guard model.data.count < Self.maximumBytes else {
            throw .notEditable(path: path, reason: "it would be larger than 2 GiB, which no ONNX file can be")
        }
        return model.data
    }

    /// A field that stands twice counts as it stands last.
    private func named(_ name: String) -> Data {
        var writer = ProtobufWriter()
        writer.add(8, name)
        return (constants[name] ?? Data()) + writer.data
    }

    /// The same model without anything in its graph.
    package var emptied: OnnxDraft {
        var model = self
        (model.nodes, model.inputs, model.outputs) = ([], [], [])
        (model.constants, model.constantOrder) = ([:], [])
        // Values that were there have types no more.
        model.graphRest = ProtobufWriter()
        model.graphRest.add(2, "part")
        return model
    }

    /// Leaves out nodes and constants that no output needs.
    package mutating func removeUnused() {
        let producers = producers()
        var needed: Set<String> = []
        var keptNodes: Set<Int> = []
        var open = outputs.map(\.name)
        while let name = open.popLast() {
            guard needed.insert(name).inserted, let index = producers[name], keptNodes.insert(index).inserted else {
                continue
            }
            open += nodes[index].reads
        }
        let inputNames = Set(inputs.map(\.name))
        nodes = nodes.indices.filter(keptNodes.contains).map { nodes[$0] }
        constantOrder.removeAll { !needed.contains($0) && !inputNames.contains($0) }
        constants = constants.filter { needed.contains($0.key) || inputNames.contains($0.key) }
    }
}
