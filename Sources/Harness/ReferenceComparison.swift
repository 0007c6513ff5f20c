import GoldenSets
import Records
import Suites

/// One cell's predictions compared with another's: agreement, divergence and fidelity, which take both sides' outputs.
///
/// Outputs are not kept (a golden set of 50,000 samples and 1000 classes has 200 MB of them); what was once computed of them
/// is known again by their digests.
struct ReferenceComparison {
    enum Purpose: CaseIterable {
        /// The model's reference on the same side.
        case reference
        /// The same-named variant of the other checkout.
        case baseline

        var metrics: WritableKeyPath<AccuracyRecord, [Metric: Double]> {
            switch self {
            case .reference: \.metrics
            case .baseline: \.metricsAgainstBaseline
            }
        }

        var unitValues: WritableKeyPath<AccuracyRecord, [Metric: [Double]]> {
            switch self {
            case .reference: \.unitValues
            case .baseline: \.unitValuesAgainstBaseline
            }
        }

        var comparison: WritableKeyPath<AccuracyRecord, OutputComparison?> {
            switch self {
            case .reference: \.comparison
            case .baseline: \.comparisonWithBaseline
            }
        }

        var otherDigest: WritableKeyPath<EvaluationProvenance, String?> {
            switch self {
            case .reference: \.referenceScoresDigest
            case .baseline: \.baselineScoresDigest
            }
        }
    }

    var purpose: Purpose
    var cell: PlannedCell
    var other: PlannedCell
    var goldenSet: GoldenSet

    /// Every contrast that a plan's records have.
    static func all(of plan: Plan) -> [ReferenceComparison] {
        plan.cells.flatMap { cell in
            Purpose.allCases.compactMap { purpose in
                let other =
                    switch purpose {
                    case .reference:
                        plan.cells.first { $0.side == cell.side && $0.model == cell.model && $0.isReference }
                    case .baseline:
                        cell.side != .candidate
                            ? nil
                            : plan.cells.first {
                                $0.side == .baseline && $0.model == cell.model && $0.variant == cell.variant
                            }
                    }
                guard let other, other.id != cell.id, other.goldenSet == cell.goldenSet else { return nil }
                return ReferenceComparison(
                    purpose: purpose, cell: cell, other: other,
                    goldenSet: plan.goldenSets[cell.goldenSet].set)
            }
        }
    }

    /// The result as far as it needs no outputs: equal ones agree in everything, and an earlier run may have compared the
    /// same two.
    ///
    /// - Parameters:
    ///   - own: `scoresDigest` of the cell.
    ///   - theirs: that of the other.
    ///   - former: the cell's newest evaluation.
    func known(own: String, theirs: String, former: CachedEvaluations.Evaluation?) -> TaskComparison? {
        if own == theirs { return .ofEqualOutputs(on: goldenSet) }
        guard let former, former.origin.scoresDigest == own else { return nil }
        for purpose in Purpose.allCases where former.origin[keyPath: purpose.otherDigest] == theirs {
            let wanted = Set(goldenSet.manifest.comparisonMetrics)
            let comparison = TaskComparison(
                metrics: former.accuracy[keyPath: purpose.metrics].filter { wanted.contains($0.key) },
                unitValues: former.accuracy[keyPath: purpose.unitValues].filter { wanted.contains($0.key) },
                outputs: former.accuracy[keyPath: purpose.comparison])
            let units = goldenSet.unitCount
            if Set(comparison.metrics.keys) == wanted, comparison.unitValues.values.allSatisfy({ $0.count == units }) {
                return comparison
            }
        }
        return nil
    }
}
