import Foundation
import Records

extension Sparkline {
    private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// A series as a line of blocks, one for each stretch of points.
    ///
    /// - Parameter columns: at most so many blocks; each shows the median of its points.
    static func text(_ values: [Double], columns: Int) -> String {
        let values = values.filter(\.isFinite)
        let count = min(values.count, max(columns, 1))
        let medians = (0..<count).map { column -> Double in
            let part = values[(column * values.count / count)..<((column + 1) * values.count / count)].sorted()
            return part[part.count / 2]
        }
        guard let low = medians.min(), let high = medians.max() else { return "" }
        return String(
            medians.map { value in
                guard high > low else { return blocks[3] }
                return blocks[min(Int(saturating: (value / 2 - low / 2) / (high / 2 - low / 2) * 8), 7)]
            })
    }
}
