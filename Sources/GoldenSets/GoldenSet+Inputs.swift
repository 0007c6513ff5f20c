import InferenceCore

extension GoldenSet {
    /// The tensors that one sample feeds to a model; mapped memory, nothing is copied.
    ///
    /// An array of shape [n, d1, ...] gives a model input of the same rank a tensor [1, d1, ...], and an input of one
    /// rank less a tensor [d1, ...]. Inputs go by name; each side must have exactly the other's.
    ///
    /// - Parameters:
    ///   - index: from 0, below `sampleCount`.
    ///   - specs: what the model says of its inputs.
    /// - Throws: `GoldenSetError.missingInput`, `.extraInput`, `.inputType` or `.inputShape`.
    public func inputs(
        ofSample index: Int, for specs: [TensorSpec]
    ) throws(GoldenSetError) -> [String: Tensor] {
        precondition(index >= 0 && index < sampleCount, "no such sample")
        var tensors: [String: Tensor] = [:]
        for spec in specs {
            guard let array = inputArrays[spec.name] else {
                throw .missingInput(
                    expected: spec.description, available: describedInputs)
            }
            tensors[spec.name] = try tensor(of: array, sample: index, for: spec)
        }
        if let extra = inputNames.first(where: { tensors[$0] == nil }) {
            throw .extraInput(name: extra, modelInputs: specs.map(\.description))
        }
        return tensors
    }

    private func tensor(
        of array: NumPyArray, sample index: Int, for spec: TensorSpec
    ) throws(GoldenSetError) -> Tensor {
        let sampleShape = Array(array.shape.dropFirst())
        let shape = spec.shape.count == array.shape.count ? [1] + sampleShape : sampleShape
        var found: String {
            "\(spec.name): \(array.elementType.rawValue)[\(shape.map(String.init).joined(separator: ", "))]"
        }
        guard array.elementType == spec.elementType else {
            throw .inputType(expected: spec.description, found: found)
        }
        guard spec.accepts(shape: shape) else {
            throw .inputShape(expected: spec.description, found: "\(found) for a sample")
        }
        let start = index * array.bytesPerRow
        return Tensor(
            elementType: array.elementType, shape: shape,
            bytes: UnsafeRawBufferPointer(rebasing: array.bytes[start..<start + array.bytesPerRow]),
            owner: array.owner)
    }
}

extension GoldenSet {
    /// `bytes: int32[1042, 2048]`, sorted by name.
    var describedInputs: [String] {
        inputArrays.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.description)" }
    }
}
