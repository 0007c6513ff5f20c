import Foundation
import Records

/// A value over versions, such as the latency of a model on each release of a runtime: a dot for each, a line for each level, and a mark
/// where the level changed.
public struct VersionChart: Chart, Equatable {
    public struct Point: Sendable, Equatable {
        public var version: String
        /// In base units; nil where there is none.
        public var value: Double?
        /// What the versions about it come to, up to the next change.
        public var level: Double?
        /// `+5.0 %`; nil where nothing changed.
        public var change: String?
        public var isBetter: Bool?
        public var hasFailed: Bool

        public init(
            version: String, value: Double?, level: Double?, change: String? = nil, isBetter: Bool? = nil,
            hasFailed: Bool = false
        ) {
            self.version = version
            self.value = value.flatMap { $0.isFinite ? $0 : nil }
            self.level = level.flatMap { $0.isFinite ? $0 : nil }
            self.change = change
            self.isBetter = isBetter
            self.hasFailed = hasFailed
        }
    }

    public let title: String
    public let dimension: Records.Dimension
    public let points: [Point]

    /// Nil where no version has a value.
    public init?(title: String, dimension: Records.Dimension, points: [Point]) {
        guard points.contains(where: { $0.value != nil }) else { return nil }
        self.title = title
        self.dimension = dimension
        self.points = points
    }

    public var description: String {
        let facts = points.map { point in
            let value = point.value.map { Quantity.text($0, dimension) } ?? (point.hasFailed ? "fails" : "no value")
            return "\(point.version): \(value)" + (point.change.map { ", changed by \($0)" } ?? "")
        }
        return "The value on each version. " + facts.joined(separator: "; ") + "."
    }

    // MARK: - Layout, in pixels

    private static let left = 64.0, top = 98.0, height = 190.0
    private static let narrowestStep = 18.0
    private var bottom: Double { Self.top + Self.height }
    private var step: Double {
        max((Double(ChartCanvas.width) - Self.left - ChartCanvas.margin) / Double(points.count), Self.narrowestStep)
    }
    private var right: Double { Self.left + step * Double(points.count) }
    /// Of the versions' names, which stand upright.
    private var labelHeight: Double {
        points.map { ChartCanvas.width(of: $0.version, size: ChartCanvas.smallSize) }.max() ?? 0
    }

    public var size: ChartSize {
        ChartSize(width: Int(right + ChartCanvas.margin), height: Int(bottom + min(labelHeight, 120) + 24))
    }

    /// Roomier than the values: the signs of changes stand above and below them.
    private var scale: AxisScale {
        let values = points.flatMap { [$0.value, $0.level] }.compactMap { $0 }
        let ends = (values.min() ?? 0, values.max() ?? 1)
        let room = max((ends.1 - ends.0) * 0.2, abs(ends.1) * 0.01)
        return AxisScale(around: [max(ends.0 - room, ends.0 / 2), ends.1 + room], dimension: dimension)
    }

    private func x(_ index: Int) -> Double { Self.left + step * (Double(index) + 0.5) }

    private func y(_ value: Double, _ scale: AxisScale) -> Double {
        bottom - scale.position(of: value / scale.factor) * Self.height
    }

    public var hotspots: [ChartHotspot] {
        let scale = scale
        return points.enumerated().compactMap { index, point in
            point.value.map { value in
                ChartHotspot(
                    x: x(index), y: y(value, scale),
                    text: "\(Quantity.text(value, dimension)) · \(point.version)"
                        + (point.change.map { " · \($0)" } ?? ""))
            }
        }
    }

    // MARK: - Drawing

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        let scale = scale
        canvas.begin(
            &script, title: title,
            explanation: "A dot is a version's value, a line the level of versions\nwithout a change between them.")
        canvas.setPlot(left: Self.left, top: Self.top, right: right, bottom: bottom, &script)
        script.add("set xrange [0:\(points.count)] noextend")
        script.add("unset xtics")
        script.add(scale.commands(axis: "y"))
        for tick in scale.ticks {
            canvas.add(
                tick.label, x: Self.left - 6, y: y(tick.value * scale.factor, scale), size: ChartCanvas.smallSize,
                alignment: .right, ink: .muted, to: &script)
        }
        canvas.add(
            scale.unit, x: Self.left - 6, y: Self.top - 14, size: ChartCanvas.smallSize, alignment: .right, ink: .muted,
            to: &script)
        for (index, point) in points.enumerated() { annotate(index, point, scale, on: canvas, &script) }
        let dots: [(colour: String, rows: [[Double]])] = [
            (ChartStanding.neutral.colour, dots(scale) { $0.change == nil }),
            (ChartStanding.failed.colour, dots(scale) { $0.change != nil && $0.isBetter != true }),
            (ChartStanding.passed.colour, dots(scale) { $0.change != nil && $0.isBetter == true }),
        ].filter { !$0.rows.isEmpty }
        let plots =
            [
                ChartColour.gridPlot,
                "'-' using 1:2:3:4 with vectors nohead linewidth 2 linecolor rgb '#\(ChartStanding.reference.colour)'",
            ] + dots.map { "'-' using 1:2 with points pointtype 7 pointsize 0.7 linecolor rgb '#\($0.colour)'" }
        script.add("plot " + plots.joined(separator: ", \\\n     "))
        script.add(rows: scale.ticks.map { [0, $0.value, Double(points.count), 0] })
        script.add(rows: levels(scale))
        for dot in dots { script.add(rows: dot.rows) }
    }

    private func dots(_ scale: AxisScale, where isMeant: (Point) -> Bool) -> [[Double]] {
        points.enumerated().compactMap { index, point in
            guard isMeant(point), let value = point.value else { return nil }
            return [Double(index) + 0.5, value / scale.factor]
        }
    }

    /// A piece for each version, so that one that failed leaves a gap.
    private func levels(_ scale: AxisScale) -> [[Double]] {
        points.enumerated().compactMap { index, point in
            guard let level = point.level, !point.hasFailed else { return nil }
            return [Double(index), level / scale.factor, 1, 0]
        }
    }

    private func annotate(
        _ index: Int, _ point: Point, _ scale: AxisScale, on canvas: ChartCanvas, _ script: inout GnuplotScript
    ) {
        canvas.add(
            ChartCanvas.fitted(point.version, size: ChartCanvas.smallSize, width: 116), x: x(index), y: bottom + 8,
            size: ChartCanvas.smallSize, alignment: .right, ink: point.change == nil ? .muted : .text, isUpright: true,
            to: &script)
        if point.hasFailed {
            canvas.add(
                "fails", x: x(index), y: bottom - 6, size: 11, alignment: .left, ink: .muted, isUpright: true,
                to: &script)
        }
        guard let change = point.change, let value = point.value else { return }
        // On the side of the dot that is away from the level before it.
        let before = points[..<index].last { $0.level != nil }?.level
        let isAbove = value >= before ?? value
        canvas.add(
            change, x: x(index), y: y(value, scale) + (isAbove ? -14 : 14), size: ChartCanvas.smallSize, isBold: true,
            alignment: .center, to: &script)
    }
}
