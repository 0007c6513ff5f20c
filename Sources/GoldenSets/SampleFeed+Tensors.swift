import InferenceCore

extension SampleFeed {
    /// The tensors that one sample feeds to a model; mapped memory, nothing is copied.
    ///
    /// A sample of shape [d1, ...] gives a model input of one rank more a tensor [1, d1, ...], and an input of the same
    /// rank a tensor [d1, ...]. Inputs go by name; each side must have exactly the other's.
    ///
    /// - Parameters:
    ///   - index: from 0, below `sampleCount`.
    ///   - specs: what the model says of its inputs.
    ///   - carried: what recurrent inputs take from the sample before, by the input's name; one that is missing gets
    ///     zeros.
    /// - Throws: `GoldenSetError.missingInput`, `.extraInput`, `.inputType` or `.inputShape`.
    public func inputs(
        ofSample index: Int, for specs: [TensorSpec], carried: [String: Tensor] = [:]
    ) throws(GoldenSetError) -> [String: Tensor] {
        precondition(index >= 0 && index < sampleCount, "no such sample")
        var tensors: [String: Tensor] = [:]
        for spec in specs {
            if state[spec.name] != nil {
                if let tensor = carried[spec.name] {
                    tensors[spec.name] = tensor
                } else {
                    tensors[spec.name] = try Self.zeros(spec)
                }
            } else if let array = arrays[spec.name] {
                tensors[spec.name] = try tensor(of: array, sample: index, for: spec)
            } else {
                throw .missingInput(
                    expected: spec.description, available: describedInputs)
            }
        }
        // Inputs and state share no name, so the count says whether any is left over.
        if tensors.count != arrays.count + state.count,
            let extra = (inputNames + state.keys.sorted()).first(where: { tensors[$0] == nil })
        {
            throw .extraInput(name: extra, modelInputs: specs.map(\.description))
        }
        return tensors
    }

    /// The type of an input's samples, and the shape of the first, without a batch dimension; nil for names that no file has.
    public func sampleSpec(ofInput name: String) -> (elementType: ElementType, shape: [Int])? {
        arrays[name].map { ($0.elementType, $0.shape(ofSample: 0)) }
    }

    /// What recurrent inputs take on from a sample's outputs, copied, by the input's name.
    ///
    /// - Throws: `GoldenSetError.missingState` when the model has no output of that name.
    public func state(from outputs: [String: Tensor]) throws(GoldenSetError) -> [String: Tensor] {
        var carried: [String: Tensor] = [:]
        for (input, output) in state {
            guard let tensor = outputs[output] else {
                throw .missingState(input: input, output: output, available: outputs.keys.sorted())
            }
            carried[input] = tensor.copied()
        }
        return carried
    }

    private static func zeros(_ spec: TensorSpec) throws(GoldenSetError) -> Tensor {
        var bytes = spec.elementType.byteCount
        let shape = spec.shape.map { dimension in
            switch dimension {
            case .fixed(let size): size
            case .dynamic: 1
            }
        }
        for size in shape {
            let (product, overflows) = bytes.multipliedReportingOverflow(by: size)
            guard !overflows, product <= stateByteLimit else {
                throw .inputShape(expected: spec.description, found: "state of at most \(stateByteLimit) bytes")
            }
            bytes = product
        }
        return Tensor(elementType: spec.elementType, shape: shape, copying: [UInt8](repeating: 0, count: bytes))
    }

    /// A recurrent state larger than this is a mistake in the model.
    private static let stateByteLimit = 1 << 30

    private func tensor(
        of array: SampleArray, sample index: Int, for spec: TensorSpec
    ) throws(GoldenSetError) -> Tensor {
        let sampleShape = array.shape(ofSample: index)
        let shape = spec.rankIsKnown && spec.shape.count == sampleShape.count + 1 ? [1] + sampleShape : sampleShape
        var found: String {
            "\(spec.name): \(array.elementType.rawValue)[\(shape.map(String.init).joined(separator: ", "))]"
        }
        guard array.elementType == spec.elementType else {
            throw .inputType(expected: spec.description, found: found)
        }
        guard spec.accepts(shape: shape) else {
            throw .inputShape(expected: spec.description, found: "\(found) for a sample")
        }
        return array.tensor(ofSample: index, shape: shape)
    }
}

/// Samples of one input that hold NaN or infinity.
public struct NonFiniteInput: Sendable, Equatable {
    public var input: String
    /// How many.
    public var count: Int
    /// Positions of the first of them.
    public var samples: [Int]
    /// Whether one of those is NaN; infinity otherwise.
    public var hasNaN: Bool

    /// How many positions are kept.
    static let limit = 1000
}

extension SampleFeed {
    /// Memory of samples that were looked at is given back in pieces of about this size.
    private static let piece = 64 << 20

    /// Which samples hold NaN or infinity, by the input's name; whole numbers and truth values hold none.
    ///
    /// - Complexity: O(elements of all floating-point inputs); reads their files once.
    public func nonFiniteInputs() -> [NonFiniteInput] {
        inputNames.compactMap { name in
            guard let array = arrays[name], array.elementType.isFloatingPoint else { return nil }
            var found = NonFiniteInput(input: name, count: 0, samples: [], hasNaN: false)
            var first = 0
            for sample in 0..<sampleCount {
                let tensor = array.tensor(ofSample: sample, shape: array.shape(ofSample: sample))
                if let values = try? tensor.floatValues(), let bad = values.first(where: { !$0.isFinite }) {
                    found.count += 1
                    if found.samples.count < NonFiniteInput.limit { found.samples.append(sample) }
                    found.hasNaN = found.hasNaN || bad.isNaN || values.contains(where: \.isNaN)
                }
                if array.bytes(ofSamples: first..<sample + 1).count > Self.piece {
                    array.releasePages(samples: first..<sample + 1)
                    first = sample + 1
                }
            }
            return found.count > 0 ? found : nil
        }
    }
}

extension GoldenSet {
    /// The samples that a model returned NaN or infinity for, where the golden set itself fed it such numbers: then the inputs are to
    /// blame.
    ///
    /// - Parameter samples: names of samples with such predictions.
    /// - Returns: nil where one of them has finite inputs.
    public func inputsToBlame(for samples: [String]) -> GoldenSetError? {
        let found = feed.nonFiniteInputs()
        let bad = Set(found.flatMap(\.samples).map { sampleNames[$0] })
        guard let first = found.first, !samples.isEmpty, samples.allSatisfy(bad.contains) else { return nil }
        return .nonFiniteInput(
            input: first.input, hasNaN: first.hasNaN, count: first.count, total: sampleCount,
            firstSamples: first.samples.prefix(5).map { sampleNames[$0] })
    }
}
