import GoldenSets
import InferenceCore

extension GoldenSet {
    /// - Parameter model: inputs of the reference; nil where it could not be asked.
    public func requestedInputs(_ selectors: TensorSelectors, like model: [TensorSpec]?) -> [TensorMatching.Wanted] {
        let state = manifest.state.keys.sorted().map { name in
            let spec = model?.first { $0.name == name }
            return TensorMatching.Wanted(
                name: name, selector: selectors.inputs[name] ?? TensorSelector(), description: spec?.typeAndShape,
                fits: { candidate in spec?.resembles(candidate) ?? true })
        }
        return feed.inputNames.map { name in
            let sample = feed.sampleSpec(ofInput: name)
            let described = sample.map { "\($0.elementType.rawValue)\($0.shape) for a sample" }
            return TensorMatching.Wanted(
                name: name, selector: selectors.inputs[name] ?? TensorSelector(), description: described,
                units: sample.map { TensorUnits($0.elementType, inputQuantizations[name]) },
                fits: { candidate in
                    guard let sample else { return true }
                    return candidate.accepts(shape: sample.shape) || candidate.accepts(shape: [1] + sample.shape)
                })
        } + state
    }

    /// Those that the golden set reads must be there; of the reference's others, what is not there cannot be compared.
    public func requestedOutputs(_ selectors: TensorSelectors, like model: [TensorSpec]?) -> [TensorMatching.Wanted] {
        let required = Set(manifest.outputs.map(\.name)).union(manifest.state.values)
        let names = required.union(model?.map(\.name) ?? []).union(selectors.outputs.keys)
        return names.sorted().map { name in
            let spec = model?.first { $0.name == name }
            return TensorMatching.Wanted(
                name: name, selector: selectors.outputs[name] ?? TensorSelector(), description: spec?.typeAndShape,
                units: spec.map { TensorUnits($0) }, isRequired: required.contains(name),
                fits: { candidate in spec?.resembles(candidate) ?? true })
        }
    }
}

extension TensorSpec {
    /// The same kind of type, the same rank, and no dimension that both fix to different sizes.
    public func resembles(_ other: TensorSpec) -> Bool {
        guard elementType.isFloatingPoint == other.elementType.isFloatingPoint,
            elementType.isInteger == other.elementType.isInteger
        else { return false }
        guard rankIsKnown, other.rankIsKnown else { return true }
        guard shape.count == other.shape.count else { return false }
        return zip(shape, other.shape).allSatisfy { pair in
            if case (.fixed(let one), .fixed(let two)) = pair { return one == two }
            return true
        }
    }

    /// `float32[batch, 10]`
    public var typeAndShape: String { String(description.dropFirst(name.count + 2)) }
}
