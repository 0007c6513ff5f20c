import Foundation

/// Rows of a chart with a name above each: a long one takes several lines, and its row the more room.
struct ChartRows {
    static let lineHeight = 16.0
    private let labels: [[String]]
    /// Of what stands below the name.
    private let height: Double
    let top: Double

    /// - Parameter height: of a row without its name's lines, in pixels.
    init(_ labels: [String], top: Double, height: Double) {
        self.labels = labels.map {
            ChartCanvas.lines($0, size: ChartCanvas.textSize, width: ChartCanvas.textWidth - Self.factsWidth)
        }
        self.top = top
        self.height = height
    }

    /// Room to the right of the name.
    private static let factsWidth = 76.0

    /// The name with the word that says what colour says.
    static func label(_ name: String, _ standing: ChartStanding) -> String {
        standing.word.map { "\(name) · \($0)" } ?? name
    }

    private func start(_ index: Int) -> Double {
        labels.prefix(index).reduce(top) { $0 + Double($1.count) * Self.lineHeight + height }
    }

    /// Where a row's plot begins, in pixels.
    func plot(_ index: Int) -> Double { start(index) + Double(labels[index].count) * Self.lineHeight + 4 }

    var bottom: Double { start(labels.count) }

    /// The name, a few words at the right, and a line above all rows but the first.
    func annotate(_ index: Int, facts: String = "", on canvas: ChartCanvas, _ script: inout GnuplotScript) {
        for (line, text) in labels[index].enumerated() {
            canvas.add(
                text, x: ChartCanvas.margin, y: start(index) + Double(line) * Self.lineHeight + 6, to: &script)
        }
        if !facts.isEmpty {
            canvas.add(
                facts, x: ChartCanvas.right, y: start(index) + 6, size: ChartCanvas.smallSize, alignment: .right,
                ink: .muted, to: &script)
        }
        if index > 0 {
            let edge = start(index) - 6
            canvas.line(from: (ChartCanvas.margin, edge), to: (ChartCanvas.right, edge), to: &script)
        }
    }
}
