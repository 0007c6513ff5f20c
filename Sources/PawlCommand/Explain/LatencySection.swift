import Explanation
import Reports

/// Which operators a change of latency comes from.
struct LatencySection: ExplanationSection {
    var headlines: [String] { [] }
    var isWhole: Bool { true }

    var section: Document.Section { .init("latency", "Latency by operator", []) }

    static func explain(_ pair: ExplainedPair) throws -> LatencySection {
        throw UsageError(message: "latency cannot be explained yet", hint: "see docs/explain.md")
    }
}
