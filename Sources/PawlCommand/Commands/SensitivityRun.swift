import CSystem
import Diagnostics
import Foundation
import Records
import RuntimeLibraries
import Suites
import Support

/// From the model to the layers to keep in float, as `pawl variants sensitivity` walks it.
struct SensitivityRun {
    static let defaultMethod = "int8-dynamic"

    let arguments: ParsedArguments
    let context: CommandContext

    func execute() throws -> ExitCode {
        let grouping = try grouping()
        let budget = try arguments.duration("--budget")
        let subject = try SensitivitySubject(arguments, in: context)
        let method = arguments["--method"] ?? Self.defaultMethod
        let variant = arguments["--variant"] ?? "\(method)-mixed"
        let gates = try gates(of: subject, variant: variant)
        let plan = try plan(subject)
        let python = try python(subject.folder)
        let calibration = try calibration(method, beside: subject.reference.file.path)

        // From here on a signal ends the search in good order, and what was found is told.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        let start = pawl_monotonic_raw_nanoseconds()
        let maker = try VariantQuantiser(
            python: python, model: subject.reference.file.path, method: method, calibration: calibration,
            environment: ChildEnvironment.of(context.environment), interruption: context.interruption)
        let progress = SensitivityProgress(
            output: context.output, usesBar: context.usesProgressBar, nodes: maker.nodes)
        progress.begin(model: subject.model.name, method: method, gates: gates.map(\.ruleText))
        let evaluation = try TrialEvaluation(
            plan: plan, gates: gates, variant: variant, maker: maker, worker: context.worker,
            interruption: context.interruption, budgetSeconds: budget, observe: progress.observe)
        var search = SensitivitySearch(
            nodes: maker.nodes, grouping: grouping, sweepsAnyway: arguments.has("--keep-going"),
            evaluate: evaluation.evaluate)
        let finding = try search.run()
        progress.end()

        let written = try write(finding, evaluation)
        let report = SensitivityReport(
            finding, plan: plan, variant: variant, gates: gates.map(\.ruleText),
            recipe: SensitivityRecipe(
                python: context.relative(python), model: context.relative(subject.reference.file.path), method: method,
                calibration: calibration.map(context.relative), variant: variant,
                output: written.map(context.relative), runtime: subject.hasSuite ? subject.reference.runtime : nil,
                workingFolder: context.workingFolder, suiteFolder: subject.folder),
            method: method, seconds: Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9)
        if context.wantsJSON(arguments) {
            try context.writeJSON(report)
        } else {
            context.write(report.document)
        }
        return finding.ending == .stopped ? .incomplete : .passed
    }

    /// The float model alone.
    private func plan(_ subject: SensitivitySubject) throws(PlanError) -> Plan {
        do {
            return try context.planner(suiteFolders: [subject.folder]).plan(
                running: subject.suite,
                only: CellSelection(glob: "\(subject.model.name)/\(subject.reference.name)"))
        } catch {
            guard !subject.hasSuite else { throw error }
            // The suite was made of the options: its places say nothing to anybody.
            throw PlanError(
                diagnostics: error.diagnostics.map { finding in
                    var finding = finding
                    if finding.location?.file == subject.suite.file { finding.location = nil }
                    return finding
                })
        }
    }

    private func grouping() throws(UsageError) -> SensitivitySearch.Grouping {
        guard let text = arguments["--group"] else { return arguments.has("--by-type") ? .operatorType : .automatic }
        guard !arguments.has("--by-type") else {
            throw UsageError(message: "--group and --by-type exclude each other", hint: "give one of them")
        }
        guard let size = Int(text), size >= 1 else {
            throw UsageError(message: "--group cannot be '\(text)'", hint: "a whole number from 1 up")
        }
        return .neighbours(size)
    }

    /// Those that judge what the variant predicts, without a baseline, which a variant that is still sought has not.
    private func gates(of subject: SensitivitySubject, variant: String) throws(UsageError) -> [Gate] {
        let gates = subject.suite.gates.filter {
            $0.metric.origin != .measurement && $0.against != .baseline
                && $0.applies(toModel: subject.model.name, variant: variant)
        }
        guard !gates.isEmpty else {
            throw UsageError(
                message:
                    "no gate of suite '\(subject.suite.name)' judges what \(subject.model.name)/\(variant) predicts",
                hint: "add one, such as { metric: accuracy, against: reference, max_drop: 1 point }; "
                    + "gates limited to other variants are meant with --variant NAME")
        }
        return gates
    }

    private func python(_ folder: String) throws(UsageError) -> String {
        let named = arguments["--python"] ?? context.environment["PAWL_PYTHON"]
        let candidates =
            named.flatMap { $0.isEmpty ? nil : [context.absolute($0)] }
            ?? [
                PawlFolder.find(startingAt: folder, environment: context.environment).python,
                PawlFolder.find(startingAt: context.workingFolder, environment: context.environment).python,
            ]
        guard let found = candidates.first(where: { access($0, X_OK) == 0 }) else {
            throw UsageError(
                message: "there is no Python to quantise with: \(candidates[0]) is not there",
                hint: "run scripts/bootstrap, or name one that has Pawl's model tools with --python")
        }
        return found
    }

    private func calibration(_ method: String, beside model: String) throws(UsageError) -> String? {
        guard method == "int8-qdq" else {
            guard !arguments.has("--calibration") else {
                throw UsageError(message: "--calibration is for int8-qdq", hint: "add --method int8-qdq")
            }
            return nil
        }
        let folder = arguments["--calibration"].map(context.absolute) ?? context.folder(of: model) + "/calibration"
        guard FileManager.default.fileExists(atPath: folder) else {
            throw UsageError(
                message: "int8-qdq needs calibration samples, and \(folder) is not there",
                hint: "name a folder with --calibration; Tools/README.md says what it holds")
        }
        return folder
    }

    private func write(_ finding: SensitivityFinding, _ evaluation: TrialEvaluation) throws -> String? {
        guard let path = arguments["--output"].map(context.absolute) else { return nil }
        guard let kept = finding.kept else { return nil }
        return try evaluation.write(keeping: kept, to: path) ? path : nil
    }
}
