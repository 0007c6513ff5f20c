import Diagnostics
import Foundation
import Records
import Trends

/// One metric of one cell over time: runs as dots, levels with the band of single runs, where levels changed, and what is known
/// to have changed then.
public struct TrendChart: Chart, Equatable {
    public var series: TrendSeries
    public var marks: [TrendMark]
    /// Pages of runs, by id.
    public var runPages: [String: String] = [:]

    /// Points whose values are not numbers are not drawn; nil when none is left. Marks outside the points' time are left out.
    public init?(_ series: TrendSeries, marks: [TrendMark] = []) {
        guard series.points.contains(where: { $0.value.isFinite }) else { return nil }
        self.series = series
        let dates = series.points.map(\.startedAt)
        let first = dates.min() ?? .distantPast, last = dates.max() ?? .distantFuture
        self.marks = marks.filter { $0.date >= first && $0.date <= last }.sorted { $0.date < $1.date }
    }

    public var title: String { "\(TrendText.cell(series)): \(series.measure.title)" }

    public var description: String { TrendText.description(of: series, marks: marks) }

    public var size: ChartSize {
        ChartSize(width: ChartCanvas.width, height: Int(bottom + 46 + Self.lineHeight * Double(legend.count)))
    }

    /// Room for the labels of changes where there are any.
    private var top: Double { series.changes.isEmpty ? 84 : 106 }
    private var bottom: Double { top + Self.plotHeight }

    static let left = 56.0, right = 404.0, plotHeight = 176.0
    private static let lineHeight = 17.0
    private static let pointLimit = 1_500
    private static let legendLimit = 8

    /// Signs below the axis, each with its line in the legend.
    struct Sign: Equatable {
        var date: Date
        var letter: String
        var text: String
        var isMark: Bool
    }

    /// Events of one place share a sign.
    var signs: [Sign] {
        var found: [Sign] = []
        for position in Set(series.events.map(\.position)).sorted() where series.points.indices.contains(position) {
            let texts = series.events.filter { $0.position == position }.map(\.text)
            found.append(
                Sign(
                    date: series.points[position].startedAt, letter: "", text: texts.joined(separator: "; "),
                    isMark: false))
        }
        found += marks.map { Sign(date: $0.date, letter: "", text: $0.text, isMark: true) }
        let ordered = found.enumerated().sorted { ($0.element.date, $0.offset) < ($1.element.date, $1.offset) }
        return ordered.enumerated().map { index, item in
            var sign = item.element
            sign.letter = Self.letter(index)
            return sign
        }
    }

    /// The last signs when there are too many for the lines below the chart; a long one goes on below its first line.
    private var legend: [(letter: String, text: String)] {
        let all = signs.map { (letter: $0.letter, text: "\(moment($0)): \($0.text)") }
        let shown =
            all.count <= Self.legendLimit
            ? all
            : [(letter: "", text: "\(all.count - Self.legendLimit + 1) earlier signs: see the list")]
                + all.suffix(Self.legendLimit - 1)
        return shown.flatMap { entry in
            ChartCanvas.lines(entry.text, size: ChartCanvas.smallSize, width: ChartCanvas.textWidth - 16)
                .enumerated().map { (letter: $0.offset == 0 ? entry.letter : "", text: $0.element) }
        }
    }

    private func moment(_ sign: Sign) -> String {
        guard series.stated != nil, let place = series.points.firstIndex(where: { $0.startedAt == sign.date }) else {
            return TimeAxis.text(sign.date)
        }
        return TrendText.moment(place, of: series)
    }

