import Foundation

/// A series as a line of blocks, one for each stretch of points.
enum Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// - Parameter columns: at most so many blocks; each shows the median of its points.
    static func text(_ values: [Double], columns: Int) -> String {
        let count = min(values.count, max(columns, 1))
        let medians = (0..<count).map { column -> Double in
            let part = values[(column * values.count / count)..<((column + 1) * values.count / count)].sorted()
            return part[part.count / 2]
        }
        guard let low = medians.min(), let high = medians.max() else { return "" }
        return String(
            medians.map { value in
                guard high > low else { return blocks[3] }
                return blocks[min(Int((value - low) / (high - low) * 8), 7)]
            })
    }
}
