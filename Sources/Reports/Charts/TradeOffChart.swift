import Foundation
import Records

/// How good one model's variants are against how fast, with size as area and the Pareto front marked.
public struct TradeOffChart: Chart, Equatable {
    public struct Point: Sendable, Equatable {
        public var name: String
        public var standing: ChartStanding
        public var medianNanoseconds: Double
        /// Of the chart's metric.
        public var quality: Double
        public var modelBytes: Double

        public init(
            name: String, standing: ChartStanding, medianNanoseconds: Double, quality: Double, modelBytes: Double
        ) {
            self.name = name
            self.standing = standing
            self.medianNanoseconds = medianNanoseconds
            self.quality = quality
            self.modelBytes = modelBytes
        }
    }

    public var model: String
    /// What says how good a variant's predictions are.
    public var metric: Metric
    /// Largest first, so that small circles are drawn over large ones.
    public var points: [Point]

    /// Points whose values are not numbers, or whose latency is not positive, are left out; nil when none is left.
    public init?(model: String, metric: Metric = .accuracy, points: [Point]) {
        self.model = model
        self.metric = metric
        self.points = points.enumerated().filter {
            $0.element.medianNanoseconds.isFinite && $0.element.medianNanoseconds > 0 && $0.element.quality.isFinite
                && $0.element.modelBytes.isFinite
        }.sorted { ($1.element.modelBytes, $0.offset) < ($0.element.modelBytes, $1.offset) }.map(\.element)
        if self.points.isEmpty { return nil }
    }

    public var title: String { "\(model): \(metric.title) against latency" }

    public var description: String {
        let facts = points.map {
            "\($0.name): \(Quantity.text($0.quality, metric.dimension)) at "
                + "\(Quantity.text($0.medianNanoseconds, .time)), \(Quantity.text($0.modelBytes, .bytes))"
        }
        let front = paretoFront.map { points[$0].name }.joined(separator: ", ")
        return
            "\(metric.title.prefix(1).uppercased() + metric.title.dropFirst()) and median latency of each variant. \(facts.joined(separator: "; ")). On the Pareto front: \(front)."
    }

    public var size: ChartSize { ChartSize(width: ChartCanvas.width, height: 400) }

    /// Indices of the points that no other point beats: none is at least as fast and at least as good, and better in
    /// one of the two. By ascending latency; equal points are all on the front. O(n log n).
    var paretoFront: [Int] {
        let byLatency = points.indices.sorted {
            (points[$0].medianNanoseconds, -merit(points[$0]), $0)
                < (points[$1].medianNanoseconds, -merit(points[$1]), $1)
        }
        var front: [Int] = []
        for index in byLatency {
            guard let best = front.last else {
                front.append(index)
                continue
            }
            let isEqual =
                points[best].medianNanoseconds == points[index].medianNanoseconds
                && points[best].quality == points[index].quality
            if isEqual || merit(points[index]) > merit(points[best]) { front.append(index) }
        }
        return front
    }

    /// Larger is better.
    private func merit(_ point: Point) -> Double {
        metric.direction == .higherIsBetter ? point.quality : -point.quality
    }

    /// Each variant with its three values.
    public var hotspots: [ChartHotspot] {
        let layout = layout(AxisScale(around: latencyRange, dimension: .time), qualityAxis)
        return zip(points, layout.circles).map { point, circle in
            ChartHotspot(
                x: circle.x, y: circle.y,
                text: "\(Quantity.text(point.quality, metric.dimension)) at "
                    + "\(Quantity.text(point.medianNanoseconds, .time)) · \(Quantity.text(point.modelBytes, .bytes)) · \(point.name)"
            )
        }
    }

    func layout(_ latency: AxisScale, _ quality: AxisScale) -> Layout {
        Layout(points: points, latency: latency, quality: quality, line: frontLine(latency, quality), plot: Self.plot)
    }

    // MARK: - Drawing

