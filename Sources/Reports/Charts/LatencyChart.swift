import Foundation
import Records

/// Distributions of one model's latencies, a row per variant, on one axis.
public struct LatencyChart: Chart, Equatable {
    public struct Row: Sendable, Equatable {
        public var name: String
        public var standing: ChartStanding
        /// Nanoseconds per inference in order of time, positive.
        public var valuesNanoseconds: [Double]
        /// As every other report prints them; nil where there is none.
        public var medianNanoseconds: Double?
        public var p99Nanoseconds: Double?

        public init(
            name: String, standing: ChartStanding, valuesNanoseconds: [Double], medianNanoseconds: Double?,
            p99Nanoseconds: Double?
        ) {
            self.name = name
            self.standing = standing
            self.valuesNanoseconds = valuesNanoseconds.filter { $0.isFinite && $0 > 0 }
            self.medianNanoseconds = medianNanoseconds
            self.p99Nanoseconds = p99Nanoseconds
        }
    }

    public var model: String
    public var rows: [Row]

    /// Rows without values are left out; nil when none is left.
    public init?(model: String, rows: [Row]) {
        self.model = model
        self.rows = rows.filter { !$0.valuesNanoseconds.isEmpty }
        if self.rows.isEmpty { return nil }
    }

    public var title: String { "\(model): latency" }

    public var description: String {
        let facts = rows.map { row in
            let median = row.medianNanoseconds.map { "median " + Quantity.text($0, .time) }
            let p99 = row.p99Nanoseconds.map { "p99 " + Quantity.text($0, .time) }
            return "\(row.name): \([median, p99].compactMap { $0 }.joined(separator: ", "))"
        }
        return "Distribution of the latency of each variant. " + facts.joined(separator: "; ") + "."
    }

    public var size: ChartSize { ChartSize(width: ChartCanvas.width, height: Int(top + height + 58)) }

