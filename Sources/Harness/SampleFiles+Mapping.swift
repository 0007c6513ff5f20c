import GoldenSets
import InferenceCore
import Records

extension SampleFiles {
    /// The samples under the model's own names, for a worker that does not map tensors itself.
    ///
    /// - Throws: `WorkerFailure` when more than names differ.
    func renamed(through mapping: TensorMapping) throws(WorkerFailure) -> SampleFiles {
        let links = mapping.inputs.merging(mapping.outputs) { input, _ in input }
        if let (name, link) = links.first(where: { $1.transposition != nil || $1.cast != nil }) {
            throw WorkerFailure(
                kind: .error, message: "this worker neither transposes nor casts tensors: '\(name)' is \(link)",
                hint: "convert the model so that it takes the golden set's own layout and type")
        }
        var renamed = self
        renamed.inputs = Dictionary(
            uniqueKeysWithValues: inputs.map { (mapping.inputs[$0]?.name ?? $0, $1) })
        renamed.state = state.map { state in
            Dictionary(
                uniqueKeysWithValues: state.map { input, output in
                    (mapping.inputs[input]?.name ?? input, mapping.outputs[output]?.name ?? output)
                })
        }
        return renamed
    }
}
