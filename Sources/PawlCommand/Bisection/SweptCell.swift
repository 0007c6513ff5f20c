import Diagnostics
import Suites

/// The one variant of a suite that a sweep follows over the versions of a runtime.
struct SweptCell {
    let suite: Suite
    let model: String
    let variant: String
    /// The suite's label of its runtime.
    let label: String

    /// `model/variant`
    var name: String { "\(model)/\(variant)" }

    /// Nil where the suite names none that it declares, which planning refuses.
    var goldenSetFolder: String? {
        suite.models.first { $0.name == model }.flatMap { suite.goldenSets[$0.goldenSet]?.path }
    }

    /// - Parameters:
    ///   - glob: as `--only`; it may match others that run on other runtimes.
    ///   - runtime: whose versions are compared.
    /// - Throws: `UsageError` when that is not one variant, or one that cannot run there.
    init(_ suite: Suite, only glob: String?, runtime: String) throws(UsageError) {
        let selection = CellSelection(glob: glob)
        var matching: [(model: String, variant: VariantDeclaration)] = []
        for model in suite.models {
            for variant in model.variants where selection.contains(model: model.name, variant: variant.name) {
                matching.append((model.name, variant))
            }
        }
        guard !matching.isEmpty else {
            let names = suite.models.flatMap { model in model.variants.map { "\(model.name)/\($0.name)" } }
            throw UsageError(
                message: "no variant of suite '\(suite.name)' is called '\(glob ?? "")'",
                hint: Suggestion.hint(for: glob ?? "", among: names))
        }
        let own = matching.filter { suite.runtimes[$0.variant.runtime]?.name == runtime }
        let chosen = own.isEmpty ? matching : own
        guard chosen.count == 1, let one = chosen.first else {
            let names = chosen.map { "\($0.model)/\($0.variant.name)" }
            throw UsageError(
                message: "a sweep follows one variant, and \(names.count) are meant: "
                    + "\(names.prefix(8).joined(separator: ", "))\(names.count > 8 ? ", ..." : "")",
                hint: "name one with --only \(names[0])")
        }
        guard let declaration = suite.runtimes[one.variant.runtime] else {
            preconditionFailure("a suite's variants have runtimes of the suite")
        }
        guard declaration.worker == nil else {
            throw UsageError(
                message: "\(one.model)/\(one.variant.name) is run by the worker of runtime '\(declaration.label)', "
                    + "which has the one version that it has",
                hint: "compare two workers with 'pawl gate --with'")
        }
        let lost = declaration.keysNotTaken(by: runtime)
        guard lost.isEmpty else {
            throw UsageError(
                message: "\(one.model)/\(one.variant.name) runs on \(declaration.name), whose "
                    + "\(lost.map { "'\($0)'" }.joined(separator: " and ")) \(runtime) does not take",
                hint: "name a variant that runs on \(runtime), or \(declaration.name) as the runtime")
        }
        self.suite = suite
        model = one.model
        variant = one.variant.name
        label = declaration.label
    }

    /// Its runtime with a library in place of a release. The library is asked for its version; one of LiteRT does not say it, and
    /// is taken for the suite's.
    func declaration(ofLibrary path: String, runtime: String) -> RuntimeDeclaration {
        guard var declaration = suite.runtimes[label] else { preconditionFailure("the runtime is the suite's") }
        declaration.version = runtime == "litert" && declaration.name == runtime ? declaration.version : ""
        declaration.name = runtime
        declaration.library = path
        return declaration
    }

    /// The cell as planned on one version, and the golden set with it.
    ///
    /// - Throws: `PlanError`.
    func plan(on runtime: LocatedRuntime) throws(PlanError) -> Plan {
        var suite = suite
        suite.runtimes[label]?.name = runtime.name
        suite.runtimes[label]?.version = runtime.version
        suite.runtimes[label]?.library = nil
        return try Planner { _, _ in runtime }.plan(running: suite, only: CellSelection(glob: name))
    }
}
