import InferenceCore
import Suites
import Worker

/// What a worker calls the outputs that a golden set names, and how its values become the golden set's: as they are, unless the model's
/// tensors are others and the worker itself does not map them.
struct OutputNames {
    /// By the golden set's names; empty where the worker maps outputs itself.
    private var links: [String: TensorLink] = [:]
    /// The model's outputs, under the golden set's names.
    let all: [String]
    /// Whether the worker gives them as the golden set has them.
    let areWorkersOwn: Bool

    /// - Parameter model: the outputs as the worker told them when it loaded the model.
    init(of cell: PlannedCell, for worker: WorkerProcess, model: [TensorSpec]) {
        areWorkersOwn = worker.greeting.maps(cell.mapping)
        if !areWorkersOwn { links = cell.mapping.outputs }
        let golden = Dictionary(links.map { ($1.name, $0) }) { first, _ in first }
        all = model.map { golden[$0.name] ?? $0.name }
    }

    /// The worker's name of what the golden set calls `name`.
    func ownName(of name: String) -> String { links[name]?.name ?? name }

    /// What the worker gave, as the golden set has it.
    func convert(_ tensor: Tensor, named name: String) throws(InferenceError) -> Tensor {
        guard let link = links[name] else { return tensor }
        do throws(InferenceError) {
            return try link.convert(tensor)
        } catch {
            throw .conversion(of: "output '\(name)'", error)
        }
    }
}
