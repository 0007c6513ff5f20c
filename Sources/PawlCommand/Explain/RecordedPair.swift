import Diagnostics
import Gating
import ModelFormats
import Records
import Suites

/// The suites of a recorded run as it was measured: what `pawl explain RUN CELL` measures again.
struct RecordedPair {
    let suite: Suite
    /// Nil where the cell was held against its model's reference.
    let other: Suite?
    /// `model/variant`
    let cell: String

    /// - Parameter name: `model/variant`, or a variant's name that one model has.
    /// - Throws: `UsageError` for a cell that the run has not, or whose baseline cannot be measured again; `SuiteError`.
    init(_ run: RunRecord, cell name: String, in context: CommandContext) throws {
        let candidates = run.cells.filter { $0.side == .candidate }
        let named = candidates.filter { $0.name == name || $0.variant == name }
        guard let cell = named.first, named.count == 1 else {
            throw UsageError(
                message: named.isEmpty
                    ? "run \(run.id.prefix(8)) has no cell '\(name)'"
                    : "'\(name)' is the name of \(named.count) cells of run \(run.id.prefix(8))",
                hint: Suggestion.hint(for: name, among: (named.isEmpty ? candidates : named).map(\.name)))
        }
        self.cell = cell.name
        let purpose = Self.purpose(of: cell, in: run)
        suite = Self.suite(try context.readSuite(run.suite.file), as: run, side: .candidate)
        guard purpose == .baseline else {
            other = nil
            Self.warn(suite, run.suite, context)
            return
        }
        guard let against = run.against, run.storedBaseline(of: cell) == nil, run.namedBaseline == nil else {
            throw UsageError(
                message: "the baseline of \(cell.name) is a record, which cannot be measured again from here",
                hint: "explain against a checkout: pawl explain \(run.suite.file) --only \(cell.name) --against SUITE2")
        }
        other = Self.suite(try context.readSuite(against.file), as: run, side: .baseline)
        Self.warn(suite, run.suite, context)
    }

    /// What its failed latency gate compared with; else a baseline where there is one.
    private static func purpose(of cell: CellRecord, in run: RunRecord) -> PairRecord.Purpose {
        let failed = run.verdicts.first { $0.cell == cell.id && $0.state == .failed && $0.metric.isOfInference }
        if let purpose = failed.flatMap({ PairRecord.Purpose(rawValue: $0.against.rawValue) }) { return purpose }
        return run.counterpart(of: cell, for: .baseline) == nil ? .reference : .baseline
    }

    /// The suite with the versions that one side of the run had: `--with` may have named others than the file.
    private static func suite(_ suite: Suite, as run: RunRecord, side: CellRecord.Side) -> Suite {
        var suite = suite
        for cell in run.cells where cell.side == side && cell.runtime.origin != .local {
            guard suite.runtimes[cell.runtimeLabel]?.worker == nil, suite.runtimes[cell.runtimeLabel]?.library == nil
            else { continue }
            suite.runtimes[cell.runtimeLabel]?.name = cell.runtime.name
            suite.runtimes[cell.runtimeLabel]?.version = cell.runtime.version
        }
        return suite
    }

    private static func warn(_ suite: Suite, _ reference: SuiteReference, _ context: CommandContext) {
        guard suite.digest != reference.digest else { return }
        context.warn("\(suite.file) is not what it was when the run was measured: this explains what it says now")
    }
}

extension ExplainedPair {
    /// Files that are others than in a recorded run.
    func warnOfOtherFiles(than run: RunRecord) {
        for cell in plan.cells {
            let recorded = run.cells.first {
                $0.side == cell.side && $0.model == cell.model && $0.variant == cell.variant
            }
            guard let recorded, recorded.modelFile.digest != cell.modelFile.digest else { continue }
            context.warn("the model of \(cell.name) is not what it was when run \(run.id.prefix(8)) was measured")
        }
    }
}
