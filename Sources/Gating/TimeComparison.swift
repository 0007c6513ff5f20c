import Foundation
import Records

/// What gates on the change of a time or rate share, wherever the other side was measured.
protocol TimeComparison: GateJudge {
    var counterpart: CellRecord { get }
}

extension TimeComparison {
    /// What a failing variant is told. From twice the time on, a factor says more than a percentage.
    func complaint(_ logarithm: Double) -> String {
        let factor = metric == .throughput ? exp(-logarithm) : exp(logarithm)
        let amount = factor >= 2 ? "\(VerdictText.fixed(factor, 1))x " : ""
        if factor <= 1 { return "is not fast enough" }
        return switch metric {
        case .loadTime: "loads \(amount)slower"
        case .firstInferenceTime: "answers first \(amount)slower"
        default: "is \(amount)slower"
        }
    }

    /// "latency p50, geometric mean over launches: 8.14 ms, the baseline 7.42 ms".
    func words(_ figures: ChangeFigures) -> String {
        let texts = [figures.candidate, figures.baseline].map { Quantity.text($0, metric.dimension) }
        return "\(metric.title), geometric mean over launches: \(texts[0]), the \(role) \(texts[1])"
    }
}
