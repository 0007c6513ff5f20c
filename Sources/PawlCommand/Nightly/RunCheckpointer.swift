import CSystem
import Harness
import Records
import ResultsStore
import Synchronization

/// Keeps what a nightly run measures while it goes on, so that another process can resume it.
///
/// Launches are added to the database after each one, unless keeping has taken more than a hundredth of the run so far: then several
/// go together. An error is reported once and costs nothing but what the database lacks; everything is tried again at once.
final class RunCheckpointer: Sendable {
    static let largestShare = 0.01
    /// A database that refuses is left alone for so long.
    private static let retrySeconds = 60.0

    private struct State {
        var run: RunRecord
        var cells: Set<Int> = []
        var pairs: Set<Int> = []
        /// Whether the database has all but `cells` and `pairs`.
        var isWhole = false
        var keepingSeconds = 0.0
        var retryAt = 0.0
        var hasTold = false
    }

    private let store: ResultsStore
    private let planDigest: String
    private let time: RunDeadline
    private let clock: @Sendable () -> ClockReading
    private let tell: @Sendable (any Error) -> Void
    private let state: Mutex<State>

    init(
        run: RunRecord, store: ResultsStore, planDigest: String, time: RunDeadline,
        clock: @escaping @Sendable () -> ClockReading, tell: @escaping @Sendable (any Error) -> Void
    ) {
        self.store = store
        self.planDigest = planDigest
        self.time = time
        self.clock = clock
        self.tell = tell
        state = Mutex(State(run: run))
    }

    /// How far the run is, for the process that resumes it.
    var unfinished: UnfinishedRun {
        UnfinishedRun(planDigest: planDigest, keptAt: clock(), secondsSpent: time.spentSeconds)
    }

    /// Stores the run as it begins, or begins again.
    ///
    /// - Throws: `StoreError`: a database that cannot be written must not cost a run.
    func announce() throws(StoreError) {
        let run = state.withLock { $0.run }
        try store.save(run, unfinished: unfinished)
        state.withLock { $0.isWhole = true }
    }

    func keep(_ part: Checkpoint) {
        state.withLock { state in
            switch part {
            case .whole(let run):
                state.run = run
                state.isWhole = false
            case .launch(let cells, let pair):
                for cell in cells {
                    state.run.cells[cell.id] = cell
                    state.cells.insert(cell.id)
                }
                if let pair {
                    state.run.pairs[pair.id] = pair
                    state.pairs.insert(pair.id)
                }
                guard state.keepingSeconds <= Self.largestShare * time.spentSeconds else { return }
            }
            store(&state)
        }
    }

    private func store(_ state: inout State) {
        guard time.spentSeconds >= state.retryAt else { return }
        let start = pawl_monotonic_raw_nanoseconds()
        do throws(StoreError) {
            if state.isWhole {
                let run = state.run
                try store.extend(
                    run: run.id, cells: state.cells.sorted().map { run.cells[$0] },
                    pairs: state.pairs.sorted().map { run.pairs[$0] }, unfinished: unfinished)
            } else {
                try store.save(state.run, unfinished: unfinished)
            }
            (state.cells, state.pairs, state.isWhole) = ([], [], true)
        } catch {
            state.isWhole = false
            state.retryAt = time.spentSeconds + Self.retrySeconds
            if !state.hasTold { tell(error) }
            state.hasTold = true
        }
        state.keepingSeconds += Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
    }
}
