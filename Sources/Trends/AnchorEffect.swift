import Records
import Statistics

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
