import Foundation

/// A place of a chart that says what it is when it is pointed at, and may lead somewhere; in the chart's pixels.
public struct ChartHotspot: Sendable, Equatable {
    public var x: Double
    public var y: Double
    /// Value first.
    public var text: String
    /// Of a page; nil leads nowhere.
    public var link: String?
}

/// Where a chart over time has its axes, for readers who look closer at a part of it.
public struct ChartFrame: Sendable, Equatable {
    /// Of the plot, in the chart's pixels.
    public var left: Double
    public var top: Double
    public var right: Double
    public var bottom: Double
    /// At the left and right ends: seconds since 1970, or whole numbers.
    public var from: Double
    public var to: Double
    public var isCount: Bool
    /// At the bottom and top ends, in units of the axis.
    public var low: Double
    public var high: Double
    public var isLogarithmic: Bool
    public var unit: String
    /// Lines of levels, in pixels.
    public var lines: [Line]

    public struct Line: Sendable, Equatable {
        public var x1: Double
        public var y1: Double
        public var x2: Double
        public var y2: Double
    }
}

extension Chart {
    public var hotspots: [ChartHotspot] { [] }
    public var frame: ChartFrame? { nil }
}

extension SVGTheme {
    /// Each place with its words, which readers without a script show as well; then the axes for those with one.
    static func overlay(_ hotspots: [ChartHotspot], _ frame: ChartFrame?) -> String {
        guard !hotspots.isEmpty else { return "" }
        func number(_ value: Double) -> String { GnuplotScript.number(value) }
        let spots = hotspots.map { spot -> String in
            let circle =
                "<circle cx=\"\(tenths(spot.x))\" cy=\"\(tenths(spot.y))\" r=\"5\"><title>\(HTMLText.escaped(spot.text))</title></circle>"
            return spot.link.map { "<a href=\"\(HTMLText.escaped($0))\" tabindex=\"-1\">\(circle)</a>" } ?? circle
        }
        guard let frame else {
            return "<g class=\"spots\" fill=\"none\" pointer-events=\"all\">\n\(spots.joined(separator: "\n"))\n</g>\n"
        }
        let lines = frame.lines.map {
            "<path class=\"level\" d=\"M\(tenths($0.x1)) \(tenths($0.y1))L\(tenths($0.x2)) \(tenths($0.y2))\"/>"
        }
        let place = [frame.left, frame.top, frame.right, frame.bottom].map(number).joined(separator: " ")
        // Seconds take more digits than a picture's numbers have.
        let time = [frame.from, frame.to].map { String(format: "%.0f", $0) }.joined(separator: " ")
        let values = [frame.low, frame.high].map(number).joined(separator: " ")
        return
            "<g class=\"spots\" fill=\"none\" pointer-events=\"all\" data-plot=\"\(place)\" data-time=\"\(time)\""
            + "\(frame.isCount ? " data-count=\"1\"" : "") data-values=\"\(values)\"\(frame.isLogarithmic ? " data-log=\"1\"" : "")"
            + " data-unit=\"\(HTMLText.escaped(frame.unit))\">\n\((lines + spots).joined(separator: "\n"))\n</g>\n"
    }

    private static func tenths(_ value: Double) -> String {
        let text = String(format: "%.1f", value)
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