    private var layout: ChartRows { ChartRows(rows.map { ChartRows.label($0.name, $0.standing) }, top: 76, height: 64) }
    private static let left = 24.0, right = Double(ChartCanvas.width) - left
    private static let pointsPerRow = 240
    private var top: Double { layout.top }
    private var height: Double { layout.bottom - layout.top }

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        canvas.begin(
            &script, title: title,
            explanation: "Each dot is one inference; left is faster.\n"
                + "Upright line: median. Thick: middle half. Diamond: p99.")
        let scale = axis
        canvas.setPlot(left: Self.left, top: top, right: Self.right, bottom: top + height, &script)
        script.add(scale.commands(axis: "x"))
        script.add("set yrange [\(GnuplotScript.number(height)):0] noextend")
        script.add("unset ytics")
        canvas.addTicks(of: scale, left: Self.left, right: Self.right, y: top + height + 10, to: &script)
        let kind = scale.isLogarithmic ? " (\(scale.unit), log scale)" : " (\(scale.unit))"
        canvas.add(
            "latency per inference" + kind, x: Double(ChartCanvas.width) / 2, y: top + height + 30,
            size: ChartCanvas.smallSize,
            alignment: .center, ink: .muted, to: &script)
        if let note = beyondNote(scale) {
            canvas.add(
                note, x: Double(ChartCanvas.width) / 2, y: top + height + 48, size: ChartCanvas.smallSize,
                alignment: .center, ink: .muted,
                to: &script)
        }
        for (index, row) in rows.enumerated() { annotate(row, at: index, on: canvas, &script) }
        let plots = rows.map { row in
            "'-' using 1:2 with points pointtype 7 pointsize 0.2 linecolor rgb '#55\(row.standing.colour)'"
        }
        let marks = Mark.allCases.map { (style: $0.rawValue, points: points(of: $0, scale)) }
            .filter { !$0.points.isEmpty }
        script.add("plot " + ([ChartColour.gridPlot] + plots + marks.map(\.style)).joined(separator: ", \\\n     "))
        // Only beside the dots: lines through the names would make them hard to read.
        script.add(
            rows: rows.indices.flatMap { index in
                scale.ticks.map { [$0.value, centre(index) - 20, 0, 40] }
            })
        for (index, row) in rows.enumerated() { script.add(rows: dots(of: row, at: index, scale)) }
        for mark in marks { script.add(rows: mark.points) }
    }

    // MARK: - The axis

    /// From the fastest inference to a little beyond the largest p99: single outliers would squeeze the rest.
    private var axis: AxisScale {
        let ends = rows.flatMap { row in
            let sorted = row.valuesNanoseconds.sorted()
            return [quantile(sorted, 0.002), max(quantile(sorted, 0.995), row.p99Nanoseconds ?? 0)]
        }
        return AxisScale(around: ends, dimension: .time)
    }

    private func beyondNote(_ scale: AxisScale) -> String? {
        let beyond = rows.flatMap(\.valuesNanoseconds).filter { $0 / scale.factor > scale.high }
        guard let slowest = beyond.max() else { return nil }
        let all = rows.reduce(0) { $0 + $1.valuesNanoseconds.count }
        return "\(beyond.count) of \(all) inferences beyond the axis, the slowest \(Quantity.text(slowest, .time))"
    }

    // MARK: - Rows

    private func annotate(_ row: Row, at index: Int, on canvas: ChartCanvas, _ script: inout GnuplotScript) {
        layout.annotate(index, on: canvas, &script)
        let facts = [
            row.medianNanoseconds.map { "median " + Quantity.text($0, .time) },
            row.p99Nanoseconds.map { "p99 " + Quantity.text($0, .time) },
        ].compactMap { $0 }.joined(separator: " · ")
        canvas.add(
            facts, x: ChartCanvas.margin, y: layout.plot(index) + 5, size: ChartCanvas.smallSize, ink: .muted,
            to: &script)
    }

    private func centre(_ index: Int) -> Double { layout.plot(index) - top + 34 }

    /// Median and p99 of each variant.
    public var hotspots: [ChartHotspot] {
        let scale = axis
        return rows.enumerated().flatMap { index, row in
            [("median", row.medianNanoseconds), ("p99", row.p99Nanoseconds)].compactMap { name, value in
                guard let value, value > 0 else { return nil }
                let share = min(max(scale.position(of: value / scale.factor), 0), 1)
                return ChartHotspot(
                    x: Self.left + share * (Self.right - Self.left), y: top + centre(index),
                    text: "\(Quantity.text(value, .time)) · \(name) of \(row.name)")
            }
        }
    }

    /// At most `pointsPerRow` inferences, evenly taken in order of time, each as far from the centre line as inferences
    /// of about its latency are frequent: the outline of the dots is the shape of the distribution.
    private func dots(of row: Row, at index: Int, _ scale: AxisScale) -> [[Double]] {
        let values = Self.thinned(row.valuesNanoseconds, to: Self.pointsPerRow).map { $0 / scale.factor }
            .filter { $0 >= scale.low && $0 <= scale.high }
        let binCount = 96
        func bin(_ value: Double) -> Int {
            min(binCount - 1, max(0, Int(saturating: scale.position(of: value) * Double(binCount))))
        }
        var counts = [Int](repeating: 0, count: binCount)
        for value in values { counts[bin(value)] += 1 }
        let most = Double(counts.max() ?? 1)
        // The golden ratio's multiples spread evenly however many there are; no random numbers, the same picture always.
        return values.enumerated().map { place, value in
            let spread = (Double(place) * 0.618_033_988_75).truncatingRemainder(dividingBy: 1) * 2 - 1
            let share = (Double(counts[bin(value)]) / most).squareRoot()
            return [value, centre(index) + spread * share * 17]
        }
    }

    /// Every n-th value, at most `limit`.
    static func thinned(_ values: [Double], to limit: Int) -> [Double] {
        guard values.count > limit else { return values }
        return (0..<limit).map { values[$0 * values.count / limit] }
    }

    // MARK: - Marks over the dots

    /// The raw value is what gnuplot is told of it.
    private enum Mark: String, CaseIterable {
        case middleHalf = "'-' using 1:2:3:4 with vectors nohead linewidth 4 linecolor rgb '#1F2328'"
        case median = "'-' using 1:2:3:4 with vectors nohead linewidth 2.5 linecolor rgb '#1F2328'"
        case p99 = "'-' using 1:2 with points pointtype 13 pointsize 0.6 linecolor rgb '#1F2328'"
    }

    private func points(of mark: Mark, _ scale: AxisScale) -> [[Double]] {
        rows.enumerated().flatMap { index, row -> [[Double]] in
            let y = centre(index)
            switch mark {
            case .middleHalf:
                let sorted = row.valuesNanoseconds.sorted()
                let low = quantile(sorted, 0.25) / scale.factor, high = quantile(sorted, 0.75) / scale.factor
                return [[low, y, high - low, 0]]
            case .median:
                return row.medianNanoseconds.map { [[$0 / scale.factor, y - 13, 0, 26]] } ?? []
            case .p99:
                return row.p99Nanoseconds.map { [[$0 / scale.factor, y]] } ?? []
            }
        }
    }

    /// Hyndman and Fan (1996), type 7, of a sorted sample that is not empty; only for drawing.
    private func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place), above = min(below + 1, sorted.count - 1)
        return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
    }
}
