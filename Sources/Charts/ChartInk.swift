/// The colours of everything that is not data. `SVGTheme` finds them in gnuplot's SVG and swaps them in dark mode.
enum ChartInk: String, CaseIterable {
    case text = "1F2328"
    case muted = "57606A"
    case grid = "DFE3E8"
    case paper = "FFFFFF"

    /// The colour on a dark page, chosen for a contrast of at least 4.5 to 1 for text.
    var dark: String {
        switch self {
        case .text: "E6EDF3"
        case .muted: "9DA7B3"
        case .grid: "30363D"
        case .paper: "161B22"
        }
    }

    var gnuplot: String { "rgb '#\(rawValue)'" }

    /// Plots rows of x, y, dx, dy as grid lines.
    static let gridPlot = "'-' using 1:2:3:4 with vectors nohead linewidth 1 linecolor \(ChartInk.grid.gnuplot)"
}
