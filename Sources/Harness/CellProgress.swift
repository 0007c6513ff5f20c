import GoldenSets
import InferenceCore
import Planning
import Records
import SuiteModel
import Synchronization

/// The records of a run as they grow; shared by the threads that evaluate.
final class CellProgress: Sendable {
    private struct State {
        var cells: [CellRecord]
        var pairs: [PairRecord]
        var warnings: [String] = []
    }

    private let state: Mutex<State>
    private let observe: @Sendable (RunEvent) -> Void

    init(plan: Plan, observe: @escaping @Sendable (RunEvent) -> Void) {
        self.observe = observe
        let cells = plan.cells.map { cell in
            CellRecord(
                id: cell.id, side: cell.side, model: cell.model, variant: cell.variant,
                runtimeLabel: cell.runtimeLabel, isReference: cell.isReference, isAnchor: cell.isAnchor,
                modelFile: cell.modelFile,
                runtime: RuntimeRecord(
                    name: cell.runtime.name, version: cell.runtime.version, libraryDigest: cell.runtime.libraryDigest,
                    provider: cell.options.provider, options: cell.recordedOptions),
                goldenSetDigest: plan.goldenSets[cell.goldenSet].set.digest)
        }
        let pairs = plan.pairs.map { pair in
            PairRecord(
                id: pair.id, purpose: pair.purpose, baselineCell: pair.baselineCell, candidateCell: pair.candidateCell,
                launchesPlanned: plan.measurement.launches, looks: plan.measurement.looks)
        }
        state = Mutex(State(cells: cells, pairs: pairs))
    }

    func update(_ cell: Int, _ change: (inout CellRecord) -> Void) {
        state.withLock { change(&$0.cells[cell]) }
    }

    func update(pair: Int, _ change: (inout PairRecord) -> Void) {
        state.withLock { change(&$0.pairs[pair]) }
    }

    /// Keeps the first failure of a cell: what follows is its consequence.
    func fail(_ cell: Int, _ failure: CellFailure) {
        let name = state.withLock { state -> String? in
            guard state.cells[cell].failure == nil else { return nil }
            state.cells[cell].failure = failure
            return state.cells[cell].name
        }
        if let name, failure.kind != .interrupted { observe(.cellFailed(name: name, failure: failure)) }
    }

    func hasFailed(_ cell: Int) -> Bool { state.withLock { $0.cells[cell].failure != nil } }

    func report(_ event: RunEvent) { observe(event) }

    /// Something that is worth knowing but takes no value away.
    func warn(_ text: String) { state.withLock { $0.warnings.append(text) } }

    var warnings: [String] { state.withLock { $0.warnings } }

    var cells: [CellRecord] { state.withLock { $0.cells } }
    var pairs: [PairRecord] { state.withLock { $0.pairs } }
}
