import Records

/// The bar of a progress line on a terminal.
enum ProgressBar {
    static let width = 24

    /// - Parameters: `done` of `total`, in any unit; nothing is filled while the total is 0.
    static func text(_ done: Double, of total: Double, usesColour: Bool) -> String {
        let filled = total > 0 ? max(0, min(width, Int(saturating: Double(width) * done / total))) : 0
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        return usesColour ? "\u{1B}[36m\(bar)\u{1B}[0m" : bar
    }

    /// Goes to the beginning of the line and clears it.
    static let clearing = "\r\u{1B}[K"
}
