import Synchronization

/// Predictions of cells that several runs of like plans have in common, such as the reference of variants that are tried one after another:
/// evaluated in the first of them, and taken from there by the others.
public final class PredictionMemory: Sendable {
    private let cells: Set<Int>
    private let known = Mutex<[Int: ShardedEvaluation.Predictions]>([:])

    /// - Parameter cells: ids of the cells that are the same in all of the plans: files, runtime, options and golden set.
    public init(cells: Set<Int>) { self.cells = cells }

    func predictions(among wanted: Set<Int>) -> [Int: ShardedEvaluation.Predictions] {
        known.withLock { known in known.filter { wanted.contains($0.key) } }
    }

    func keep(_ predictions: [Int: ShardedEvaluation.Predictions]) {
        known.withLock { known in
            for (id, predictions) in predictions where cells.contains(id) { known[id] = predictions }
        }
    }
}