    private static func letter(_ index: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index % 26)))
        return index < 26 ? letter : letter + "\(index / 26)"
    }

    // MARK: - Pointing at it

    private var time: TimeAxis {
        let dates = series.points.map(\.startedAt)
        return TimeAxis(from: dates.min() ?? .now, to: dates.max() ?? .now, isCount: series.countsTime)
    }

    private func place(_ date: Date, _ value: Double, _ time: TimeAxis, _ values: TrendValueAxis) -> (Double, Double) {
        (
            Self.left + time.position(of: time.value(of: date)) * (Self.right - Self.left),
            bottom - values.scale.position(of: values.inside(value)) * (bottom - top)
        )
    }

    /// Each point with its value, its moment and its commit.
    public var hotspots: [ChartHotspot] {
        let time = time, values = TrendValueAxis(series)
        let shown = series.points.indices.filter { series.points[$0].value.isFinite }
        return Self.thinned(Array(shown), to: Self.pointLimit).map { index in
            let point = series.points[index], facts = point.facts
            let (x, y) = place(point.startedAt, point.value, time, values)
            let moment = series.stated == nil ? ReportTime.minute(point.startedAt) : TrendText.moment(index, of: series)
            let commit = facts.gitCommit.flatMap {
                $0.isEmpty ? nil : "commit \($0.prefix(10))\(facts.gitIsDirty == true ? " (modified)" : "")"
            }
            let words = [Quantity.text(point.value, series.measure.dimension), moment, commit]
            return ChartHotspot(
                x: x, y: y, text: PrintableText.clean(words.compactMap { $0 }.joined(separator: " · ")),
                link: runPages[facts.run])
        }
    }

    public var frame: ChartFrame? {
        let time = time, scale = TrendValueAxis(series).scale, values = TrendValueAxis(series)
        let day = 86_400.0, start = time.origin.timeIntervalSince1970
        let unit = series.countsTime ? day : 1
        func end(_ days: Double) -> Double { (start + days * day) / unit }
        let lines = series.levels.compactMap { level -> ChartFrame.Line? in
            guard level.value.isFinite, let (from, to) = ends(of: level, time) else { return nil }
            func y(_ value: Double) -> Double { bottom - scale.position(of: values.inside(value)) * (bottom - top) }
            func x(_ days: Double) -> Double { Self.left + time.position(of: days) * (Self.right - Self.left) }
            return ChartFrame.Line(
                x1: x(from), y1: y(level.line?.first ?? level.value), x2: x(to), y2: y(level.line?.last ?? level.value))
        }
        return ChartFrame(
            left: Self.left, top: top, right: Self.right, bottom: bottom, from: end(time.low), to: end(time.high),
            isCount: series.countsTime, low: scale.low, high: scale.high, isLogarithmic: scale.isLogarithmic,
            unit: scale.unit, lines: lines)
    }

    // MARK: - Drawing

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        let time = time
        let values = TrendValueAxis(series)
        canvas.begin(&script, title: title, explanation: explanation(values))
        canvas.setPlot(left: Self.left, top: top, right: Self.right, bottom: bottom, &script)
        script.add("unset logscale x; unset xtics")
        script.add("set xrange [\(GnuplotScript.number(time.low)):\(GnuplotScript.number(time.high))] noextend")
        script.add(values.scale.commands(axis: "y"))
        label(time, values.scale, on: canvas, &script)
        drawLevels(time, values, &script)
        TrendChangeLabels(series: series, time: time, left: Self.left, right: Self.right)
            .draw(on: canvas, top: top, bottom: bottom, &script)
        drawSigns(time, on: canvas, &script)
        plot(time, values, &script)
    }

    private func explanation(_ values: TrendValueAxis) -> String {
        let second = [
            series.changes.isEmpty ? nil : "Shaded: where a level changed.",
            series.points.contains { $0.value.isFinite && !values.isInside($0.value) }
                ? "Triangles: beyond the axis." : nil,
        ].compactMap { $0 }.joined(separator: " ")
        let point = TrendText.point(of: series)
        let lines =
            series.wanders
            ? " Values wander: no level holds."
            : series.levels.isEmpty
                ? ""
                : series.drifts.isEmpty
                    ? " Lines: levels; band: 95 % of single \(point)s." : " Lines: where values drift along."
        return "Each dot is a \(point)." + lines
            + (second.isEmpty ? "" : "\n" + second)
    }

    private func label(_ time: TimeAxis, _ scale: AxisScale, on canvas: ChartCanvas, _ script: inout GnuplotScript) {
        for tick in time.ticks {
            let x = Self.left + time.position(of: tick.value) * (Self.right - Self.left)
            let half = ChartCanvas.width(of: tick.label, size: ChartCanvas.smallSize) / 2
            canvas.add(
                tick.label, x: min(max(x, half + 4), Double(ChartCanvas.width) - half - 4), y: bottom + 28,
                size: ChartCanvas.smallSize, alignment: .center, ink: .muted, to: &script)
        }
        for tick in scale.ticks {
            canvas.add(
                tick.label, x: Self.left - 8,
                y: bottom - scale.position(of: tick.value) * (bottom - top),
                size: ChartCanvas.smallSize, alignment: .right, ink: .muted, to: &script)
        }
        let unit = scale.unit + (scale.isLogarithmic ? ", log scale" : "")
        canvas.add(
            unit, x: Self.left - 8, y: top - 16, size: ChartCanvas.smallSize,
            alignment: scale.isLogarithmic ? .left : .right, ink: .muted, to: &script)
    }

    /// Bands as rectangles behind everything, in a colour that works on light and dark.
    private func drawLevels(_ time: TimeAxis, _ values: TrendValueAxis, _ script: inout GnuplotScript) {
        for level in series.levels
        where level.line == nil && level.low.isFinite && level.high.isFinite && level.high > level.low {
            guard let (from, to) = ends(of: level, time) else { continue }
            let low = GnuplotScript.number(values.inside(level.low)),
                high = GnuplotScript.number(values.inside(level.high))
            script.add(
                "set object rectangle from first \(GnuplotScript.number(from)), first \(low) to first "
                    + "\(GnuplotScript.number(to)), first \(high) back fillcolor rgb '#56B4E9' fillstyle transparent solid 0.25 noborder"
            )
        }
    }

    /// A level reaches half-way to its neighbours, so that one point is seen too.
    private func ends(of level: TrendLevel, _ time: TimeAxis) -> (Double, Double)? {
        let range = level.range.clamped(to: series.points.indices)
        guard let first = range.first, let last = range.last else { return nil }
        let width = (time.high - time.low) / 300
        let from = time.value(of: series.points[first].startedAt) - width
        return (from, max(time.value(of: series.points[last].startedAt) + width, from + width))
    }

    private func drawSigns(_ time: TimeAxis, on canvas: ChartCanvas, _ script: inout GnuplotScript) {
        var nextFree = 0.0
        for sign in signs {
            let x = Self.left + time.position(of: time.value(of: sign.date)) * (Self.right - Self.left)
            canvas.line(
                from: (x, sign.isMark ? top : bottom), to: (x, bottom + 6), width: 1,
                ink: .muted, layer: sign.isMark ? "back" : "front", to: &script)
            let place = max(x, nextFree)
            nextFree = place + ChartCanvas.width(of: sign.letter, size: ChartCanvas.smallSize) + 3
            guard place <= Self.right + 6 else { continue }
            canvas.add(
                sign.letter, x: place, y: bottom + 12, size: ChartCanvas.smallSize, isBold: true,
                alignment: .center, to: &script)
        }
        for (index, line) in legend.enumerated() {
            let y = bottom + 52 + Self.lineHeight * Double(index)
            canvas.add(
                line.letter, x: ChartCanvas.margin, y: y, size: ChartCanvas.smallSize, isBold: true, to: &script)
            canvas.add(
                line.text, x: ChartCanvas.margin + 16, y: y, size: ChartCanvas.smallSize, ink: .muted, to: &script)
        }
    }

    private func plot(_ time: TimeAxis, _ values: TrendValueAxis, _ script: inout GnuplotScript) {
        let drawn = series.points.filter { $0.value.isFinite }
        let inside = Self.thinned(drawn.filter { values.isInside($0.value) }, to: Self.pointLimit)
            .map { [time.value(of: $0.startedAt), values.scaled($0.value)] }
        let above = drawn.filter { values.scaled($0.value) > values.scale.high }
            .map { [time.value(of: $0.startedAt), values.nearTop] }
        let below = drawn.filter { values.scaled($0.value) < values.scale.low }
            .map { [time.value(of: $0.startedAt), values.nearBottom] }
        let levels: [[Double]] = series.levels.compactMap { level in
            guard level.value.isFinite, let (from, to) = ends(of: level, time) else { return nil }
            let start = values.inside(level.line?.first ?? level.value)
            return [from, start, to - from, values.inside(level.line?.last ?? level.value) - start]
        }
        let layers: [(style: String, rows: [[Double]])] = [
            dots(inside, width: (time.high - time.low) / (Self.right - Self.left)),
            ("using 1:2 with points pointtype 9 pointsize 0.5 linecolor \(ChartColour.muted.gnuplot)", above),
            ("using 1:2 with points pointtype 11 pointsize 0.5 linecolor \(ChartColour.muted.gnuplot)", below),
            (
                "using 1:2:3:4 with vectors nohead linewidth 2.5 linecolor \(ChartColour.text.gnuplot)", levels
            ),
        ].filter { !$0.rows.isEmpty }
        script.add(
            "plot " + ([ChartColour.gridPlot] + layers.map { "'-' " + $0.style }).joined(separator: ", \\\n     "))
        script.add(
            rows: values.scale.ticks.map { [time.low, $0.value, time.high - time.low, 0] }
                + time.ticks.map { [$0.value, values.scale.low, 0, values.scale.high - values.scale.low] })
        for layer in layers { script.add(rows: layer.rows) }
    }

    /// Many are squares that share one path: a file a tenth as large as with a sign for each.
    private func dots(_ points: [[Double]], width pixel: Double) -> (style: String, rows: [[Double]]) {
        guard points.count > 150 else {
            let pointSize = points.count <= 60 ? "0.45" : "0.32"
            return (
                "using 1:2 with points pointtype 7 pointsize \(pointSize) linecolor \(ChartColour.dot.gnuplotTransparent)",
                points
            )
        }
        return (
            "using 1:2:3:4 with vectors nohead linewidth 2 linecolor \(ChartColour.dot.gnuplotTransparent)",
            points.map { [$0[0] - pixel, $0[1], 2 * pixel, 0] }
        )
    }

    /// Every n-th point, at most `limit`.
    static func thinned<Element>(_ elements: [Element], to limit: Int) -> [Element] {
        guard elements.count > limit else { return elements }
        return (0..<limit).map { elements[$0 * elements.count / limit] }
    }
}
