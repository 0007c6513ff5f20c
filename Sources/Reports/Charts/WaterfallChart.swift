import Foundation
import Records

/// How parts add up to a change: a bar for each, which begins where the one before it ends, and one for the whole below.
public struct WaterfallChart: Chart, Equatable {
    public struct Step: Sendable, Equatable {
        public var name: String
        /// As a share of what the whole is a change of: 0.24 is +24 %.
        public var change: Double
        /// Of its interval; nil where there is none.
        public var low: Double?
        public var high: Double?
        /// Whether the change is beyond chance; the others are pale.
        public var isCertain: Bool

        public init(name: String, change: Double, low: Double? = nil, high: Double? = nil, isCertain: Bool) {
            self.name = name
            self.change = change
            self.low = low
            self.high = high
            self.isCertain = isCertain
        }
    }

    public let title: String
    public let steps: [Step]
    /// What the steps add up to.
    public let whole: Step

    /// Nil without steps, and where a change is no number.
    public init?(title: String, steps: [Step], whole: Step) {
        let numbers = (steps + [whole]).flatMap { [$0.change, $0.low, $0.high] }.compactMap { $0 }
        guard !steps.isEmpty, numbers.allSatisfy(\.isFinite) else { return nil }
        self.title = title
        self.steps = steps
        self.whole = whole
    }

    public var description: String {
        let parts = steps.map { "\($0.name) \(Quantity.relativeChange($0.change))" }
        return "\(whole.name) \(Quantity.relativeChange(whole.change)), which is: \(parts.joined(separator: "; "))."
    }

    // MARK: - Layout, in pixels

    private static let rowHeight = 38.0, top = 92.0, valueWidth = 66.0
    private static let left = ChartCanvas.margin
    private static let right = ChartCanvas.right - valueWidth
    private var height: Double { Self.rowHeight * Double(steps.count + 1) }

    public var size: ChartSize { ChartSize(width: ChartCanvas.width, height: Int(Self.top + height + 34)) }

    /// Where each bar begins and ends, in percent, the whole last.
    private var bars: [(step: Step, from: Double, to: Double)] {
        var sum = 0.0
        let parts = steps.map { step in
            defer { sum += step.change * 100 }
            return (step, sum, sum + step.change * 100)
        }
        return parts + [(whole, 0, whole.change * 100)]
    }

    /// From the leftmost end of a bar or of a whisker to the rightmost, and 0.
    private var scale: AxisScale {
        var ends = [0.0]
        for bar in bars {
            ends += [bar.from, bar.to]
            if let (low, high) = whisker(bar) { ends += [low, high] }
        }
        let (low, high) = (ends.min() ?? 0, ends.max() ?? 0)
        let margin = max((high - low) * 0.02, 0.05)
        return AxisScale(low: low - margin, high: high + margin, unit: "%", factor: 1, tickCount: 4)
    }

    /// Nil where there is no interval; never longer than twice the whole picture without it.
    private func whisker(_ bar: (step: Step, from: Double, to: Double)) -> (Double, Double)? {
        guard let low = bar.step.low, let high = bar.step.high else { return nil }
        let most = (bars.map { max($0.from.magnitude, $0.to.magnitude) }.max() ?? 0) * 2
        return (max(bar.from + low * 100, -most), min(bar.from + high * 100, most))
    }

    public var hotspots: [ChartHotspot] {
        let scale = scale
        return bars.enumerated().map { index, bar in
            let middle = scale.position(of: (bar.from + bar.to) / 2)
            let interval =
                bar.step.low.flatMap { low in
                    bar.step.high.map { " (\(Quantity.relativeChange(low)) to \(Quantity.relativeChange($0)))" }
                } ?? ""
            return ChartHotspot(
                x: Self.left + middle * (Self.right - Self.left), y: Self.top + y(index),
                text: "\(bar.step.name): \(Quantity.relativeChange(bar.step.change))\(interval)")
        }
    }

    private func y(_ index: Int) -> Double { Self.rowHeight * Double(index) + 25 }

    // MARK: - Drawing

    public func draw(into script: inout GnuplotScript) {
        let canvas = ChartCanvas(size: size)
        let (scale, bars) = (scale, bars)
        canvas.begin(
            &script, title: title,
            explanation: "Each bar begins where the one above ends; together they\nare the last. Pale: may be chance. "
                + "Lines: intervals.")
        canvas.setPlot(left: Self.left, top: Self.top, right: Self.right, bottom: Self.top + height, &script)
        script.add(scale.commands(axis: "x"))
        script.add("set yrange [\(GnuplotScript.number(height)):0] noextend")
        script.add("unset ytics")
        canvas.addTicks(of: scale, left: Self.left, right: Self.right, y: Self.top + height + 12, to: &script)
        canvas.add(
            "%", x: ChartCanvas.right, y: Self.top + height + 12, size: ChartCanvas.smallSize, alignment: .right,
            ink: .muted, to: &script)
        for (index, bar) in bars.enumerated() { annotate(index, bar.step, on: canvas, &script) }
        let plots = bars.map { bar in
            "'-' using 1:2:3:4:5:6 with boxxyerror fillstyle solid \(bar.step.isCertain ? "1" : "0.4") noborder linecolor "
                + "rgb '#\(colour(bar.step))'"
        }
        let whiskers = "'-' using 1:2:3:4 with vectors nohead linewidth 1.5 linecolor \(ChartColour.muted.gnuplot)"
        script.add("plot " + ([ChartColour.gridPlot] + plots + [whiskers]).joined(separator: ", \\\n     "))
        script.add(
            rows: bars.indices.flatMap { index in scale.ticks.map { [$0.value, y(index) - 9, 0, 18] } })
        for (index, bar) in bars.enumerated() {
            let ends = [bar.from, bar.to].sorted()
            script.add(rows: [[(ends[0] + ends[1]) / 2, y(index), ends[0], ends[1], y(index) - 7, y(index) + 7]])
        }
        script.add(
            rows: bars.enumerated().compactMap { index, bar in
                whisker(bar).map { [$0.0, y(index), $0.1 - $0.0, 0] }
            })
    }

    private func annotate(_ index: Int, _ step: Step, on canvas: ChartCanvas, _ script: inout GnuplotScript) {
        let isWhole = index == steps.count
        canvas.add(
            ChartCanvas.fitted(step.name, size: ChartCanvas.smallSize, width: ChartCanvas.textWidth), x: Self.left,
            y: Self.top + y(index) - 17, size: ChartCanvas.smallSize, isBold: isWhole,
            ink: step.isCertain ? .text : .muted, to: &script)
        canvas.add(
            Quantity.relativeChange(step.change), x: ChartCanvas.right, y: Self.top + y(index),
            size: ChartCanvas.smallSize, isBold: isWhole, alignment: .right, to: &script)
    }

    /// A change of latency: more is worse.
    private func colour(_ step: Step) -> String {
        (step == whole ? ChartStanding.reference : step.change > 0 ? .failed : .passed).colour
    }
}
