import Records
import Statistics

/// The anchors of a history: what they say of each metric and machine, and why some of them say nothing.
struct TrendAnchors: Sendable {
    private struct Place: Hashable {
        var machine: TrendMachine
        var metric: Metric
    }

    private var effects: [Place: AnchorEffect] = [:]
    private(set) var notes: [String] = []

    init(_ all: [SeriesValues], search: @escaping LevelSearch) {
        let candidates = all.filter { $0.isAnchor && $0.metric.followsTheMachine }
        let changed = Dictionary(grouping: candidates.filter { Self.change(of: $0) != nil }, by: \.cell)
        for (cell, series) in changed.sorted(by: { Self.name($0.value[0]) < Self.name($1.value[0]) }) {
            guard let event = series.lazy.compactMap(Self.change).first else { continue }
            notes.append(
                "\(cell.model)/\(cell.variant) is no anchor in this time, because it changed itself: \(event.text). Freeze its model, runtime and golden set"
            )
        }
        let frozen = candidates.filter {
            Self.change(of: $0) == nil && $0.points.count >= TrendSeries.fewestPoints
        }
        for (place, series) in Dictionary(grouping: frozen, by: { Place(machine: Self.machine($0), metric: $0.metric) })
        {
            // The longest history tells most; of equal ones the first by name, so that the choice is always the same.
            guard let best = series.min(by: { (-$0.points.count, Self.name($0)) < (-$1.points.count, Self.name($1)) })
            else { continue }
            effects[place] = AnchorEffect(best, SeriesSearch(values: best, search: search).segmentation())
        }
        notes += moved
    }

    /// What to hold a series against; nil for anchors.
    func effect(on values: SeriesValues) -> AnchorEffect? {
        values.isAnchor ? nil : effects[Place(machine: Self.machine(values), metric: values.metric)]
    }

    private var moved: [String] {
        let moved = effects.filter { !$0.value.moves.isEmpty }.sorted {
            $0.key.metric.rawValue < $1.key.metric.rawValue
        }
        return moved.map { place, effect in
            let times = effect.moves.count == 1 ? "once" : "\(effect.moves.count) times"
            let what = place.metric == .peakMemory ? "changes as large as its own" : "what changed with it"
            return
                "the anchor \(effect.name) moved \(times) in \(place.metric.title): it was the machine, and \(what) at the same place is the machine's"
        }
    }

    /// Host names are of the latest point: they may differ within one machine.
    private static func machine(_ values: SeriesValues) -> TrendMachine {
        TrendMachine(hostName: "", fingerprint: values.machine.fingerprint, device: values.machine.device)
    }

    private static func name(_ values: SeriesValues) -> String { "\(values.cell.model)/\(values.cell.variant)" }

    private static func change(of values: SeriesValues) -> TrendEvent? {
        values.events.first { [.model, .goldenSet, .runtime, .options].contains($0.kind) }
    }
}

/// What the anchor says that the machine did to one metric.
struct AnchorEffect: Sendable {
    /// A change of the anchor's level.
    struct Move: Sendable {
        /// Places of runs among which it lies.
        var runs: ClosedRange<Int>
        /// In the scale of the analysis.
        var size: Double
        var interval: Interval
    }

    /// `model/variant` of the anchor.
    let name: String
    let moves: [Move]
    /// From which run on which level holds, relative to the latest; in the scale of the analysis.
    private let levels: [(run: Int, offset: Double)]

    init(_ anchor: SeriesValues, _ segmentation: LevelSegmentation) {
        name = "\(anchor.cell.model)/\(anchor.cell.variant)"
        // What is only probable of the anchor excuses nothing.
        let shifts = segmentation.shifts.filter { $0.certainty == .found }
        moves = shifts.map { shift in
            Move(
                runs: anchor.runs(from: shift.earliest, through: shift.latest), size: shift.size,
                interval: shift.sizeInterval)
        }
        // Only shifts make steps: a known break without one leaves two estimates of one level.
        var levels: [(run: Int, offset: Double)] = [(0, 0)]
        for shift in shifts {
            levels.append((anchor.runs[shift.position], levels[levels.count - 1].offset + shift.size))
        }
        let latest = levels[levels.count - 1].offset
        self.levels = levels.map { ($0.run, $0.offset - latest) }
    }

    /// How far the anchor's level at a run lies from its latest one.
    func offset(atRun run: Int) -> Double { levels.last { $0.run <= run }?.offset ?? 0 }

    /// Runs from which on another level of the anchor holds.
    var steps: [Int] { levels.dropFirst().map(\.run) }

    /// The moves in the same direction that may lie at the same place.
    func moves(in runs: ClosedRange<Int>, like size: Double) -> [Move] {
        moves.filter { $0.runs.overlaps(runs) && ($0.size > 0) == (size > 0) }
    }
}