    private static let plot = (left: 56.0, top: 76.0, right: 404.0, bottom: 344.0)
    static let largestRadius = 18.0

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        let plot = Self.plot
        canvas.begin(
            &script, title: title,
            explanation:
                "\(metric.direction == .higherIsBetter ? "Top" : "Bottom") left is best. Area: model size. Dashed line, rings:\nPareto front, which nothing beats in both."
        )
        let latency = AxisScale(around: latencyRange, dimension: .time), quality = qualityAxis
        canvas.setPlot(left: plot.left, top: plot.top, right: plot.right, bottom: plot.bottom, &script)
        script.add(latency.commands(axis: "x"))
        script.add(quality.commands(axis: "y"))
        canvas.addTicks(of: latency, left: plot.left, right: plot.right, y: plot.bottom + 14, to: &script)
        for tick in quality.ticks {
            canvas.add(
                tick.label, x: plot.left - 8,
                y: plot.bottom - quality.position(of: tick.value) * (plot.bottom - plot.top),
                size: ChartCanvas.smallSize, alignment: .right, ink: .muted, to: &script)
        }
        let kind = latency.isLogarithmic ? " (\(latency.unit), log scale)" : " (\(latency.unit))"
        canvas.add(
            "median latency" + kind, x: (plot.left + plot.right) / 2, y: 380, size: ChartCanvas.smallSize,
            alignment: .center, ink: .muted, to: &script)
        canvas.add(
            metric.title + (quality.unit.isEmpty ? "" : " (\(quality.unit))"), x: 16, y: (plot.top + plot.bottom) / 2,
            size: ChartCanvas.smallSize, alignment: .center,
            ink: .muted, isUpright: true, to: &script)
        let layout = layout(latency, quality)
        for (index, point) in points.enumerated() {
            let circle = layout.circles[index]
            let isOnFront = paretoFront.contains(index)
            let border = isOnFront ? ChartColour.text.gnuplot : "rgb '#\(point.standing.colour)'"
            script.add(
                "set object circle at \(canvas.point(circle.x, circle.y)) size screen "
                    + "\(canvas.share(circle.radius, size.width)) front fillcolor rgb '#\(point.standing.colour)' "
                    + "fillstyle transparent solid 0.65 border linecolor \(border) linewidth \(isOnFront ? 2 : 1)")
        }
        for label in layout.labels {
            if let leader = label.leader {
                canvas.line(
                    from: leader.start, to: leader.end, ink: .muted, layer: "front", to: &script)
            }
            for (line, text) in label.lines.enumerated() {
                canvas.add(
                    text, x: label.box.left, y: label.box.top + Layout.lineHeight * (Double(line) + 0.5),
                    size: ChartCanvas.smallSize, to: &script)
            }
        }
        script.add(
            "plot \(ChartColour.gridPlot), '-' using 1:2 with lines dashtype 2 linewidth 1.5 linecolor \(ChartColour.muted.gnuplot)"
        )
        script.add(
            rows: latency.ticks.map { [$0.value, quality.low, 0, quality.high - quality.low] }
                + quality.ticks.map { [latency.low, $0.value, latency.high - latency.low, 0] })
        script.add(rows: frontLine(latency, quality))
    }

    /// Room for the circles on both sides.
    private var latencyRange: [Double] {
        let values = points.map(\.medianNanoseconds)
        let smallest = values.min() ?? 1, largest = values.max() ?? 1
        if largest / smallest > 8 {
            let margin = pow(largest / smallest, 0.08)
            return [smallest / margin, largest * margin]
        }
        // On both sides, for circles and labels; never a tighter look than a quarter of the latency.
        let margin = max((largest - smallest) * 0.3, largest * 0.25)
        return [max(smallest - margin, smallest * 0.5), largest + margin]
    }

    private var qualityAxis: AxisScale {
        guard metric.dimension == .proportion else {
            let values = points.map(\.quality)
            let lowest = values.min() ?? 0, highest = values.max() ?? 1
            let span = max(highest - lowest, highest.magnitude * 0.02, .leastNormalMagnitude) * 0.3
            return AxisScale(low: lowest - span, high: highest + span, unit: "", factor: 1)
        }
        return shareAxis
    }

    /// Per cent; at least 2 points high, so that a sample more or less does not look like a cliff.
    private var shareAxis: AxisScale {
        let values = points.map { $0.quality * 100 }
        let lowest = values.min() ?? 0, highest = values.max() ?? 100
        let middle = (lowest + highest) / 2, span = max(highest - lowest, 2) * 1.3
        // Above 100 only as far as a circle needs.
        var axis = AxisScale(
            low: middle - span / 2, high: min(middle + span / 2, 100 + span * 0.1), unit: "%", factor: 0.01)
        axis.ticks.removeAll { $0.value < 0 || $0.value > 100 }
        return axis
    }

    /// The staircase that no point lies beyond: from the worse edge at the fastest, level to the next, to the right edge.
    private func frontLine(_ latency: AxisScale, _ quality: AxisScale) -> [[Double]] {
        var line: [[Double]] = []
        var height = metric.direction == .higherIsBetter ? quality.low : quality.high
        for index in paretoFront {
            let x = points[index].medianNanoseconds / latency.factor, y = points[index].quality / quality.factor
            line += [[x, height], [x, y]]
            height = y
        }
        return line + [[latency.high, height]]
    }
}
