import Foundation
import Records

extension TradeOffChart {
    /// Where circles and labels go, in pixels from the top left.
    struct Layout {
        struct Circle: Equatable {
            var x: Double
            var y: Double
            var radius: Double
        }

        struct Box: Equatable {
            var left: Double
            var top: Double
            var right: Double
            var bottom: Double

            /// Shared area in square pixels.
            func overlap(with other: Box) -> Double {
                max(0, min(right, other.right) - max(left, other.left))
                    * max(0, min(bottom, other.bottom) - max(top, other.top))
            }
        }

        struct Label {
            var text: String
            var box: Box
            var leader: (start: (x: Double, y: Double), end: (x: Double, y: Double))?
        }

        private(set) var circles: [Circle] = []
        private(set) var labels: [Label] = []
        private let bounds: Box
        /// Thin boxes along the Pareto front and the leaders, which labels should not cover.
        private var lines: [Box]

        init(
            points: [Point], latency: AxisScale, quality: AxisScale, line: [[Double]],
            plot: (left: Double, top: Double, right: Double, bottom: Double)
        ) {
            bounds = Box(left: plot.left + 2, top: plot.top, right: plot.right + 12, bottom: plot.bottom)
            let largest = points.map(\.modelBytes).max() ?? 1
            func place(_ x: Double, _ y: Double) -> (x: Double, y: Double) {
                (
                    plot.left + latency.position(of: x) * (plot.right - plot.left),
                    plot.bottom - quality.position(of: y) * (plot.bottom - plot.top)
                )
            }
            let corners = line.map { place($0[0], $0[1]) }
            lines = zip(corners, corners.dropFirst()).map { start, end in
                Box(
                    left: min(start.x, end.x) - 2, top: min(start.y, end.y) - 2, right: max(start.x, end.x) + 2,
                    bottom: max(start.y, end.y) + 2)
            }
            circles = points.map { point in
                let centre = place(point.medianNanoseconds / latency.factor, point.quality / quality.factor)
                return Circle(
                    x: centre.x, y: centre.y,
                    radius: max(5, TradeOffChart.largestRadius * (point.modelBytes / max(largest, 1)).squareRoot()))
            }
            // Points with the fewest free sides first would be best; from left to right is nearly so, and calm.
            for index in circles.indices.sorted(by: { (circles[$0].x, $0) < (circles[$1].x, $1) }) {
                let label = label(for: points[index], at: circles[index])
                labels.append(label)
                if let leader = label.leader { lines += Self.pieces(of: leader) }
            }
        }

        // MARK: - Placing

        private static let textSize = ChartCanvas.smallSize
        private static let lineHeight = 15.0

        private func label(for point: Point, at circle: Circle) -> Label {
            let word = point.standing.word.map { " · \($0)" } ?? ""
            let facts = word + " · " + Quantity.text(point.modelBytes, .bytes)
            let factsWidth = ChartCanvas.width(of: facts, size: Self.textSize)
            let name = ChartCanvas.fitted(point.name, size: Self.textSize, width: 250 - factsWidth)
            let text = name + facts
            let width = ChartCanvas.width(of: text, size: Self.textSize)
            var best: (cost: Double, box: Box, distance: Double)?
            for distance in [4.0, 14, 26, 40, 56, 76] {
                for (place, box) in Self.candidates(width: width, around: circle, distance: distance).enumerated() {
                    var cost = cost(of: box) + distance * 1.2 + Double(place) * 0.1
                    if distance > 4 {
                        for piece in Self.pieces(of: Self.leader(from: circle, to: box)) {
                            cost += labels.reduce(0) { $0 + piece.overlap(with: $1.box) } * 20
                        }
                    }
                    if cost < best?.cost ?? .infinity { best = (cost, box, distance) }
                }
            }
            let box = best?.box ?? Box(left: circle.x, top: circle.y, right: circle.x + width, bottom: circle.y + 15)
            let leader = (best?.distance ?? 0) > 4 ? Self.leader(from: circle, to: box) : nil
            return Label(text: text, box: box, leader: leader)
        }

        /// Right, left, above, below, then the corners.
        private static func candidates(width: Double, around circle: Circle, distance: Double) -> [Box] {
            let gap = circle.radius + distance, diagonal = gap * 0.72
            let centres: [(Double, Double)] = [
                (circle.x + gap + width / 2, circle.y), (circle.x - gap - width / 2, circle.y),
                (circle.x, circle.y - gap - lineHeight / 2), (circle.x, circle.y + gap + lineHeight / 2),
                (circle.x + diagonal + width / 2, circle.y - diagonal - 4),
                (circle.x + diagonal + width / 2, circle.y + diagonal + 4),
                (circle.x - diagonal - width / 2, circle.y - diagonal - 4),
                (circle.x - diagonal - width / 2, circle.y + diagonal + 4),
                (circle.x + width / 3, circle.y - gap - lineHeight / 2),
                (circle.x + width / 3, circle.y + gap + lineHeight / 2),
                (circle.x - width / 3, circle.y - gap - lineHeight / 2),
                (circle.x - width / 3, circle.y + gap + lineHeight / 2),
            ]
            return centres.map { x, y in
                Box(left: x - width / 2, top: y - lineHeight / 2, right: x + width / 2, bottom: y + lineHeight / 2)
            }
        }

        /// What a place costs: leaving the plot is worst, then hiding labels, then hiding circles.
        private func cost(of box: Box) -> Double {
            let area = (box.right - box.left) * (box.bottom - box.top)
            let outside = area - box.overlap(with: bounds)
            let overLabels = labels.reduce(0) { $0 + box.overlap(with: $1.box) }
            let overCircles = circles.reduce(0) { total, circle in
                let square = Box(
                    left: circle.x - circle.radius, top: circle.y - circle.radius, right: circle.x + circle.radius,
                    bottom: circle.y + circle.radius)
                return total + box.overlap(with: square)
            }
            let overLines = lines.reduce(0) { $0 + box.overlap(with: $1) }
            return outside * 10 + overLabels * 5 + overCircles * 2 + overLines
        }

        private typealias Line = (start: (x: Double, y: Double), end: (x: Double, y: Double))

        /// Small boxes along a line.
        private static func pieces(of line: Line) -> [Box] {
            (0...10).map { step in
                let share = Double(step) / 10
                let x = line.start.x + (line.end.x - line.start.x) * share
                let y = line.start.y + (line.end.y - line.start.y) * share
                return Box(left: x - 1.5, top: y - 1.5, right: x + 1.5, bottom: y + 1.5)
            }
        }

        private static func leader(from circle: Circle, to box: Box) -> Line {
            let end = (x: min(max(circle.x, box.left), box.right), y: min(max(circle.y, box.top), box.bottom))
            let dx = end.x - circle.x, dy = end.y - circle.y
            let length = max((dx * dx + dy * dy).squareRoot(), 1)
            let start = (x: circle.x + dx / length * circle.radius, y: circle.y + dy / length * circle.radius)
            return (start, end)
        }
    }
}
