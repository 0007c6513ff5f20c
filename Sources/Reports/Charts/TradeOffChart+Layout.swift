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
            var lines: [String]
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
        static let lineHeight = 15.0
        /// Of a label; a long name takes the next where no place is free at one.
        private static let widths = [230.0, 150, 110, 80]

        private func label(for point: Point, at circle: Circle) -> Label {
            let facts = [point.standing.word, Quantity.text(point.modelBytes, .bytes)].compactMap { $0 }
                .joined(separator: " · ")
            let attempts = Self.widths.lazy.map { widest in
                label(at: circle, lines: Self.lines(name: point.name, facts: facts, widest: widest))
            }
            return attempts.first { !isCovering($0.box) } ?? attempts[0]
        }

        private static func lines(name: String, facts: String, widest: Double) -> [String] {
            let name = ChartCanvas.lines(name, size: textSize, width: widest)
            let whole = name.count == 1 ? name[0] + " · " + facts : ""
            return !whole.isEmpty && ChartCanvas.width(of: whole, size: textSize) <= widest ? [whole] : name + [facts]
        }

        private func label(at circle: Circle, lines: [String]) -> Label {
            let width = lines.map { ChartCanvas.width(of: $0, size: Self.textSize) }.max() ?? 0
            let height = Double(lines.count) * Self.lineHeight
            var best: (cost: Double, box: Box, distance: Double)?
            for distance in [4.0, 14, 26, 40, 56, 76, 100, 130] {
                for (place, box) in Self.candidates(width: width, height: height, around: circle, distance: distance)
                    .enumerated()
                {
                    var cost = cost(of: box) + distance * 1.2 + Double(place) * 0.1
                    if distance > 4 {
                        for piece in Self.pieces(of: Self.leader(from: circle, to: box)) {
                            cost += labels.reduce(0) { $0 + piece.overlap(with: $1.box) } * 20
                        }
                    }
                    if cost < best?.cost ?? .infinity { best = (cost, box, distance) }
                }
            }
            // Where all places around it are taken: the nearest free one of the whole plot.
            if best.map({ isCovering($0.box) }) ?? true,
                let free = freePlace(width: width, height: height, near: circle)
            {
                best = (0, free, .infinity)
            }
            let box =
                best?.box ?? Box(left: circle.x, top: circle.y, right: circle.x + width, bottom: circle.y + height)
            let leader = (best?.distance ?? 0) > 4 ? Self.leader(from: circle, to: box) : nil
            return Label(lines: lines, box: box, leader: leader)
        }

        /// Whether a box leaves the plot, or hides a label or a circle.
        private func isCovering(_ box: Box) -> Bool {
            let area = (box.right - box.left) * (box.bottom - box.top)
            return box.overlap(with: bounds) < area - 0.01 || labels.contains { box.overlap(with: $0.box) > 0 }
                || circles.contains { box.overlap(with: Self.square($0)) > 0 }
        }

        private func freePlace(width: Double, height: Double, near circle: Circle) -> Box? {
            let tops = stride(from: bounds.top, through: bounds.bottom - height, by: 5)
            let lefts = stride(from: bounds.left, through: bounds.right - width, by: 8)
            let boxes = tops.flatMap { top in
                lefts.map { Box(left: $0, top: top, right: $0 + width, bottom: top + height) }
            }
            func distance(_ box: Box) -> Double {
                let dx = (box.left + box.right) / 2 - circle.x, dy = (box.top + box.bottom) / 2 - circle.y
                return dx * dx + dy * dy
            }
            return boxes.filter { !isCovering($0) }.min { distance($0) < distance($1) }
        }

        private static func square(_ circle: Circle) -> Box {
            Box(
                left: circle.x - circle.radius, top: circle.y - circle.radius, right: circle.x + circle.radius,
                bottom: circle.y + circle.radius)
        }

        /// Right, left, above, below, then the corners.
        private static func candidates(
            width: Double, height: Double, around circle: Circle, distance: Double
        ) -> [Box] {
            let gap = circle.radius + distance, diagonal = gap * 0.72
            let centres: [(Double, Double)] = [
                (circle.x + gap + width / 2, circle.y), (circle.x - gap - width / 2, circle.y),
                (circle.x, circle.y - gap - height / 2), (circle.x, circle.y + gap + height / 2),
                (circle.x + diagonal + width / 2, circle.y - diagonal - 4),
                (circle.x + diagonal + width / 2, circle.y + diagonal + 4),
                (circle.x - diagonal - width / 2, circle.y - diagonal - 4),
                (circle.x - diagonal - width / 2, circle.y + diagonal + 4),
                (circle.x + width / 3, circle.y - gap - height / 2),
                (circle.x + width / 3, circle.y + gap + height / 2),
                (circle.x - width / 3, circle.y - gap - height / 2),
                (circle.x - width / 3, circle.y + gap + height / 2),
            ]
            return centres.map { x, y in
                Box(left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2)
            }
        }

        /// What a place costs: leaving the plot, or covering a label or a circle, more than any distance.
        private func cost(of box: Box) -> Double {
            let area = (box.right - box.left) * (box.bottom - box.top)
            let outside = area - box.overlap(with: bounds)
            let overLabels = labels.reduce(0) { $0 + box.overlap(with: $1.box) }
            let overCircles = circles.reduce(0) { $0 + box.overlap(with: Self.square($1)) }
            let overLines = lines.reduce(0) { $0 + box.overlap(with: $1) }
            return outside * 20 + overLabels * 20 + overCircles * 20 + overLines
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
