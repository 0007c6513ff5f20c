import Foundation
import Gating
import Records
import Statistics

/// What a sweep over versions found.
public struct VersionSweepResult: Sendable {
    public enum StopReason: String, Sendable, Codable { case complete, budget, interrupted }

    /// One version.
    public struct Level: Sendable {
        public var label: String
        /// In the metric's base unit, over all its launches; nil where nothing was measured.
        public var value: Double?
        public var launches = 0
        /// Whether its outputs are, bit for bit, those of the version before it that works; nil where they were not asked for.
        public var outputsAsBefore: Bool?
        /// Why it cannot be measured.
        public var failure: CellFailure?
    }

    /// Two versions, by their places, with none between them that works.
    public struct Neighbours: Sendable, Hashable {
        public var former: Int
        public var latter: Int
    }

    /// Whether the metric changed from one version to the next.
    public struct Comparison: Sendable {
        public var between: Neighbours
        public var decision: NeighbourSweep.Decision
        /// Relative for what is measured launch by launch, a difference for what the outputs come to; nil where nothing is known.
        public var change: Double?
        public var low: Double?
        public var high: Double?
        /// Behind it, each of both versions.
        public var launches: Int

        init(
            between: Neighbours, decision: NeighbourSweep.Decision, change: Double? = nil, low: Double? = nil,
            high: Double? = nil, launches: Int
        ) {
            self.between = between
            self.decision = decision
            self.change = change
            self.low = low
            self.high = high
            self.launches = launches
        }
    }

    public private(set) var levels: [Level]
    /// In the order of the versions.
    public private(set) var comparisons: [Comparison] = []
    public internal(set) var ending = StopReason.complete
    /// Of all launches, or of evaluating.
    public private(set) var seconds = 0.0
    /// Of a pair each.
    public private(set) var launches = 0
    public private(set) var disturbedLaunches = 0
    public private(set) var busiestPrograms: [String] = []

    init(_ versions: [VersionSweep.Version]) {
        levels = versions.map { Level(label: $0.label, failure: $0.failure) }
    }

    /// The versions that work, each with the next.
    public var neighbours: [Neighbours] {
        let working = levels.indices.filter { levels[$0].failure == nil }
        return zip(working, working.dropFirst()).map { Neighbours(former: $0, latter: $1) }
    }

    public func comparison(of neighbours: Neighbours) -> Comparison? {
        comparisons.first { $0.between == neighbours }
    }

    public var changes: [Comparison] { comparisons.filter { $0.decision == .changed } }

    /// Stretches of versions without a change between them, in order; a version that fails belongs to none.
    public var plateaus: [[Int]] {
        var plateaus: [[Int]] = []
        for index in levels.indices where levels[index].failure == nil {
            if plateaus.isEmpty || changes.contains(where: { $0.between.latter == index }) {
                plateaus.append([index])
            } else {
                plateaus[plateaus.count - 1].append(index)
            }
        }
        return plateaus
    }

    /// What versions without a change between them come to: the geometric mean of what is measured, of what was measured.
    func value(of members: [Int]) -> Double? {
        let values = members.compactMap { levels[$0].value }
        guard launches > 0 else { return values.first }
        return Sample(values.map { log($0) }).map { exp($0.mean) }
    }

    func areWhole(_ neighbours: Neighbours) -> Bool {
        levels[neighbours.former].failure == nil && levels[neighbours.latter].failure == nil
    }

    mutating func add(_ comparison: Comparison) {
        comparisons.removeAll { $0.between == comparison.between }
        comparisons.append(comparison)
        comparisons.sort { $0.between.former < $1.between.former }
    }

    /// - Parameter ids: the versions' places, in the order of the run's cells.
    /// - Returns: whether a version failed.
    mutating func note(failures run: RunRecord, of ids: [Int]) -> Bool {
        var hasFailed = false
        for (cell, id) in zip(run.cells, ids) {
            guard let failure = cell.failure, failure.kind != .interrupted else { continue }
            levels[id].failure = failure
            hasFailed = true
        }
        return hasFailed
    }

    /// What a round of launches left.
    mutating func add(launches run: RunRecord, of ids: [Int], _ metric: Metric) {
        let load = RunLoad(run)
        launches += run.pairs.reduce(0) { $0 + $1.launchesMeasured }
        seconds += run.pairs.reduce(0) { $0 + $1.secondsSpent }
        disturbedLaunches += load.disturbedLaunches
        for program in load.programs where !busiestPrograms.contains(program) { busiestPrograms.append(program) }
        // A round for the neighbours of a version that failed has only some launches of theirs.
        for (cell, id) in zip(run.cells, ids) where cell.launches.count > levels[id].launches {
            levels[id].launches = cell.launches.count
            levels[id].value = (try? cell.typicalValue(of: metric)) ?? nil
        }
    }

    /// What the versions' outputs come to: facts, which are compared as they are.
    mutating func add(outputs run: RunRecord, of ids: [Int], _ metric: Metric) {
        var digests: [Int: String] = [:]
        for (cell, id) in zip(run.cells, ids) {
            seconds += cell.secondsSpent
            guard cell.failure == nil, let accuracy = cell.accuracy else { continue }
            digests[id] = accuracy.origin?.scoresDigest
            levels[id].value = CellSummary(cell).value(metric) ?? (cell.isReference ? metric.valueAgainstItself : nil)
        }
        for neighbours in self.neighbours {
            guard let former = digests[neighbours.former], let latter = digests[neighbours.latter] else { continue }
            levels[neighbours.latter].outputsAsBefore = former == latter
            let values = (levels[neighbours.former].value, levels[neighbours.latter].value)
            let change = values.0.flatMap { former in values.1.map { $0 - former } }
            let isEqual = former == latter || change == 0
            add(
                .init(
                    between: neighbours, decision: isEqual ? .unchanged : .changed, change: change, low: change,
                    high: change, launches: 0))
        }
    }
}

extension Metric {
    /// What a metric that compares outputs gives for equal ones; nil where that is no number.
    fileprivate var valueAgainstItself: Double? {
        switch self {
        case .agreement, .cosineSimilarity: 1
        case .klDivergence, .maximumAbsoluteError: 0
        default: nil
        }
    }
}
