import GoldenSets
import Measures
import Planning
import Records

/// One cell's answers against another's: agreement and divergence, which take both sides' scores.
///
/// Scores are not kept (a golden set of 50,000 samples and 1000 classes has 200 MB of them); what was once computed of them is
/// known again by their digests.
struct AnswerContrast {
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

        var divergences: WritableKeyPath<AccuracyRecord, [Double]> {
            switch self {
            case .reference: \.divergences
            case .baseline: \.divergencesFromBaseline
            }
        }

        var otherDigest: WritableKeyPath<AnswerOrigin, String?> {
            switch self {
            case .reference: \.referenceScoresDigest
            case .baseline: \.baselineScoresDigest
            }
        }
    }

    struct Result {
        var agreement: Double
        var meanDivergence: Double
        /// One a sample.
        var divergences: [Double]
    }

    var purpose: Purpose
    var cell: PlannedCell
    var other: PlannedCell
    /// Of the golden set.
    var sampleCount: Int

    /// Every contrast that a plan's records have.
    static func all(of plan: Plan) -> [AnswerContrast] {
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
                return AnswerContrast(
                    purpose: purpose, cell: cell, other: other,
                    sampleCount: plan.goldenSets[cell.goldenSet].set.sampleCount)
            }
        }
    }

    /// The result as far as it needs no scores: equal scores agree in everything, and a former run may have contrasted the
    /// same two.
    ///
    /// - Parameters:
    ///   - own: `scoresDigest` of the cell.
    ///   - theirs: that of the other.
    ///   - former: the cell's newest evaluation.
    func known(own: String, theirs: String, former: AnswerHistory.Evaluation?) -> Result? {
        if own == theirs {
            return Result(
                agreement: 1, meanDivergence: 0, divergences: [Double](repeating: 0, count: sampleCount))
        }
        guard let former, former.origin.scoresDigest == own else { return nil }
        for purpose in Purpose.allCases where former.origin[keyPath: purpose.otherDigest] == theirs {
            let metrics = former.accuracy[keyPath: purpose.metrics]
            let divergences = former.accuracy[keyPath: purpose.divergences]
            if let agreement = metrics[.agreement], let mean = metrics[.klDivergence],
                divergences.count == sampleCount
            {
                return Result(agreement: agreement, meanDivergence: mean, divergences: divergences)
            }
        }
        return nil
    }
}
