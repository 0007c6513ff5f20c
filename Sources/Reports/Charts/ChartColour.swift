/// The colours of everything that is not data, and of dots too small to be seen in one colour on light and on dark. `SVGTheme` finds
/// them in gnuplot's SVG and swaps them in dark mode.
enum ChartColour: String, CaseIterable {
    case text = "1F2328"
    case muted = "57606A"
    case grid = "DFE3E8"
    case paper = "FFFFFF"
    case dot = "0A66A6"

    /// The colour on a dark page, chosen for a contrast of at least 4.5 to 1 for text.
    var dark: String {
        switch self {
        case .text: "E6EDF3"
        case .muted: "9DA7B3"
        case .grid: "30363D"
        case .paper: "161B22"
        case .dot: "8CC8FF"
        }
    }

    /// A little transparent, so that places where many lie look denser.
    var gnuplotTransparent: String { "rgb '#33\(rawValue)'" }

    var gnuplot: String { "rgb '#\(rawValue)'" }

    /// Plots rows of x, y, dx, dy as grid lines.
    static let gridPlot = "'-' using 1:2:3:4 with vectors nohead linewidth 1 linecolor \(ChartColour.grid.gnuplot)"
}
