import Explanation
import Records

/// Searches for the smallest set of nodes to keep in single precision so that the gates pass.
///
/// 1. Everything quantised: where the gates pass, nothing need be kept.
/// 2. A sweep: each unit (a node, or a group of nodes in a large model) quantised alone. Its damage orders the units.
/// 3. Of the units in this order, the fewest from the top that must be kept (`MinimalSet`). All units together always do, so
///    interactions that the sweep cannot see cost trials, not correctness.
/// 4. Units are given back until no single one can be (`MinimalSet`).
/// 5. Groups in the set are divided, and steps 2 to 4 go on inside them.
/// 6. Where more than one node is left, each node of the model is tried as the only one kept, if they are not too many.
struct SensitivitySearch {
    enum Grouping: Sendable, Equatable {
        /// Single nodes where they are few, else groups of neighbours.
        case automatic
        /// Groups of so many neighbours at first.
        case neighbours(Int)
        /// A group for each operator type at first.
        case operatorType
    }

    /// Judges variants, each given by the nodes that it keeps; nil for those that time was not left for.
    typealias Evaluate = (_ kept: [Set<Int>]) throws(SensitivityError) -> [Trial?]

    /// More units than this are not swept at once.
    static let widestSweep = 48
    /// Variants in one request: enough to keep all cores busy, few enough to stop soon.
    static let batch = 4

    let nodes: [QuantisableNode]
    let grouping: Grouping
    /// Whether to sweep although everything quantised passes.
    let sweepsAnyway: Bool
    let evaluate: Evaluate

    private var known: [Set<Int>: Trial] = [:]
    private var sweep: [SensitivityFinding.Entry] = []
    private var best: Set<Int>?

    /// Time is up.
    private struct Stopped: Error {}

    /// - Precondition: there are nodes.
    init(
        nodes: [QuantisableNode], grouping: Grouping = .automatic, sweepsAnyway: Bool = false,
        evaluate: @escaping Evaluate
    ) {
        precondition(!nodes.isEmpty, "there is nothing to search")
        self.nodes = nodes
        self.grouping = grouping
        self.sweepsAnyway = sweepsAnyway
        self.evaluate = evaluate
    }

    private var all: Set<Int> { Set(nodes.indices) }

    /// - Throws: `SensitivityError` of a trial, and `.floatModelFails` when nothing quantised does not pass either.
    mutating func run() throws -> SensitivityFinding {
        var isMinimal = false
        var triedEverySingle = false
        do {
            let float = try trials([all, []])[0]
            guard float.passes else {
                throw SensitivityError.floatModelFails(
                    verdict: float.readings.first { $0.state != .passed }?.headline ?? "no gate judges it",
                    isUndecided: float.isUndecided)
            }
            if try trial([]).passes {
                best = []
                if sweepsAnyway { _ = try orderedByDamage(firstUnits) }
                return finding(.passesWhole, isMinimal: true, triedEverySingle: true)
            }
            best = try settle(firstUnits)
            isMinimal = true
            triedEverySingle = try trySingles()
            return finding(.found, isMinimal: true, triedEverySingle: triedEverySingle)
        } catch is Stopped {
            return finding(.stopped, isMinimal: isMinimal, triedEverySingle: triedEverySingle)
        }
    }

    private func finding(
        _ ending: SensitivityFinding.StopReason, isMinimal: Bool, triedEverySingle: Bool
    ) -> SensitivityFinding {
        // Keeping everything is no variant.
        let kept = best == all && ending == .stopped ? nil : best
        let undecided = known.filter { $0.value.isUndecided && $0.key.count < kept?.count ?? 0 }
            .min { ($0.key.count, $0.value.damage) < ($1.key.count, $1.value.damage) }
        return SensitivityFinding(
            ending: ending, nodes: nodes, whole: known[[]], sweep: sweep, kept: kept,
            keptTrial: kept.flatMap { known[$0] }, undecided: undecided?.key,
            undecidedTrial: undecided?.value, isMinimal: isMinimal, triedEverySingle: triedEverySingle,
            trials: known.count)
    }

