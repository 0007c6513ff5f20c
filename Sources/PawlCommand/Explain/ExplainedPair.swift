import Diagnostics
import Foundation
import Harness
import Records
import Suites

/// A candidate and what it is held against, planned: what every part of an explanation begins with.
struct ExplainedPair {
    let suite: Suite
    /// Of one pair: cell 0 is the baseline, cell 1 the candidate.
    let plan: Plan
    let arguments: ParsedArguments
    let context: CommandContext
    let seed: UInt64
    let patience: BusyWaitLimit

    var baseline: PlannedCell { plan.cells[0] }
    var candidate: PlannedCell { plan.cells[1] }
    var isAgainstReference: Bool { plan.pairs[0].purpose == .reference }
    /// Whether both sides run in the same version of the same runtime.
    var runsInOneRuntime: Bool {
        baseline.runtime.name == candidate.runtime.name && baseline.runtime.version == candidate.runtime.version
    }
    /// What the candidate is held against, in a word: `reference` or `baseline`.
    var role: String { plan.pairs[0].purpose.rawValue }

    /// - Parameter plan: of one pair.
    init(
        _ suite: Suite, plan: Plan, seed: UInt64, patience: BusyWaitLimit, arguments: ParsedArguments,
        context: CommandContext
    ) {
        self.plan = plan
        self.suite = suite
        self.arguments = arguments
        self.context = context
        self.seed = seed
        self.patience = patience
    }

    /// - Parameters:
    ///   - suite: the candidate's.
    ///   - other: the suite of the baseline; nil to compare with the model's reference.
    ///   - glob: as `--only`; one variant has to be meant.
    /// - Throws: `UsageError` when that is not one variant, or it has nothing to be compared with; `PlanError`.
    init(
        _ suite: Suite, against other: Suite?, only glob: String?, seed: UInt64, patience: BusyWaitLimit,
        arguments: ParsedArguments, context: CommandContext
    ) throws {
        let name = try Self.name(of: glob, in: suite, isAgainstBaseline: other != nil)
        let folders = [suite.file, other?.file].compactMap { $0.map(context.folder) }
        let plan = try context.planner(suiteFolders: folders).plan(
            gating: suite, against: other.map { PlannedBaseline($0) }, only: CellSelection(glob: name))
        for warning in plan.warnings { context.warn(warning) }
        guard let candidate = plan.cells.first(where: { $0.side == .candidate && $0.fullName == name }),
            let baseline = plan.cells.first(where: {
                other == nil
                    ? $0.side == .candidate && $0.isReference && $0.model == candidate.model
                    : $0.side == .baseline && $0.fullName == name
            }), baseline.id != candidate.id
        else {
            throw UsageError(
                message: "there is nothing to compare \(name) with",
                hint: other == nil
                    ? "its model names no reference: give --against SUITE2, or --against-with for another runtime"
                    : "\(other?.file ?? "") has no variant of that name")
        }
        let pair = PlannedPair(
            id: 0, purpose: other == nil ? .reference : .baseline, baselineCell: baseline.id,
            candidateCell: candidate.id)
        self.init(
            suite, plan: plan.isolating(pair), seed: seed, patience: patience, arguments: arguments, context: context)
    }

    private static func name(of glob: String?, in suite: Suite, isAgainstBaseline: Bool) throws(UsageError) -> String {
        let selection = CellSelection(glob: glob)
        var (names, references) = ([String](), [String]())
        for model in suite.models {
            for variant in model.variants where selection.contains(model: model.name, variant: variant.name) {
                // A reference is compared with nothing unless there is a baseline.
                let isComparable = isAgainstBaseline || variant.name != model.reference
                if isComparable {
                    names.append("\(model.name)/\(variant.name)")
                } else {
                    references.append("\(model.name)/\(variant.name)")
                }
            }
        }
        guard let first = names.first else {
            guard let reference = references.first else {
                throw UsageError(
                    message: "no variant of suite '\(suite.name)' is called '\(glob ?? "")'",
                    hint: Suggestion.hint(
                        for: glob ?? "",
                        among: suite.models.flatMap { model in model.variants.map { "\(model.name)/\($0.name)" } }))
            }
            throw UsageError(
                message: "\(reference) is its model's reference, and nothing else was named to compare it with",
                hint: "give --against SUITE2, or --against-with LABEL=NAME==VERSION")
        }
        guard names.count == 1 else {
            throw UsageError(
                message: "one variant is explained at a time, and \(names.count) are meant: "
                    + "\(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", ..." : "")",
                hint: "name one with --only \(first)")
        }
        return first
    }
}

extension PlannedCell {
    /// `model/variant`, whichever side.
    fileprivate var fullName: String { "\(model)/\(variant)" }
}
