import Records
import Suites

/// Variants of a suite, each to be gated against a second copy of itself: what `pawl gate SUITE --against SUITE` would measure
/// were the suite's only gate one on median latency.
public struct CalibrationPlan: Sendable {
    public var suite: SuiteReference
    /// `max_increase` of the gate.
    public var margin: Double
    public var gate: Gate
    public var measurement: MeasurementPolicy
    /// In the order of the suite; not empty.
    public var variants: [CalibratedVariant]
}

extension CalibrationPlan {
    /// - Parameters:
    ///   - margin: `max_increase` of the gates, above 0.
    ///   - onlyReferences: leaves out all variants but the models' references.
    /// - Throws: `PlanError` with every finding; `CalibrationError.nothingToCalibrate`.
    public init(
        suite: Suite, margin: Double, only selection: CellSelection = CellSelection(glob: nil),
        onlyReferences: Bool = false, planner: Planner
    ) throws {
        var suite = suite
        let gate = Gate.medianLatency(maximumIncrease: margin, against: .baseline, place: "calibration")
        suite.gates = [gate]
        // The suite's budget is for all of its pairs together; here one is measured at a time.
        suite.measurement.budgetSeconds = nil
        if onlyReferences {
            for index in suite.models.indices {
                let reference = suite.models[index].reference
                suite.models[index].variants.removeAll { $0.name != reference }
            }
            guard suite.models.contains(where: { !$0.variants.isEmpty }) else {
                throw CalibrationError.nothingToCalibrate(suite: suite.name)
            }
        }
        let plan = try planner.plan(gating: suite, against: PlannedBaseline(suite), only: selection)
        let variants = plan.pairs.compactMap { pair -> CalibratedVariant? in
            let candidate = plan.cells[pair.candidateCell]
            // The planner adds references that gates of other suites would need.
            guard selection.contains(model: candidate.model, variant: candidate.variant) else { return nil }
            return CalibratedVariant(name: candidate.name, plan: plan.isolating(pair))
        }
        self.init(
            suite: plan.suite, margin: margin, gate: gate, measurement: plan.measurement, variants: variants)
    }
}

/// A variant and a second copy of it, as a pair that nothing distinguishes.
public struct CalibratedVariant: Sendable {
    /// `model/variant`.
    public var name: String
    /// Of this pair alone.
    public var plan: Plan
}
