import Diagnostics
import Records
import ResultsStore
import Suites
import Support

/// A promoted run as a baseline: `pawl gate SUITE --baseline main`.
///
/// What can be measured again is a suite for the planner; the rest is compared by the record of the run that was promoted.
struct PromotedBaseline {
    let record: NamedBaselineRecord
    let suite: Suite?
    /// Stands in for the variants that cannot be measured again; nil when there are none, or it cannot serve.
    let stored: StoredBaseline?
    let warnings: [String]
    let promotion: BaselinePromotion
    /// Keep the files where they are as long as they are measured.
    private let lock: ArtifactLock
    private let checkout: ArtifactCheckout

    /// - Throws: `UsageError` when nothing of it can be compared at all; `ArtifactError`, `StoreError`.
    init(
        _ promotion: BaselinePromotion, for candidate: Suite, in store: ResultsStore, artifacts: ArtifactStore,
        environment: EnvironmentRecord, context: CommandContext
    ) throws {
        lock = try ArtifactLock(artifacts, for: .use)
        checkout = try ArtifactCheckout(of: artifacts)
        let restoration = BaselineRestoration(
            of: promotion, beside: candidate, in: checkout,
            locate: RuntimeRegistry.locator(suiteFolders: [context.folder(of: candidate.file)], in: context))
        let fallen = promotion.variants.filter { restoration.obstacles[$0.name] != nil }
        var stored: StoredBaseline?
        var problem: String?
        if !fallen.isEmpty {
            do {
                stored = try StoredBaseline(
                    named: promotion.run.id, for: candidate, in: store, environment: environment)
                stored?.only = Set(fallen.map(\.name))
            } catch let error as UsageError {
                problem = error.message
            }
        }
        let reason = fallen.first.flatMap { restoration.obstacles[$0.name] }
        if restoration.suite == nil, let problem, let reason {
            throw UsageError(
                message: "baseline \(promotion.label) can neither be measured again (\(reason)) nor compared by its "
                    + "record (\(problem))",
                hint: "'pawl baseline verify \(promotion.name)' says what is missing; 'pawl runtime install' and "
                    + "'pawl baseline import' bring it back")
        }
        self.promotion = promotion
        self.stored = stored
        suite = restoration.suite
        record = NamedBaselineRecord(
            promotion,
            fallbacks: fallen.map {
                NamedBaselineRecord.Fallback(
                    model: $0.model, variant: $0.variant, reason: restoration.obstacles[$0.name] ?? "",
                    recordProblem: problem)
            })
        warnings = restoration.warnings
    }

    /// Replaces the paths under which the baseline's files were measured by the paths they had when it was promoted.
    func nameFiles(in run: inout RunRecord) {
        for index in run.cells.indices where run.cells[index].side == .baseline {
            let cell = run.cells[index]
            let kept = promotion.variants.first { $0.model == cell.model && $0.variant == cell.variant }
            if let kept { run.cells[index].modelFile.path = kept.modelFile.path }
        }
    }
}
