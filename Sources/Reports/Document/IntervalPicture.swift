import Foundation
import Records

/// A verdict's evidence as a small picture: the interval, the effect, and the limit. The text beside it says the numbers.
enum IntervalPicture {
    private static let width = 132.0

    static func svg(_ evidence: Verdict.Evidence) -> String {
        let values = [evidence.low, evidence.high, evidence.effect, evidence.limit]
        guard values.allSatisfy(\.isFinite), let smallest = values.min(), let largest = values.max() else { return "" }
        let span = max(largest - smallest, abs(largest) * 0.02, 1e-9)
        func x(_ value: Double) -> String {
            String(format: "%.1f", 8 + (value - smallest) / span * (width - 16))
        }
        return """
            <svg class="interval" viewBox="0 0 132 20" width="132" height="20" aria-hidden="true" focusable="false">\
            <line class="rail" x1="2" y1="10" x2="130" y2="10"/>\
            <line class="limit" x1="\(x(evidence.limit))" y1="1" x2="\(x(evidence.limit))" y2="19"/>\
            <line class="range" x1="\(x(evidence.low))" y1="10" x2="\(x(evidence.high))" y2="10"/>\
            <circle class="effect" cx="\(x(evidence.effect))" cy="10" r="4"/></svg>
            """
    }
}
