import Foundation
import Statistics

/// The two figures that a change of a time or rate lies between, both of the launches that the change is of.
///
/// Each is exp of the mean over launches of the logarithm of what a launch came to: the geometric mean. So
/// `candidate / baseline - 1` is the change itself, which medians over other launches, or over all inferences, need not give:
/// a machine that was faster in one part of a run pulls such medians apart, and the change does not follow.
public struct ChangeFigures: Sendable, Equatable {
    /// In the metric's base unit, nanoseconds or inferences per second.
    public let baseline: Double
    public let candidate: Double

    /// - Parameters: natural logarithms, of the base unit.
    init(logarithmOfBaseline: Double, ofCandidate logarithm: Double) {
        baseline = exp(logarithmOfBaseline)
        candidate = exp(logarithm)
    }

    /// 0.03 is 3 % more.
    public var change: Double { candidate / baseline - 1 }
}

extension StoredLatencyChange {
    public var figures: ChangeFigures {
        ChangeFigures(logarithmOfBaseline: difference.baseline.mean, ofCandidate: difference.candidate.mean)
    }
}
