import Foundation

/// Classification metrics written straight from their definitions, slowly, to hold the fast ones against.
struct ObviousClassification {
    let rows: [[Float]]
    let labels: [Int32]

    init(_ values: [Float], classes: Int, labels: [Int32]) {
        rows = labels.indices.map { Array(values[$0 * classes..<($0 + 1) * classes]) }
        self.labels = labels
    }

    /// Class indices from the best to the worst.
    private func ranking(_ row: [Float]) -> [Int] {
        row.indices.sorted { row[$0] != row[$1] ? row[$0] > row[$1] : $0 < $1 }
    }

    var predictions: [Int32] { rows.map { Int32(ranking($0)[0]) } }

    var accuracy: Double { topKAccuracy(1) }

    func topKAccuracy(_ k: Int) -> Double {
        let hits = zip(rows, labels).filter { row, label in ranking(row).prefix(k).contains(Int(label)) }
        return Double(hits.count) / Double(rows.count)
    }

    var macroF1: Double {
        let predictions = predictions
        let classes = Set(labels).union(predictions)
        let scores = classes.map { one -> Double in
            let predicted = Double(predictions.filter { $0 == one }.count)
            let actual = Double(labels.filter { $0 == one }.count)
            let both = Double(zip(predictions, labels).filter { $0 == one && $1 == one }.count)
            let precision = predicted == 0 ? 0 : both / predicted
            let recall = actual == 0 ? 0 : both / actual
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        }
        return scores.reduce(0, +) / Double(scores.count)
    }

    private func softmax(_ row: [Float]) -> [Double] {
        let exponentials = row.map { exp(Double($0)) }
        return exponentials.map { $0 / exponentials.reduce(0, +) }
    }

    func divergence(to other: ObviousClassification, _ row: Int) -> Double {
        zip(softmax(rows[row]), softmax(other.rows[row])).map { $0 * log($0 / $1) }.reduce(0, +)
    }
}
