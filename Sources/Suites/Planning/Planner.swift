import Diagnostics
import Foundation
import GoldenSets
import InferenceCore
import Records
import Support

/// Resolves suites against what is on this machine; reads files, runs nothing.
public struct Planner {
    public typealias RuntimeLocator = (_ name: String, _ version: String) throws -> LocatedRuntime
    /// Of a declaration that names a library of the user's own.
    public typealias LibraryOpener = (_ declaration: RuntimeDeclaration) throws -> LocatedRuntime

    private let locateRuntime: RuntimeLocator
    private let openLibrary: LibraryOpener

    /// - Parameters:
    ///   - locateRuntime: finds an installed runtime or throws a `DiagnosableError`.
    ///   - openLibrary: reads a library of the user's own and asks it for its version, or throws one; libraries as such are refused
    ///     where it is nil.
    public init(locateRuntime: @escaping RuntimeLocator, openLibrary: LibraryOpener? = nil) {
        self.locateRuntime = locateRuntime
        self.openLibrary =
            openLibrary ?? { declaration in
                throw PlanError(diagnostics: [
                    Diagnostic(
                        code: "plan.library",
                        "runtime '\(declaration.label)' is a library of one's own, which cannot be opened here",
                        hint: "name an installed version")
                ])
            }
    }

    /// Plans the measurement of a suite, every cell alone.
    ///
    /// - Throws: `PlanError` with every finding.
    public func plan(running suite: Suite, only selection: CellSelection = CellSelection(glob: nil)) throws(PlanError)
        -> Plan
    {
        try plan(suite: suite, baseline: nil, selection: selection, pairsCells: false)
    }

    /// Plans the gating of a suite: pairs for every gate that compares timings or memory.
    ///
    /// - Parameter baseline: nil where gates compare with the suite's own references alone.
    /// - Throws: `PlanError` with every finding.
    public func plan(
        gating suite: Suite, against baseline: PlannedBaseline?,
        only selection: CellSelection = CellSelection(glob: nil)
    ) throws(PlanError) -> Plan {
        try plan(suite: suite, baseline: baseline, selection: selection, pairsCells: true)
    }

    private func plan(
        suite: Suite, baseline: PlannedBaseline?, selection: CellSelection, pairsCells: Bool
    ) throws(PlanError) -> Plan {
        var resolution = CellResolution(locateRuntime: locateRuntime, openLibrary: openLibrary)
        let selected = select(from: suite, selection, addsReferences: pairsCells)
        resolution.add(suite, side: .candidate, selected: selected)
        if selected.isEmpty {
            resolution.findings.append(
                Diagnostic(
                    code: "plan.nothing-selected", "no variant of suite '\(suite.name)' is selected",
                    hint: Suggestion.hint(for: "", among: suite.variantNames)))
        }
        if let other = baseline?.suite { resolution.add(other, side: .baseline, selected: selected) }
        var warnings = baseline.map { unmatchedWarnings(suite: suite, $0, selected: selected) } ?? []
        warnings += DuplicateVariantFinding(resolution.cells).warnings
        warnings += limitations(of: resolution.cells)
        if resolution.findings.isEmpty {
            warnings += SaturationFinding(resolution.cells, resolution.goldenSets).warnings
        }
        if pairsCells {
            resolution.findings += gatesWithoutMetric(suite, resolution)
            resolution.findings += SliceFinding(suite, resolution).findings
        }
        guard resolution.findings.isEmpty else { throw PlanError(diagnostics: resolution.findings) }
        let selection =
            pairsCells
            ? PairSelection(suite: suite, cells: resolution.cells, storedVariants: baseline?.recorded ?? []) : nil
        return Plan(
            suite: reference(to: suite), against: baseline?.suite.map(reference), measurement: suite.measurement,
            goldenSets: resolution.goldenSets, cells: resolution.cells, pairs: selection?.pairs ?? [],
            cellsAlone: selection?.cellsAlone ?? [], warnings: warnings)
    }

    /// What the libraries in use cannot do, each once.
    private func limitations(of cells: [PlannedCell]) -> [String] {
        var words: [String] = []
        for limitation in cells.flatMap(\.runtime.limitations) where !words.contains(limitation.words) {
            words.append(limitation.words)
        }
        return words
    }

    /// Gates on a metric that the golden set of a model in their scope does not have: they could never be judged.
    private func gatesWithoutMetric(_ suite: Suite, _ resolution: CellResolution) -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for gate in suite.gates where gate.metric.origin != .measurement {
            for model in suite.models {
                let cell = resolution.cells.first {
                    $0.side == .candidate && $0.model == model.name
                        && gate.applies(toModel: model.name, variant: $0.variant)
                }
                guard let cell else { continue }
                let manifest = resolution.goldenSets[cell.goldenSet].set.manifest
                guard !manifest.metrics.contains(gate.metric) else { continue }
                findings.append(
                    Diagnostic(
                        code: "plan.metric-task",
                        "the gate judges \(gate.metric.rawValue), which model '\(model.name)' does not have: its golden set "
                            + "'\(manifest.id)' is of task \(manifest.task.kind.rawValue)", at: gate.location,
                        hint: (gate.metric.isOfTensors
                            ? "name the outputs to compare with 'fidelity_output: [OUTPUT, ...]' in golden.yaml; " : "")
                            + "metrics of that set: \(manifest.metrics.map(\.rawValue).joined(separator: ", ")); "
                            + "or limit the gate with 'models: [...]'"))
            }
        }
        return findings
    }

    private func reference(to suite: Suite) -> SuiteReference {
        SuiteReference(name: suite.name, file: suite.file, digest: suite.digest)
    }

    /// A gate needs its reference even when `--only` does not name it.
    private func select(from suite: Suite, _ selection: CellSelection, addsReferences: Bool) -> Set<String> {
        var selected: Set<String> = []
        for model in suite.models {
            let chosen = model.variants.filter { selection.contains(model: model.name, variant: $0.name) }
            selected.formUnion(chosen.map { "\(model.name)/\($0.name)" })
            if addsReferences, !chosen.isEmpty, let reference = model.reference {
                selected.insert("\(model.name)/\(reference)")
            }
        }
        return selected
    }

    private func unmatchedWarnings(suite: Suite, _ baseline: PlannedBaseline, selected: Set<String>) -> [String] {
        let added = selected.subtracting(baseline.variants).sorted()
        let removed = baseline.variants.subtracting(suite.variantNames).sorted()
        return added.map { "\($0) has no counterpart in \(baseline.name): its baseline gates cannot be judged" }
            + removed.map { "\($0) of \(baseline.name) is no longer in \(suite.file): it was not compared" }
    }
}

extension Metric {
    /// Whether it holds the tensors of outputs against others.
    fileprivate var isOfTensors: Bool { [.cosineSimilarity, .signalToNoise, .maximumAbsoluteError].contains(self) }
}

/// Everything that keeps a suite from being measured on this machine, all at once.
public struct PlanError: DiagnosableError {
    public var diagnostics: [Diagnostic]

    public var blame: Blame { .of(diagnostics) }

    public init(diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}
