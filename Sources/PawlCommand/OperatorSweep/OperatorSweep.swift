import Diagnostics
import Foundation
import Harness
import Records
import Reports
import RuntimeLibraries
import RuntimeProbes
import Suites
import Support
import Worker

/// From two versions of a runtime, or two runtimes, to the operators that differ, as `pawl runtime sweep` walks it.
struct OperatorSweep {
    static let defaultStep = 0.05

    enum Part: String, CaseIterable { case numbers, time }

    let arguments: ParsedArguments
    let context: CommandContext

    func execute() throws -> ExitCode {
        let fitness = try FitnessCheck(arguments)
        let name = try runtimeName(arguments.positionals[0])
        let other = try otherRuntime(than: name)
        let parts = arguments["--only"].flatMap(Part.init).map { [$0] } ?? Part.allCases
        let policy = VersionSweep.Policy(
            smallestChange: try arguments.relativeChange("--step", example: "5%") ?? Self.defaultStep)
        let budget = try arguments.duration("--budget")
        let seed = try arguments.seed()
        let selection = OperatorSelection(arguments["--operators"])
        // What cannot be meant is refused before anything is fetched.
        let tests = parts.contains(.numbers) ? try tests(selection, isAlone: parts.count == 1) : nil
        let models = parts.contains(.time) ? try models(selection, isAlone: tests == nil) : []
        // From here on a signal ends fetching, running and measuring in good order, and what was found is told.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        let (first, second) = try ends(of: name, against: other)
        if !models.isEmpty { try fitness.conclude(context) }

        var report = OperatorSweepReport(first: .init(first), second: .init(second), numbers: nil, times: nil)
        if let tests { report.numbers = .init(try numbers(tests, first.runtime, second.runtime), source: tests.folder) }
        if !models.isEmpty, !context.interruption.wasTriggered {
            let measurement = SweepMeasurement(
                context: context, environment: context.captureEnvironment(gitFolder: context.workingFolder), seed: seed,
                patience: fitness.patience)
            let suite = try OperatorSuite(models)
            var plan = try suite.plan(first.runtime, second.runtime)
            if let budget { plan.measurement.budgetSeconds = budget }
            let times = try OperatorTimes(plan, of: models, policy: policy, measure: measurement.measure)
            report.times = .init(times, policy: policy, seed: seed)
        }
        let isStopped = context.interruption.wasTriggered
        try ReportPublication(
            report: report, name: "sweep", document: report.document, arguments: arguments, context: context
        ).publish()
        return report.isWhole && !isStopped ? .passed : .incomplete
    }

    // MARK: - What is asked for

    /// Those that open ONNX models in Pawl's own worker.
    private func runtimeName(_ name: String) throws(UsageError) -> String {
        guard name == "openvino" || name == "onnxruntime" || name.hasPrefix("onnxruntime-") else {
            throw UsageError(
                message: "a sweep over operators cannot be of '\(name)'",
                hint: "its models are ONNX models, which onnxruntime and openvino open")
        }
        return name
    }

    /// What `--against` names: another runtime than the first.
    private func otherRuntime(than name: String) throws -> (name: String, version: String?)? {
        guard let text = arguments["--against"] else { return nil }
        let requirement = text.contains("=") ? try RuntimeRequirement(parsing: text) : nil
        let other = try runtimeName(requirement?.name ?? text)
        guard other != name else {
            throw UsageError(
                message: "--against names \(name) itself", hint: "two versions of it are --from VERSION --to VERSION")
        }
        return (other, requirement?.version)
    }

    private func models(_ selection: OperatorSelection, isAlone: Bool) throws(UsageError) -> [OperatorModel] {
        let models = OperatorModel.all { name, operatorName in
            selection.contains(operatorName) || selection.contains(name)
        }
        guard models.isEmpty, isAlone else { return models }
        throw UsageError(
            message: "no timed operator is called '\(selection.text ?? "")'",
            hint: Suggestion.hint(for: selection.text ?? "", among: OperatorModel.operatorNames))
    }

    /// - Parameter isAlone: whether time is not asked for.
    /// - Returns: nil where time alone knows the operator.
    private func tests(_ selection: OperatorSelection, isAlone: Bool) throws(UsageError) -> NodeTests? {
        let folder: String
        if let given = arguments["--node-tests"] {
            folder = context.absolute(given)
        } else {
            folder = try NodeTests.carried(by: context.pawlFolder)
        }
        var tests = try NodeTests(folder: folder)
        do throws(UsageError) {
            try tests.keep(selection)
        } catch {
            guard !isAlone else { throw error }
            return nil
        }
        return tests
    }

    /// One of the two versions, which is there.
    struct End {
        var label: String
        var runtime: LocatedRuntime
    }

    private func ends(
        of name: String, against other: (name: String, version: String?)?
    ) throws -> (first: End, second: End) {
        let selection = SweptSelection(
            runtime: name, folder: context.workingFolder, arguments: arguments, context: context,
            declaration: { OperatorSuite.declaration(ofLibrary: $0, runtime: name) }, takesEndsOnly: true)
        if let other {
            let located = try selection.located(against: other.name, other.version)
            return (try end(located.first, of: name), try end(located.second, of: other.name))
        }
        // At least two, or what cannot be meant was refused.
        let located = try selection.located()
        return (try end(located[0], of: name), try end(located[located.count - 1], of: name))
    }

    private func end(_ version: SweptRuntime, of name: String) throws(MissingEndError) -> End {
        guard let runtime = version.runtime else { throw MissingEndError(name: name, version: version) }
        return End(label: version.label, runtime: runtime)
    }

    // MARK: - Numbers

    private func numbers(
        _ tests: NodeTests, _ first: LocatedRuntime, _ second: LocatedRuntime
    ) throws(ProbeError) -> OperatorNumbers {
        let (one, two) = (try runner(first), try runner(second))
        let progress = OperatorTestProgress(
            output: context.output, usesBar: context.usesProgressBar, usesColour: context.diagnosticUsesColour,
            total: tests.entries.count)
        defer { progress.end() }
        return try OperatorNumbers(tests, first: one.run, second: two.run, observe: progress.observe)
    }

    private func runner(_ runtime: LocatedRuntime) throws(ProbeError) -> OperatorTestRunner {
        try OperatorTestRunner(
            RuntimeAddress(name: runtime.name, version: runtime.version, libraryPath: runtime.libraryPath)
        ) { () throws(WorkerFailure) -> WorkerProcess in
            let worker = try WorkerProcess(
                context.worker, interruption: context.interruption,
                timeoutSeconds: OperatorTestRunner.defaultTimeoutSeconds)
            worker.runtimeName = runtime.name
            return worker
        }
    }
}

extension OperatorSweepReport.Version {
    init(_ end: OperatorSweep.End) {
        self.init(
            runtime: end.runtime.name, label: end.label, version: end.runtime.version,
            libraryDigest: end.runtime.libraryDigest)
    }
}

/// A version without which there is nothing to compare.
struct MissingEndError: DiagnosableError {
    let name: String
    let version: SweptRuntime

    var blame: Blame { .machine }

    var diagnostics: [Diagnostic] {
        [
            Diagnostic(
                code: "sweep.no-version", "\(name) \(version.label) cannot be compared", hint: version.failure?.hint,
                cause: version.failure?.message)
        ]
    }
}
