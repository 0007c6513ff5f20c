import InferenceCore
import Planning
import Worker

/// What a worker calls the outputs that a golden set names: the same, unless its model's tensors were renamed by a converter and
/// the worker itself does not map them.
struct OutputNames {
    private var own: [String: String] = [:]
    /// The model's outputs, under the golden set's names.
    let all: [String]

    /// - Parameter model: the outputs as the worker told them when it loaded the model.
    init(of cell: PlannedCell, for worker: WorkerProcess, model: [TensorSpec]) {
        if !worker.greeting.has(.mapping) { own = cell.mapping.outputs.mapValues(\.name) }
        let golden = Dictionary(own.map { ($1, $0) }) { first, _ in first }
        all = model.map { golden[$0.name] ?? $0.name }
    }

    /// The worker's name of what the golden set calls `name`.
    func ownName(of name: String) -> String { own[name] ?? name }
}
