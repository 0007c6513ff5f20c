import Foundation
import Records
import Statistics

/// One variant in two runs, whatever lies between them: another model file, runtime, machine or suite.
///
/// Nothing is a gate here. Times of two runs were not measured in turns, so drift of the machine is in every change; their intervals are
/// Welch's over launches that were measured alone, or those of `RunDifference` where former runs say how much runs differ.
public struct CellComparison: Sendable {
    public static let confidence = 0.95

    /// Something about the cell itself that is not the same.
    public struct Difference: Sendable, Equatable {
        /// Such as `model file` or `option threads`.
        public var what: String
        public var first: String
        public var second: String
    }

    /// `model/variant`.
    public let name: String
    public let differences: [Difference]
    /// Every metric that either run has, in the order of `Metric`.
    public let metrics: [MetricChange]
    /// Samples that the first answers rightly and the second wrongly, and the reverse; nil without answers to the same golden set.
    public let flips: (lost: [String], gained: [String])?
    /// What the flips are: "sample", or "group" of samples.
    public let judgedWord: String

    /// - Parameters:
    ///   - summaries: what each cell came to, in base units.
    ///   - goldenSet: that the second was evaluated on.
    ///   - history: what other runs of the first came to; fewer than `StoredLatencyChange.minimumHistory` say nothing.
    init(
        _ first: CellRecord, _ second: CellRecord, summaries: ([Metric: Double], [Metric: Double]),
        goldenSet: GoldenSetRecord?, history: (Metric) -> [RunMean]
    ) {
        name = second.name
        differences = Self.differences(first, second)
        let evidence = ChangeEvidence(first: first, second: second, goldenSet: goldenSet)
        metrics = Metric.allCases.compactMap { metric in
            let values = (Self.finite(summaries.0[metric]), Self.finite(summaries.1[metric]))
            guard values.0 != nil || values.1 != nil else { return nil }
            return evidence.change(of: metric, values.0, values.1, history: history(metric))
        }
        judgedWord = goldenSet?.judgedWord ?? "sample"
        flips = goldenSet.flatMap { set in
            [Metric.accuracy, .exactMatch].lazy.compactMap { metric in
                try? AccuracyChange(baseline: first, candidate: second, goldenSet: set, metric: metric)
            }.first.map { ($0.lost, $0.gained) }
        }
    }

    private static func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

    private static func differences(_ first: CellRecord, _ second: CellRecord) -> [Difference] {
        let facts: [(String, (CellRecord) -> String)] = [
            ("model file", { Self.digest($0.modelFile.digest) }),
            ("runtime", { "\($0.runtime.name) \($0.runtime.version)" }),
            ("runtime library", { Self.digest($0.runtime.libraryDigest) }), ("provider", { $0.runtime.provider }),
            ("runtime label", { $0.runtimeLabel }), ("device", { $0.device ?? "the host" }),
            ("golden set", { Self.digest($0.goldenSetDigest) }), ("failure", { $0.failure?.message ?? "none" }),
        ]
        let plain = facts.map { Difference(what: $0.0, first: $0.1(first), second: $0.1(second)) }
        let options = Set(first.runtime.options.keys).union(second.runtime.options.keys).sorted().map { key in
            Difference(
                what: "option \(key)", first: first.runtime.options[key] ?? "not set",
                second: second.runtime.options[key] ?? "not set")
        }
        return (plain + options).filter { $0.first != $0.second }
    }

    /// The first digits tell digests apart.
    private static func digest(_ digest: String) -> String { digest.isEmpty ? "unknown" : String(digest.prefix(12)) }
}