    // MARK: - Units

    private var firstUnits: [[Int]] {
        switch grouping {
        case .automatic: Self.divided(Array(nodes.indices), into: Self.widestSweep)
        case .neighbours(let size):
            stride(from: 0, to: nodes.count, by: max(size, 1)).map {
                Array($0..<min($0 + max(size, 1), nodes.count))
            }
        case .operatorType:
            Dictionary(grouping: nodes.indices, by: { nodes[$0].operatorType }).values.sorted { $0[0] < $1[0] }
        }
    }

    /// Neighbours in nearly equal groups, at most `count` of them.
    static func divided(_ nodes: [Int], into count: Int) -> [[Int]] {
        let count = max(1, min(count, nodes.count))
        return (0..<count).map { part in
            Array(nodes[(nodes.count * part / count)..<(nodes.count * (part + 1) / count)])
        }
    }

    // MARK: - Steps

    /// Steps 2 to 5.
    private mutating func settle(_ units: [[Int]]) throws -> Set<Int> {
        var units = units
        while true {
            let ordered = try orderedByDamage(units)
            let prefix = try MinimalSet.shortestBeginning(of: ordered) { try passes(Set($0.joined())) }
            let kept = try MinimalSet.minimised(prefix) { try passes(Set($0.joined())) }
            guard kept.contains(where: { $0.count > 1 }) else { return Set(kept.joined()) }
            let parts = max(2, Self.widestSweep / kept.count)
            units = kept.flatMap { $0.count > 1 ? Self.divided($0, into: parts) : [$0] }
        }
    }

    /// Step 2: the most harmful first.
    private mutating func orderedByDamage(_ units: [[Int]]) throws -> [[Int]] {
        let fresh = units.filter { unit in !sweep.contains { $0.unit == unit } }
        for start in stride(from: 0, to: fresh.count, by: Self.batch) {
            let batch = Array(fresh[start..<min(start + Self.batch, fresh.count)])
            let trials = try trials(batch.map { all.subtracting($0) })
            sweep += zip(batch, trials).map { SensitivityFinding.Entry(unit: $0, trial: $1) }
        }
        let trials = Dictionary(sweep.map { ($0.unit, $0.trial) }, uniquingKeysWith: { $1 })
        return units.enumerated().sorted { left, right in
            guard let one = trials[left.element], let other = trials[right.element] else { return false }
            if one.isWorse(than: other) != other.isWorse(than: one) { return one.isWorse(than: other) }
            return left.offset < right.offset
        }.map(\.element)
    }

    /// Step 6.
    ///
    /// - Returns: whether no set of one was missed.
    private mutating func trySingles() throws -> Bool {
        guard let found = best, found.count > 1 else { return true }
        guard nodes.count <= Self.widestSweep else { return false }
        var passing: [Int] = []
        for start in stride(from: 0, to: nodes.count, by: Self.batch) {
            let batch = Array(start..<min(start + Self.batch, nodes.count))
            let trials = try trials(batch.map { [$0] })
            passing += zip(batch, trials).filter { $1.passes }.map(\.0)
        }
        // The fewest bytes kept.
        if let lightest = passing.min(by: { nodes[$0].weightBytes < nodes[$1].weightBytes }) { best = [lightest] }
        return true
    }

    // MARK: - Trials

    private mutating func passes(_ kept: Set<Int>) throws -> Bool {
        let passes = try trial(kept).passes
        if passes, kept.count < best?.count ?? .max { best = kept }
        return passes
    }

    private mutating func trial(_ kept: Set<Int>) throws -> Trial { try trials([kept])[0] }

    /// Each set is tried once.
    private mutating func trials(_ sets: [Set<Int>]) throws -> [Trial] {
        let fresh = sets.filter { known[$0] == nil }
        if !fresh.isEmpty {
            for (set, trial) in zip(fresh, try evaluate(fresh)) { known[set] = trial }
        }
        return try sets.map { set in
            guard let trial = known[set] else { throw Stopped() }
            return trial
        }
    }
}
