import Records

/// Model size and peak memory of one model's variants, bars side by side.
public struct FootprintChart: Chart, Equatable {
    public struct Row: Sendable, Equatable {
        public var name: String
        public var standing: ChartStanding
        public var modelBytes: Double?
        public var peakMemoryBytes: Double?

        public init(name: String, standing: ChartStanding, modelBytes: Double?, peakMemoryBytes: Double?) {
            self.name = name
            self.standing = standing
            self.modelBytes = modelBytes
            self.peakMemoryBytes = peakMemoryBytes
        }
    }

    public var model: String
    public var rows: [Row]

    /// Rows without any value are left out; nil when none is left.
    public init?(model: String, rows: [Row]) {
        self.model = model
        self.rows = rows.filter { $0.modelBytes != nil || $0.peakMemoryBytes != nil }
        if self.rows.isEmpty { return nil }
    }

    public var title: String { "\(model): size and memory" }

    public var description: String {
        let facts = rows.map { row in
            let size = row.modelBytes.map { "model " + Quantity.text($0, .bytes) }
            let memory = row.peakMemoryBytes.map { "peak memory " + Quantity.text($0, .bytes) }
            return "\(row.name): \([size, memory].compactMap { $0 }.joined(separator: ", "))"
        }
        return "Model size and peak memory of each variant. " + facts.joined(separator: "; ") + "."
    }

    public var size: ChartSize { ChartSize(width: ChartCanvas.width, height: Int(layout.bottom + 36)) }

    private var layout: ChartRows { ChartRows(rows.map { ChartRows.label($0.name, $0.standing) }, top: 84, height: 34) }

    /// One of the two plots: its place and its values.
    private struct Panel {
        var title: String
        var left: Double
        var right: Double
        var values: [Double?]
    }

    private var panels: [Panel] {
        [
            Panel(title: "model file", left: 16, right: 200, values: rows.map(\.modelBytes)),
            Panel(title: "peak memory", left: 220, right: 404, values: rows.map(\.peakMemoryBytes)),
        ]
    }

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        script.add("set multiplot")
        canvas.begin(
            &script, title: title, explanation: "Shorter is better. Memory: above an idle worker's.")
        for index in rows.indices { layout.annotate(index, on: canvas, &script) }
        for panel in panels {
            draw(panel, on: canvas, &script)
            // Labels and lines of the first plot would be drawn again, darker, by the second.
            script.add("unset label; unset arrow")
        }
        script.add("unset multiplot")
    }

    private func draw(_ panel: Panel, on canvas: ChartCanvas, _ script: inout GnuplotScript) {
        let known = panel.values.compactMap { $0 }.filter { $0.isFinite && $0 >= 0 }
        let largest = max(known.max() ?? 1, 1)
        let unit = Quantity.unit(for: largest, .bytes)
        // The value stands at the bar's end: the longest bar leaves it room.
        let room = 1.6
        var scale = AxisScale(low: 0, high: largest / unit.factor * room, unit: unit.symbol, factor: unit.factor)
        scale.ticks = AxisScale.linearTicks(0, largest / unit.factor, count: 3)
        let layout = layout, top = layout.top, height = layout.bottom - layout.top
        canvas.setPlot(left: panel.left, top: top, right: panel.right, bottom: top + height, &script)
        script.add(scale.commands(axis: "x"))
        script.add("set yrange [\(GnuplotScript.number(height)):0] noextend")
        script.add("unset ytics")
        canvas.addTicks(of: scale, left: panel.left, right: panel.right, y: top + height + 12, to: &script)
        canvas.add(
            panel.title, x: panel.left, y: 68, size: ChartCanvas.smallSize, isBold: true, ink: .muted, to: &script)
        canvas.add(
            scale.unit, x: panel.right, y: top + height + 12, size: ChartCanvas.smallSize, alignment: .right,
            ink: .muted, to: &script)
        var bars: [[Double]] = []
        for (index, value) in panel.values.enumerated() {
            let y = layout.plot(index) - top + 8
            let share = (value ?? 0) / largest / room
            canvas.add(
                value.map { Quantity.text($0, .bytes) } ?? "not measured",
                x: panel.left + (panel.right - panel.left) * share + 6, y: top + y, size: ChartCanvas.smallSize,
                to: &script)
            let end = (value ?? 0) / unit.factor
            bars.append([end / 2, y, 0, end, y - 8, y + 8])
        }
        // A bar has the colour of its variant, as in every chart.
        let plots = rows.map {
            "'-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid 1 noborder linecolor rgb '#\($0.standing.colour)'"
        }
        script.add("plot " + ([ChartColour.gridPlot] + plots).joined(separator: ", \\\n     "))
        script.add(
            rows: rows.indices.flatMap { index in
                scale.ticks.map { [$0.value, layout.plot(index) - top - 3, 0, 22] }
            })
        for bar in bars { script.add(rows: [bar]) }
    }
}
