import Foundation
import Records

/// Latency over the time of a run, a row per variant, as a change from its own median: a machine that warms up, or slows down, shows
/// in all rows at once; a variant that does, in its own.
public struct RunCourseChart: Chart, Equatable {
    /// A stretch of consecutive inferences.
    public struct Point: Sendable, Equatable {
        public var seconds: Double
        public var medianNanoseconds: Double

        public init(seconds: Double, medianNanoseconds: Double) {
            self.seconds = seconds
            self.medianNanoseconds = medianNanoseconds
        }
    }

    public struct Row: Sendable, Equatable {
        public var name: String
        public var standing: ChartStanding
        /// In order of time.
        public var points: [Point]

        public init(name: String, standing: ChartStanding, points: [Point]) {
            self.name = name
            self.standing = standing
            self.points = points.filter {
                $0.seconds.isFinite && $0.medianNanoseconds.isFinite && $0.medianNanoseconds > 0
            }.sorted { $0.seconds < $1.seconds }
        }

        var median: Double {
            let sorted = points.map(\.medianNanoseconds).sorted()
            return sorted[sorted.count / 2]
        }

        /// Of the last third of the blocks against the first, relative.
        var drift: Double {
            let third = max(points.count / 3, 1)
            func middle(_ part: ArraySlice<Point>) -> Double {
                let sorted = part.map(\.medianNanoseconds).sorted()
                return sorted[sorted.count / 2]
            }
            return middle(points.suffix(third)) / middle(points.prefix(third)) - 1
        }
    }

    /// Fewer say nothing of a course.
    static let fewestPoints = 6
    private static let pointLimit = 400

    public var model: String
    public var rows: [Row]

    /// Rows with fewer than six blocks are left out; nil when none is left.
    public init?(model: String, rows: [Row]) {
        self.model = model
        self.rows = rows.filter { $0.points.count >= Self.fewestPoints }
        if self.rows.isEmpty { return nil }
    }

    public var title: String { "\(model): latency over the run" }

    public var description: String {
        let facts = rows.map { "\($0.name): \(Quantity.relativeChange($0.drift)) from the first third to the last" }
        return "Latency of each variant over the time of the run. " + facts.joined(separator: "; ") + "."
    }

    private var layout: ChartRows { ChartRows(rows.map { ChartRows.label($0.name, $0.standing) }, top: 76, height: 62) }

    public var size: ChartSize { ChartSize(width: ChartCanvas.width, height: Int(layout.bottom + 44)) }

    private static let left = 56.0, right = 404.0
    /// Half of a row's plot, in pixels.
    private static let half = 24.0

    private var seconds: (low: Double, high: Double) {
        let all = rows.flatMap(\.points).map(\.seconds)
        let low = all.min() ?? 0
        return (low, max(all.max() ?? 1, low + 1))
    }

    /// How far the axis reaches to both sides of the median: nine of ten blocks with room, the others at its edge, and never so little that noise looks like a cliff.
    private var reach: Double {
        let deviations = rows.flatMap { row in row.points.map { abs($0.medianNanoseconds / row.median - 1) } }.sorted()
        let most = deviations[min(Int(Double(deviations.count) * 0.9), deviations.count - 1)]
        return min(max(most * 1.3, 0.02), 2)
    }

    private func y(_ value: Double, of row: Row, at index: Int, reach: Double) -> Double {
        let share = min(max((value / row.median - 1) / reach, -1), 1)
        return layout.plot(index) + Self.half - share * Self.half
    }

    private func x(_ seconds: Double) -> Double {
        let range = self.seconds
        return Self.left + (seconds - range.low) / (range.high - range.low) * (Self.right - Self.left)
    }

    public var hotspots: [ChartHotspot] {
        let reach = reach, start = seconds.low
        return rows.enumerated().flatMap { index, row in
            TrendChart.thinned(row.points, to: Self.pointLimit).map { point in
                ChartHotspot(
                    x: x(point.seconds), y: y(point.medianNanoseconds, of: row, at: index, reach: reach),
                    text: "\(Quantity.text(point.medianNanoseconds, .time)) · \(row.name) · "
                        + "\(Quantity.duration(seconds: point.seconds - start)) into the run")
            }
        }
    }

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        let reach = reach, range = seconds
        canvas.begin(
            &script, title: title,
            explanation:
                "Each dot is a block of inferences, as a change from the\nvariant's own median. Right: last third against the first."
        )
        let height = layout.bottom - layout.top
        canvas.setPlot(left: Self.left, top: layout.top, right: Self.right, bottom: layout.bottom, &script)
        let isMinutes = range.high - range.low > 180
        let factor = isMinutes ? 60.0 : 1
        let time = AxisScale(
            low: 0, high: (range.high - range.low) / factor, unit: isMinutes ? "min" : "s", factor: factor)
        script.add(time.commands(axis: "x"))
        script.add("set yrange [\(GnuplotScript.number(height)):0] noextend")
        script.add("unset ytics")
        canvas.addTicks(of: time, left: Self.left, right: Self.right, y: layout.bottom + 10, to: &script)
        canvas.add(
            "time in the run (\(time.unit))", x: Double(ChartCanvas.width) / 2, y: layout.bottom + 30,
            size: ChartCanvas.smallSize, alignment: .center, ink: .muted, to: &script)
        for (index, row) in rows.enumerated() {
            layout.annotate(
                index, facts: Quantity.relativeChange(row.drift), on: canvas, &script)
            let middle = layout.plot(index) + Self.half
            for (share, sign) in [(1.0, "+"), (-1.0, "-")] {
                canvas.add(
                    sign + Wording.percent(reach, digits: reach < 0.095 ? 1 : 0), x: Self.left - 6,
                    y: middle - share * Self.half, size: 11, alignment: .right, ink: .muted, to: &script)
            }
        }
        let plots = rows.map { row in
            "'-' using 1:2 with points pointtype 7 pointsize 0.3 linecolor rgb '#33\(row.standing.colour)'"
        }
        script.add("plot " + ([ChartColour.gridPlot] + plots).joined(separator: ", \\\n     "))
        script.add(
            rows: rows.indices.flatMap { index in
                let middle = layout.plot(index) + Self.half - layout.top
                return time.ticks.map { [$0.value, middle - Self.half, 0, 2 * Self.half] }
                    + [[time.low, middle, time.high - time.low, 0]]
            })
        for (index, row) in rows.enumerated() {
            script.add(
                rows: TrendChart.thinned(row.points, to: Self.pointLimit).map { point in
                    [
                        (point.seconds - range.low) / factor,
                        y(point.medianNanoseconds, of: row, at: index, reach: reach) - layout.top,
                    ]
                })
        }
    }
}
