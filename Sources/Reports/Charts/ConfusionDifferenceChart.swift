import Gating

/// Which class a cell predicts more or less often than what it is held against, for each label: a square whose area counts samples.
public struct ConfusionDifferenceChart: Chart, Equatable {
    public var cell: String
    /// "reference" or "baseline".
    public var role: String
    public var difference: ConfusionDifference

    /// Nil where no class that would be shown differs.
    public init?(cell: String, role: String, difference: ConfusionDifference?) {
        guard let difference, !difference.entries.isEmpty else { return nil }
        self.cell = cell
        self.role = role
        self.difference = difference
    }

    public var title: String { "\(cell): confusions against the \(role)" }

    public var description: String {
        let facts = difference.entries.sorted { (-abs($0.count), $0.label) < (-abs($1.count), $1.label) }
            .prefix(Self.toldEntries).map(words)
        return "Labels in rows, predictions in columns: how many samples more or fewer than the \(role)'s. "
            + facts.joined(separator: "; ") + "."
    }

    private static let toldEntries = 12

    public var size: ChartSize { ChartSize(width: ChartCanvas.width, height: Int(top + side + 24)) }

    public var hotspots: [ChartHotspot] {
        difference.entries.map { entry in
            let (x, y) = middle(entry)
            return ChartHotspot(x: x, y: y, text: words(entry))
        }
    }

    /// "-15 cat predicted as cat"
    private func words(_ entry: ConfusionDifference.Entry) -> String {
        "\(entry.count > 0 ? "+" : "")\(entry.count) \(difference.classes[entry.label]) predicted as "
            + difference.classes[entry.prediction]
    }

    // MARK: - Places

    private static let left = 116.0
    private static let namesHeight = 96.0
    private static let largestCell = 40.0
    private var top: Double { 70 + Self.namesHeight }
    private var cellSide: Double {
        min((ChartCanvas.right - Self.left) / Double(difference.classes.count), Self.largestCell)
    }
    private var side: Double { cellSide * Double(difference.classes.count) }

    private func middle(_ entry: ConfusionDifference.Entry) -> (x: Double, y: Double) {
        (
            Self.left + (Double(entry.prediction) + 0.5) * cellSide, top + (Double(entry.label) + 0.5) * cellSide
        )
    }

    // MARK: - Drawing

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        let more = difference.leftOut > 0 ? " \(difference.leftOut) more classes differ." : ""
        canvas.begin(
            &script, title: title,
            explanation: "Rows: labels; columns: predictions; area: samples.\nOrange: more errors; green: fewer.\(more)"
        )
        for (index, name) in difference.classes.enumerated() {
            let place = (Double(index) + 0.5) * cellSide
            canvas.add(
                ChartCanvas.fitted(
                    name, size: ChartCanvas.smallSize, width: Self.left - ChartCanvas.margin - 8),
                x: Self.left - 8, y: top + place, size: ChartCanvas.smallSize, alignment: .right, to: &script)
            canvas.add(
                ChartCanvas.fitted(name, size: ChartCanvas.smallSize, width: Self.namesHeight - 8),
                x: Self.left + place, y: top - 8, size: ChartCanvas.smallSize, isUpright: true, to: &script)
        }
        let largest = difference.entries.map { Double(abs($0.count)) }.max() ?? 1
        for entry in difference.entries {
            let (x, y) = middle(entry)
            let half = (Double(abs(entry.count)) / largest).squareRoot() * cellSide * 0.45
            let colour = (entry.isWorse ? ChartStanding.failed : .passed).colour
            script.add(
                "set object rectangle from \(canvas.point(x - half, y + half)) to \(canvas.point(x + half, y - half)) front "
                    + "fillcolor rgb '#\(colour)' fillstyle solid 1 noborder")
        }
        canvas.setPlot(left: Self.left, top: top, right: Self.left + side, bottom: top + side, &script)
        let count = Double(difference.classes.count)
        script.add("unset xtics; unset ytics")
        script.add("set xrange [0:\(GnuplotScript.number(count))] noextend")
        script.add("set yrange [\(GnuplotScript.number(count)):0] noextend")
        script.add("plot \(ChartColour.gridPlot)")
        script.add(
            rows: (0...difference.classes.count).flatMap { [[Double($0), 0, 0, count], [0, Double($0), count, 0]] })
    }
}
