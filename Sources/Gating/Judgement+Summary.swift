import Records
import Suites

/// Findings without statistics, for people.
extension Judgement {
    /// More than two causes are a list, which the details are.
    private static let mostCauses = 2

    /// - Returns: nil for what has no evidence: its headline says all.
    func summary(of finding: Finding) -> Verdict.Summary? {
        guard let evidence = finding.evidence else { return nil }
        let isLeast = if case .minimum = gate.limit { true } else { false }
        let (scale, falls) = shownScale
        func shown(_ value: Double) -> Double { falls ? -value : value }
        let ends = [shown(evidence.low), shown(evidence.high)].sorted()
        let values = [shown(evidence.effect)] + ends
        let decimals = VerdictText.decimals(for: values, limit: shown(evidence.limit), scale)
        let texts = values.map { VerdictText.number($0, scale, decimals: decimals) }
        let counterpart = gate.purpose.flatMap { run.counterpart(of: cell, for: $0) }
        let equal =
            (counterpart.map(identity) ?? []) + (gate.against == .baseline ? [twinOfReference].compactMap { $0 } : [])
        let causes = equal + finding.causes
        return Verdict.Summary(
            complaint: finding.state == .failed ? finding.complaint : nil,
            measured: finding.measured ?? texts[0] + levels(evidence),
            limit: finding.measured == nil || finding.state != .passed
                ? "\(isLeast ? "needed" : "allowed") \(VerdictText.limit(shown(evidence.limit), scale))" : "",
            causes: Array(causes.filter(finding.details.contains).prefix(Self.mostCauses)),
            certainty: certainty(finding, evidence, low: texts[1], high: texts[2]))
    }

    /// How the numbers of a verdict's evidence read, and whether more of them is less of the metric.
    private var shownScale: (scale: Quantity.Scale, falls: Bool) {
        switch gate.limit {
        case .maximum, .minimum: (.absolute(metric.dimension), false)
        case .maximumIncrease: (.relativeChange, false)
        case .maximumRatio: (.ratio, false)
        case .maximumRise: (ChangeLimit(gate).scale, false)
        case .maximumDrop: (metric.dimension == .rate ? .relativeChange : ChangeLimit(gate).scale, true)
        }
    }

    /// The same for those who draw them.
    var axis: Verdict.Axis {
        let (scale, falls) = shownScale
        let isMinimum = if case .minimum = gate.limit { true } else { false }
        let kind: Verdict.Axis.Scale =
            switch scale {
            case .absolute: .value
            case .relativeChange: .relativeChange
            case .points: .points
            case .difference: .difference
            case .ratio: .ratio
            }
        return Verdict.Axis(scale: kind, isMinimum: isMinimum, isNegated: falls)
    }

    /// " (16.3 ms, the reference 3.47 ms)", with as many decimals as it takes to tell the two apart.
    private func levels(_ evidence: Verdict.Evidence) -> String {
        guard let candidate = evidence.candidateValue, let baseline = evidence.baselineValue else { return "" }
        let candidates = (0...4).map { decimals in
            [candidate, baseline].map { Quantity.text($0, metric.dimension, minimumDecimals: decimals) }
        }
        let texts = candidates.first { $0[0] != $0[1] } ?? candidates[0]
        return " (\(texts[0]), the \(role) \(texts[1]))"
    }

    /// "16 launches put it between +364 % and +376 %"
    private func certainty(_ finding: Finding, _ evidence: Verdict.Evidence, low: String, high: String) -> String {
        let advice = finding.advice.isEmpty ? "" : "; \(finding.advice)"
        let launches = evidence.launches.map { VerdictText.count($0, "launch", "launches") }
        let samples = evidence.samples.map(counted)
        guard let source = metric.origin == .measurement ? launches ?? samples : samples ?? launches else {
            return "exact: nothing was estimated" + advice
        }
        if evidence.low == evidence.high { return "on \(source), as they are: nothing was estimated" + advice }
        guard low != high else { return "\(source) put it at \(low)" + advice }
        // Only where the value is a fact of the samples does a limit that is met lie within.
        let limit = evidence.limit
        let isFact = finding.state == .passed && evidence.low < limit && limit < evidence.high
        return "\(source) put it between \(low) and \(high)"
            + (isFact ? "; other \(judgedWord)s of the same kind could miss the limit" : "") + advice
    }
}
