import Foundation
import Records

/// How near a variant's values are to its reference's along the network: a dot for each value, from the first to the last.
public struct DivergenceChart: Chart, Equatable {
    public struct Point: Sendable, Equatable {
        /// Of the node that gives the value.
        public var node: String
        /// As both models ran, in dB; nil where they cannot be compared.
        public var accumulated: Double?
        /// Of the layer alone, in dB; nil where the two models compute it alike.
        public var own: Double?
        public var isCause: Bool

        public init(node: String, accumulated: Double?, own: Double?, isCause: Bool) {
            self.node = node
            self.accumulated = accumulated
            self.own = own
            self.isCause = isCause
        }
    }

    public let title: String
    public let points: [Point]

    /// Nil where nothing could be compared.
    public init?(title: String, points: [Point]) {
        guard points.contains(where: { $0.accumulated != nil || $0.own != nil }) else { return nil }
        self.title = title
        self.points = points
    }

    public var description: String {
        let worst = points.enumerated().filter { $1.own != nil }.sorted {
            ($0.element.own ?? 0, $0.offset) < ($1.element.own ?? 0, $1.offset)
        }.prefix(10).map(\.element)
        let facts = worst.map { point in
            "\(point.node): \(point.own.map { Quantity.text($0, .decibels) } ?? "") of its own"
                + (point.isCause ? ", a cause" : "")
        }
        return "Signal to noise ratio of \(points.count) values along the network. " + facts.joined(separator: "; ")
            + "."
    }

    // MARK: - Layout, in pixels

    private static let left = 48.0, top = 98.0, height = 190.0
    private static let right = ChartCanvas.right
    private static let bottom = top + height
    /// Names of causes stand below; more than these are told elsewhere.
    private static let mostNames = 6
    /// What is nearer than this differs by rounding alone.
    private static let highest = 120.0

    private var causes: [Point] { points.filter(\.isCause) }
    private var nameLines: Int { min(causes.count, Self.mostNames + 1) }

    public var size: ChartSize {
        ChartSize(width: ChartCanvas.width, height: Int(Self.bottom + 36 + 18 * Double(nameLines)))
    }

    private var scale: AxisScale {
        let values = points.flatMap { [$0.accumulated, $0.own] }.compactMap { $0 }
        let low = min(values.min() ?? 0, 0)
        return AxisScale(low: max(low, -Self.highest) - 4, high: Self.highest + 4, unit: "dB", factor: 1)
    }

    private func clipped(_ value: Double) -> Double { min(max(value, -Self.highest), Self.highest) }

    public var hotspots: [ChartHotspot] {
        let scale = scale
        var hotspots: [ChartHotspot] = []
        for (index, point) in points.enumerated() {
            let x = Self.left + (Double(index) + 0.5) / Double(points.count) * (Self.right - Self.left)
            func add(_ value: Double?, _ words: String) {
                guard let value else { return }
                let y = Self.bottom - scale.position(of: clipped(value)) * Self.height
                let text = "\(Quantity.text(value, .decibels))\(words) · \(point.node)"
                hotspots.append(ChartHotspot(x: x, y: y, text: text))
            }
            add(point.accumulated, "")
            add(point.own, " of its own")
        }
        return hotspots
    }

    // MARK: - Drawing

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        let scale = scale
        canvas.begin(
            &script, title: title,
            explanation:
                "SQNR from the first value to the last: small dots as both\nmodels ran, large ones of a layer alone.")
        canvas.setPlot(left: Self.left, top: Self.top, right: Self.right, bottom: Self.bottom, &script)
        script.add("set xrange [0:\(points.count)] noextend")
        script.add("unset xtics")
        script.add(scale.commands(axis: "y"))
        for tick in scale.ticks {
            canvas.add(
                tick.label, x: Self.left - 6, y: Self.bottom - scale.position(of: tick.value) * Self.height,
                size: ChartCanvas.smallSize, alignment: .right, ink: .muted, to: &script)
        }
        canvas.add(
            "dB", x: Self.left - 6, y: Self.top - 12, size: ChartCanvas.smallSize, alignment: .right, ink: .muted,
            to: &script)
        canvas.add(
            "first value", x: Self.left, y: Self.bottom + 14, size: ChartCanvas.smallSize, ink: .muted, to: &script)
        canvas.add(
            "last value", x: Self.right, y: Self.bottom + 14, size: ChartCanvas.smallSize, alignment: .right,
            ink: .muted,
            to: &script)
        nameCauses(on: canvas, &script)
        let dots: [(size: String, colour: String, rows: [[Double]])] = [
            ("0.35", ChartStanding.reference.colour, rows { $0.accumulated }),
            ("0.7", ChartStanding.neutral.colour, rows { $0.isCause ? nil : $0.own }),
            ("1.0", ChartStanding.failed.colour, rows { $0.isCause ? $0.own ?? $0.accumulated : nil }),
        ].filter { !$0.rows.isEmpty }
        let plots =
            [ChartColour.gridPlot]
            + dots.map { "'-' using 1:2 with points pointtype 7 pointsize \($0.size) linecolor rgb '#\($0.colour)'" }
        script.add("plot " + plots.joined(separator: ", \\\n     "))
        script.add(rows: scale.ticks.map { [0, $0.value, Double(points.count), 0] })
        for dot in dots { script.add(rows: dot.rows) }
    }

    private func rows(_ value: (Point) -> Double?) -> [[Double]] {
        points.enumerated().compactMap { index, point in value(point).map { [Double(index) + 0.5, clipped($0)] } }
    }

    private func nameCauses(on canvas: ChartCanvas, _ script: inout GnuplotScript) {
        var lines = causes.prefix(Self.mostNames).map { cause in
            "cause: \(cause.node)"
                + ((cause.own ?? cause.accumulated).map { " · \(Quantity.text($0, .decibels))" } ?? "")
        }
        if causes.count > Self.mostNames { lines.append("and \(causes.count - Self.mostNames) more") }
        for (index, line) in lines.enumerated() {
            canvas.add(
                ChartCanvas.fitted(line, size: ChartCanvas.smallSize, width: ChartCanvas.textWidth),
                x: ChartCanvas.margin, y: Self.bottom + 34 + 18 * Double(index), size: ChartCanvas.smallSize,
                isBold: true,
                to: &script)
        }
    }
}
