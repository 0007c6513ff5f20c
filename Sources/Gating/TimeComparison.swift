import Foundation
import Records
import Suites

/// What gates on the change of a time or rate share, wherever the other side was measured.
protocol TimeComparison: GateJudge {
    var counterpart: CellRecord { get }
}

extension TimeComparison {
    /// Advice for a failing variant. From twice the time on, a factor says more than a percentage.
    func complaint(_ logarithm: Double) -> String {
        let factor = metric == .throughput ? exp(-logarithm) : exp(logarithm)
        let amount = factor >= 2 ? "\(VerdictText.fixed(factor, 1))x " : ""
        if factor <= 1 { return "is not fast enough" }
        return switch metric {
        case .loadTime: "loads \(amount)slower"
        case .firstInferenceTime: "takes its first inference \(amount)slower"
        default: "is \(amount)slower"
        }
    }

    /// "latency p50, geometric mean over launches: 8.14 ms, the baseline 7.42 ms".
    func words(_ figures: ChangeFigures) -> String {
        let texts = [figures.candidate, figures.baseline].map { Quantity.text($0, metric.dimension) }
        return "\(metric.title), geometric mean over launches: \(texts[0]), the \(role) \(texts[1])"
    }
}

/// What a change of an inference's time comes from, by the profiles of both sides.
extension TimeComparison {
    /// "ConvInteger 11.2 ms, 68 % of the inference; the reference spends 2.1 ms in Conv".
    ///
    /// Empty for times that are not an inference's, and for one model file run alike: what differs between equal things is no cause.
    ///
    /// - Parameter figures: that the verdict states, of `metric`.
    func operators(_ figures: ChangeFigures) -> [String] {
        guard metric.isOfInference, !runsTheSame else { return [] }
        let isTypical = metric == .latencyP50
        let change = OperatorChange(
            baseline: counterpart, candidate: cell,
            typicalNanoseconds: (
                isTypical ? figures.baseline : summary(of: counterpart).value(.latencyP50),
                isTypical ? figures.candidate : summary(of: cell).value(.latencyP50)
            ))
        guard let change else { return [] }
        let causes = change.grown.prefix(3).map { growth in
            let own =
                "\(growth.type) \(Quantity.text(growth.candidateNanoseconds, .time)), "
                + "\(VerdictText.fixed(growth.share * 100, 0)) % of the inference; "
            if growth.baselineNanoseconds > 0 {
                return own + "the \(role) spends \(Quantity.text(growth.baselineNanoseconds, .time)) in it"
            }
            guard let former = change.mostShrunk else { return own + "the \(role) has none" }
            return own
                + "the \(role) has none, it spends \(Quantity.text(former.baselineNanoseconds, .time)) in \(former.type)"
        }
        // Less than a twentieth is not worth a line.
        let sums = [("its operators", change.candidateScale), ("the operators of the \(role)", change.baselineScale)]
            .filter { $0.1 < 1 / 1.05 }
            .map { "\($0.0) add up to \(VerdictText.fixed(1 / $0.1, 1)) times the latency p50" }
        guard !causes.isEmpty, !sums.isEmpty else { return causes }
        return causes + [
            "profiling slows an inference down: \(sums.joined(separator: ", ")), and were scaled to it"
        ]
    }

    /// Whether the two sides run the same files in the same way.
    private var runsTheSame: Bool {
        cell.modelFile.digest == counterpart.modelFile.digest && cell.runtime.runsLike(counterpart.runtime)
    }
}

/// A relative limit as a bound on logarithms of ratios, and the way back to words and evidence.
struct LogRatioScale {
    let allowed: DecisionRule.Allowed
    let limit: Double
    let words: Quantity.Scale
    /// Evidence of a drop counts downwards: 0.01 is 1 % less.
    private let isDrop: Bool

    init?(_ gateLimit: Gate.Limit) {
        switch gateLimit {
        case .maximumIncrease(let increase):
            (allowed, limit, words, isDrop) = (.atMost, log1p(increase), .relativeChange, false)
        case .maximumRatio(let ratio): (allowed, limit, words, isDrop) = (.atMost, log(ratio), .ratio, false)
        case .maximumDrop(let drop): (allowed, limit, words, isDrop) = (.atLeast, log1p(-drop), .relativeChange, true)
        case .maximum, .minimum, .maximumRise: return nil
        }
        guard limit.isFinite else { return nil }
    }

    func shown(_ logarithm: Double) -> Double { words == .ratio ? exp(logarithm) : expm1(logarithm) }

    func evidence(_ logarithm: Double) -> Double { isDrop ? -expm1(logarithm) : shown(logarithm) }
}
