import Foundation
import Records
import Trends

/// Where levels changed: a shade over the place's interval, a line at the likeliest place, and the change in words above the
/// plot, in lanes, so that labels never cover each other.
struct TrendChangeLabels {
    let series: TrendSeries
    let time: TimeAxis
    let left: Double
    let right: Double

    private static let laneCount = 2
    private static let laneHeight = 15.0

    func draw(on canvas: ChartCanvas, top: Double, bottom: Double, _ script: inout GnuplotScript) {
        var ends = [Double](repeating: -.infinity, count: Self.laneCount)
        for change in series.changes where series.points.indices.contains(change.position) {
            shade(change, on: canvas, top: top, bottom: bottom, &script)
            let text = TrendText.word(of: change) + " " + TrendText.size(of: change, series.measure)
            let width = ChartCanvas.width(of: text, size: ChartCanvas.smallSize)
            let centre = min(max(x(at: change.position), left + width / 2), right - width / 2)
            guard let lane = ends.firstIndex(where: { $0 + 6 <= centre - width / 2 }) else { continue }
            ends[lane] = centre + width / 2
            canvas.add(
                text, x: centre, y: top - 9 - Self.laneHeight * Double(lane), size: ChartCanvas.smallSize, isBold: true,
                alignment: .center, to: &script)
        }
    }

    private func shade(
        _ change: TrendChange, on canvas: ChartCanvas, top: Double, bottom: Double, _ script: inout GnuplotScript
    ) {
        // The first point of the new level lies from `earliest` to `latest`: the change came after the point before.
        let from = x(at: max(change.earliest - 1, 0)), to = x(at: min(change.latest, series.points.count - 1))
        let middle = (from + to) / 2, half = max((to - from) / 2, 2)
        let colour = TrendText.colour(of: change)
        script.add(
            "set object rectangle from \(canvas.point(middle - half, top)) to \(canvas.point(middle + half, bottom)) "
                + "behind fillcolor rgb '#\(colour)' fillstyle transparent solid 0.3 noborder")
        let line = x(at: change.position)
        script.add(
            "set arrow from \(canvas.point(line, top)) to \(canvas.point(line, bottom)) nohead back linewidth 1.5 "
                + "dashtype 2 linecolor rgb '#\(colour)'")
    }

    private func x(at position: Int) -> Double {
        left + time.position(of: time.value(of: series.points[position].startedAt)) * (right - left)
    }
}
