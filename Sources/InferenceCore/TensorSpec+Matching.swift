extension [TensorSpec] {
    /// Checks that `tensors` are exactly the inputs described here, before a runtime sees them.
    ///
    /// - Throws: `InferenceError.inputMismatch` for a missing or unknown name, another element type or another shape.
    public func requireMatch(_ tensors: [String: Tensor]) throws(InferenceError) {
        for spec in self {
            guard let tensor = tensors[spec.name] else {
                let names = tensors.keys.sorted().joined(separator: ", ")
                throw .inputMismatch(
                    input: spec.name, expected: spec.description,
                    found: "no input of that name, only: \(names.isEmpty ? "none" : names)")
            }
            guard tensor.elementType == spec.elementType, spec.accepts(shape: tensor.shape) else {
                let found = TensorSpec(
                    name: spec.name, elementType: tensor.elementType,
                    shape: tensor.shape.map(TensorSpec.Dimension.fixed))
                throw .inputMismatch(input: spec.name, expected: spec.description, found: found.description)
            }
        }
        if tensors.count != count,
            let unknown = tensors.keys.sorted().first(where: { name in !contains { $0.name == name } })
        {
            let known = map(\.description).joined(separator: "; ")
            throw .inputMismatch(
                input: unknown, expected: known.isEmpty ? "no inputs" : known, found: "an input '\(unknown)' as well")
        }
    }
}
