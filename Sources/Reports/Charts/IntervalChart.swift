import Foundation

/// Estimates with their intervals, a row per subject, in panels side by side that share a scale of shares or times.
public struct IntervalChart: Chart, Equatable {
    /// In the chart's unit.
    public struct Value: Sendable, Equatable {
        public var estimate: Double
        public var low: Double
        public var high: Double

        public init(estimate: Double, low: Double, high: Double) {
            self.estimate = estimate
            self.low = low
            self.high = high
        }
    }

    public struct Row: Sendable, Equatable {
        public var name: String
        /// Drawn in the colour that stands out.
        public var isOurs: Bool
        /// One per panel; nil where there is none.
        public var values: [Value?]

        public init(name: String, isOurs: Bool, values: [Value?]) {
            self.name = name
            self.isOurs = isOurs
            self.values = values
        }
    }

    public struct Panel: Sendable, Equatable {
        public var title: String
        /// Ends of its axis.
        public var low: Double
        public var high: Double

        public init(title: String, low: Double, high: Double) {
            self.title = title
            self.low = low
            self.high = high
        }
    }

    public let title: String
    /// One or two lines on how to read the signs.
    public let explanation: String
    public let unit: String
    public let panels: [Panel]
    public let rows: [Row]

    /// Nil without rows, unless there are one or two panels with ascending ends, and unless every row has a value or nil
    /// for each of them, all finite.
    public init?(title: String, explanation: String, unit: String, panels: [Panel], rows: [Row]) {
        let values = rows.flatMap { $0.values.compactMap { $0 } }
        guard !rows.isEmpty, (1...2).contains(panels.count), panels.allSatisfy({ $0.low < $0.high }),
            rows.allSatisfy({ $0.values.count == panels.count }),
            values.allSatisfy({ $0.estimate.isFinite && $0.low.isFinite && $0.high.isFinite })
        else { return nil }
        self.title = title
        self.explanation = explanation
        self.unit = unit
        self.panels = panels
        self.rows = rows
    }

    public var description: String {
        let facts = rows.map { row in
            let values = zip(panels, row.values).map { panel, value in
                "\(panel.title) " + (value.map { "\(text($0.estimate)) \(unit)" } ?? "not measured")
            }
            return "\(row.name): \(values.joined(separator: ", "))"
        }
        return explanation.replacing("\n", with: " ") + " " + facts.joined(separator: "; ") + "."
    }

    public var size: ChartSize { ChartSize(width: ChartCanvas.width, height: Int(top + height + 30)) }

    private static let rowHeight = 42.0
    private var top: Double { 100 }
    private var height: Double { Self.rowHeight * Double(rows.count) }
    /// Those of a verdict would say that whoever is not ours fails.
    private static let ourColour = ChartColour.dot, otherColour = ChartColour.muted

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        script.add("set multiplot")
        canvas.begin(&script, title: title, explanation: explanation)
        for (index, row) in rows.enumerated() {
            canvas.add(
                ChartCanvas.fitted(row.name, size: ChartCanvas.smallSize, width: ChartCanvas.textWidth),
                x: ChartCanvas.margin, y: top + Self.rowHeight * Double(index) + 10, size: ChartCanvas.smallSize,
                isBold: row.isOurs, to: &script)
        }
        let gap = 24.0
        let width = (ChartCanvas.textWidth - gap * Double(panels.count - 1)) / Double(panels.count)
        for (index, panel) in panels.enumerated() {
            let left = ChartCanvas.margin + (width + gap) * Double(index)
            draw(panel, rows.map { $0.values[index] }, from: left, to: left + width, on: canvas, &script)
            // Labels of the first plot would be drawn again, darker, by the second.
            script.add("unset label; unset arrow")
        }
        script.add("unset multiplot")
    }

    private func draw(
        _ panel: Panel, _ values: [Value?], from left: Double, to right: Double, on canvas: ChartCanvas,
        _ script: inout GnuplotScript
    ) {
        // The estimate stands in words at the right; the axis leaves it room.
        let plotRight = right - 42
        let margin = (panel.high - panel.low) * 0.02
        var scale = AxisScale(low: panel.low - margin, high: panel.high + margin, unit: unit, factor: 1)
        scale.ticks = AxisScale.linearTicks(panel.low, panel.high, count: 3)
        canvas.setPlot(left: left, top: top, right: plotRight, bottom: top + height, &script)
        script.add(scale.commands(axis: "x"))
        script.add("set yrange [\(GnuplotScript.number(height)):0] noextend")
        script.add("unset ytics")
        canvas.addTicks(of: scale, left: left, right: plotRight, y: top + height + 12, to: &script)
        canvas.add(panel.title, x: left, y: 84, size: ChartCanvas.smallSize, isBold: true, ink: .muted, to: &script)
        var lines: [Bool: [[Double]]] = [:], dots: [Bool: [[Double]]] = [:]
        for (index, value) in values.enumerated() {
            let y = Self.rowHeight * Double(index) + 27
            canvas.add(
                value.map { "\(text($0.estimate)) \(unit)" } ?? "–", x: right, y: top + y, size: ChartCanvas.smallSize,
                alignment: .right, to: &script)
            guard let value else { continue }
            func inside(_ number: Double) -> Double { min(max(number, panel.low), panel.high) }
            lines[rows[index].isOurs, default: []].append(
                [inside(value.low), y, inside(value.high) - inside(value.low), 0])
            dots[rows[index].isOurs, default: []].append([inside(value.estimate), y])
        }
        let kinds = [true, false].filter { dots[$0] != nil }
        let plots = kinds.flatMap { isOurs in
            let colour = "linecolor \((isOurs ? Self.ourColour : Self.otherColour).gnuplot)"
            return [
                "'-' using 1:2:3:4 with vectors nohead linewidth 2.5 \(colour)",
                "'-' using 1:2 with points pointtype 7 pointsize 0.6 \(colour)",
            ]
        }
        script.add("plot " + ([ChartColour.gridPlot] + plots).joined(separator: ", \\\n     "))
        script.add(
            rows: rows.indices.flatMap { index in
                scale.ticks.map { [$0.value, Self.rowHeight * Double(index) + 18, 0, 18] }
            })
        for isOurs in kinds {
            script.add(rows: lines[isOurs] ?? [])
            script.add(rows: dots[isOurs] ?? [])
        }
    }

    /// One decimal, none where it says nothing.
    private func text(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return String(format: rounded == rounded.rounded() ? "%.0f" : "%.1f", rounded)
    }
}
