import GoldenSets
import InferenceCore
import Records
import Suites
import Synchronization

/// The records of a run as they grow; shared by the threads that evaluate.
final class CellProgress: Sendable {
    private struct State {
        var cells: [CellRecord]
        var pairs: [PairRecord]
        var warnings: [String] = []
        var isHeldUp = false

        /// Failures stay, unless the cell was only stopped: what crashes once would crash again.
        mutating func resume(_ run: RunRecord) {
            guard !run.cells.isEmpty else { return }
            guard run.cells.count == cells.count, run.pairs.count == pairs.count,
                zip(run.cells, cells).allSatisfy({ $0.isOfTheSame($1) })
            else {
                warnings.append("what had been measured before was of other cells: all of it is measured again")
                return
            }
            for (index, former) in run.cells.enumerated() {
                cells[index].launches = former.launches
                cells[index].accuracy = former.accuracy
                cells[index].operators = former.operators
                cells[index].secondsSpent = former.secondsSpent
                cells[index].device = former.device
                cells[index].failure = former.failure?.kind == .interrupted ? nil : former.failure
            }
            for (index, former) in run.pairs.enumerated() {
                pairs[index].launchesMeasured = former.launchesMeasured
                pairs[index].secondsSpent = former.secondsSpent
                pairs[index].ending = former.ending
            }
        }
    }

    private let state: Mutex<State>
    private let observe: @Sendable (RunEvent) -> Void
    private let keep: (@Sendable (Checkpoint) -> Void)?
    /// The run as announced; what is kept has this head.
    private let run: RunRecord

    /// - Parameters:
    ///   - run: what an earlier process measured of these very cells is resumed.
    ///   - keep: nil where nothing is kept before the end.
    init(
        plan: Plan, continuing run: RunRecord, observe: @escaping @Sendable (RunEvent) -> Void,
        keep: (@Sendable (Checkpoint) -> Void)? = nil
    ) {
        self.observe = observe
        self.keep = keep
        self.run = run
        let cells = plan.cells.map { cell in
            CellRecord(
                id: cell.id, side: cell.side, model: cell.model, variant: cell.variant,
                runtimeLabel: cell.runtimeLabel, isReference: cell.isReference, isAnchor: cell.isAnchor,
                modelFile: cell.modelFile,
                runtime: RuntimeRecord(
                    name: cell.runtime.name, version: cell.runtime.version, libraryDigest: cell.runtime.libraryDigest,
                    origin: cell.runtime.origin, provider: cell.options.provider, options: cell.recordedOptions),
                goldenSetDigest: plan.goldenSets[cell.goldenSet].set.digest,
                conversions: cell.conversions.isEmpty ? nil : cell.conversions)
        }
        let pairs = plan.pairs.map { pair in
            PairRecord(
                id: pair.id, purpose: pair.purpose, baselineCell: pair.baselineCell, candidateCell: pair.candidateCell,
                launchesPlanned: plan.measurement.launches, looks: plan.measurement.looks)
        }
        var state = State(cells: cells, pairs: pairs)
        state.resume(run)
        self.state = Mutex(state)
    }

    /// Whether what is measured is kept as it comes.
    var isKept: Bool { keep != nil }

    /// Call when no cell has half of something.
    func keepWhole() {
        guard let keep else { return }
        let (cells, pairs) = state.withLock { ($0.cells, $0.pairs) }
        var whole = run
        (whole.cells, whole.pairs) = (cells, pairs)
        whole.warnings += warnings
        keep(.whole(whole))
    }

    func keepLaunch(cells ids: [Int], pair: Int?) {
        guard let keep else { return }
        let (cells, pairs) = state.withLock { ($0.cells, $0.pairs) }
        keep(.launch(cells: ids.map { cells[$0] }, pair: pair.map { pairs[$0] }))
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

    /// Another process kept the machine from this run, which ends without what it still wanted to measure.
    func lockTimedOut(by holder: String, seconds: Double) {
        let limit = Quantity.duration(seconds: seconds)
        let words =
            "another pawl held the machine's measurement lock for more than \(limit)"
            + (holder.isEmpty ? "" : " (\(holder))") + ": no more launches were measured"
        state.withLock { state in
            state.isHeldUp = true
            state.warnings.append(words)
        }
        observe(.lockTimedOut(holder: holder, seconds: seconds))
    }

    /// Whether launches are missing because another process kept the machine.
    var isHeldUp: Bool { state.withLock { $0.isHeldUp } }

    func hasFailed(_ cell: Int) -> Bool { state.withLock { $0.cells[cell].failure != nil } }

    func report(_ event: RunEvent) { observe(event) }

    /// Something that is worth knowing but takes no value away.
    func warn(_ text: String) { state.withLock { $0.warnings.append(text) } }

    var warnings: [String] { state.withLock { $0.warnings } }

    var cells: [CellRecord] { state.withLock { $0.cells } }
    var pairs: [PairRecord] { state.withLock { $0.pairs } }
}

extension CellRecord {
    /// Whether two records are of the same bytes on the same runtime, with the same inputs.
    fileprivate func isOfTheSame(_ other: CellRecord) -> Bool {
        (side, model, variant, runtimeLabel) == (other.side, other.model, other.variant, other.runtimeLabel)
            && modelFile.digest == other.modelFile.digest && runtime == other.runtime
            && goldenSetDigest == other.goldenSetDigest
    }
}
