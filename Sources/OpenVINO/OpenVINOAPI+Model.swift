import COpenVINO
import InferenceCore

extension OpenVINOAPI {
    enum Port: String { case input, output }

    /// The inputs or outputs of a model that Pawl passes, where they stand among all, and the outputs that it cannot read.
    struct Ports {
        var specifications: [TensorSpec] = []
        var indices: [Int] = []
        var unreadable: [UnreadableOutput] = []
    }

    /// The inputs or outputs of a compiled model, in the model's order; outputs that Pawl cannot read stand beside them.
    ///
    /// The C interface does not tell the names of dynamic dimensions. Names are those of the model as it was read: compiling drops
    /// nodes that change nothing, and a port then goes by all their names, of which the first of the alphabet is told.
    ///
    /// - Parameter source: what `model` was compiled from.
    /// - Throws: `InferenceError.unusableTensor` when an input is not a tensor that Pawl passes, or no output is one.
    func specifications(
        of port: Port, model: OpaquePointer, source: OpaquePointer, modelPath: String
    ) throws(InferenceError) -> Ports {
        let isInput = port == .input
        var count = 0
        let getCount = isInput ? functions.compiled_model_inputs_size : functions.compiled_model_outputs_size
        try check("counting \(port.rawValue)s", getCount(model, &count))
        let get = isInput ? functions.compiled_model_input_by_index : functions.compiled_model_output_by_index
        let getSource = isInput ? functions.model_const_input_by_index : functions.model_const_output_by_index
        var ports = Ports()
        for index in 0..<count {
            let object = OwnedObject(
                try make("reading \(port.rawValue) \(index)") { get(model, index, $0) },
                release: functions.output_const_port_free)
            let named = OwnedObject(
                try make("reading \(port.rawValue) \(index)") { getSource(source, index, $0) },
                release: functions.output_const_port_free)
            let name = try string("reading a name") { functions.port_get_any_name(named.pointer, $0) }
            var code: Int32 = 0
            try check("reading an element type", functions.port_get_element_type(object.pointer, &code))
            guard let elementType = elements.type(of: code) else {
                let reason = unpassable(elementType: code)
                guard port == .output else {
                    throw .unusableTensor(path: modelPath, port: port.rawValue, name: name, reason: reason)
                }
                ports.unreadable.append(UnreadableOutput(name: name, reason: reason))
                continue
            }
            let shape = try shape(ofPort: object.pointer)
            ports.specifications.append(
                TensorSpec(name: name, elementType: elementType, shape: shape ?? [], rankIsKnown: shape != nil))
            ports.indices.append(index)
        }
        if ports.specifications.isEmpty, let first = ports.unreadable.first {
            throw .unusableTensor(path: modelPath, port: port.rawValue, name: first.name, reason: first.reason)
        }
        return ports
    }

    /// - Returns: nil when the rank is not known.
    private func shape(ofPort port: OpaquePointer) throws(InferenceError) -> [TensorSpec.Dimension]? {
        var partial = OpenVINOPartialShape()
        try check("reading a shape", functions.port_get_partial_shape(port, &partial))
        defer { functions.partial_shape_free(&partial) }
        guard partial.rank.smallest == partial.rank.largest else { return nil }
        // A single number has none.
        guard let dimensions = partial.dimensions else { return [] }
        return (0..<Int(partial.rank.largest)).map { index in
            let dimension = dimensions[index]
            return dimension.smallest == dimension.largest
                ? .fixed(Int(dimension.largest)) : .dynamic(name: nil)
        }
    }

    /// Why a tensor of an element type is not passed.
    func unpassable(elementType code: Int32) -> String {
        code == elements.string
            ? "it holds strings, which Pawl does not measure; move the text processing out of the model"
            : "its element type (OpenVINO's number \(code)) is not one Pawl passes: "
                + ElementType.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
