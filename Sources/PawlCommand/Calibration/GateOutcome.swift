import Gating
import Records
import Statistics

/// What a gate said of a variant and its copy, and the launches that it took.
public struct GateOutcome: Sendable, Equatable {
    public enum Decision: Sendable { case passed, failed, undecided }

    /// Position in `CalibrationPlan.variants`.
    public var variant: Int
    /// Nil when the gate was cut off, which says nothing of it; its launches are as good as any.
    public var decision: Decision?
    /// d of each launch; their true mean is 0.
    public var effects: [Double]
    public var launches: Int
    /// Of all its launches.
    public var seconds: Double

    public init(variant: Int, decision: Decision?, effects: [Double], launches: Int, seconds: Double) {
        self.variant = variant
        self.decision = decision
        self.effects = effects
        self.launches = launches
        self.seconds = seconds
    }

    /// Judges the run of an isolated pair by the code that judges every run.
    ///
    /// - Throws: `CalibrationError.measurementFailed` when the verdict is that there is no value.
    init(variant: Int, plan: CalibrationPlan, run: RunRecord) throws(CalibrationError) {
        guard let pair = run.pairs.first, run.cells.count == 2 else {
            throw .measurementFailed("\(plan.variants[variant].name): nothing was measured")
        }
        let change = try? LatencyChange(
            .latencyP50, of: pair, baseline: run.cells[pair.baselineCell], candidate: run.cells[pair.candidateCell])
        var decision: Decision?
        if run.status != .interrupted {
            guard let verdict = Judge.judge(run: run, gates: [plan.gate]).first else {
                throw .measurementFailed("\(plan.variants[variant].name): nothing was judged")
            }
            switch verdict.state {
            case .passed: decision = .passed
            case .failed: decision = .failed
            case .inconclusive: decision = .undecided
            case .error, .notJudged:
                throw .measurementFailed("\(plan.variants[variant].name): \(verdict.headline)")
            }
        }
        self.init(
            variant: variant, decision: decision, effects: change?.effects.values ?? [],
            launches: pair.launchesMeasured, seconds: pair.secondsSpent)
    }
}
