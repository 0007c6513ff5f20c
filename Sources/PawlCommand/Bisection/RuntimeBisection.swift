import Diagnostics
import Foundation
import Gating
import GoldenSets
import Records
import RuntimeLibraries
import Suites
import Support

/// From a suite and two versions to the releases at which a cell changed, as `pawl runtime bisect` walks it.
struct RuntimeBisection {
    static let defaultStep = 0.03

    let arguments: ParsedArguments
    let context: CommandContext

    func execute() throws -> ExitCode {
        let fitness = try FitnessCheck(arguments)
        let name = arguments.positionals[0]
        let metric = try metric()
        let policy = VersionSweep.Policy(
            smallestChange: try arguments.relativeChange("--step", example: "3%") ?? Self.defaultStep)
        let budget = try arguments.duration("--budget")
        let seed = try arguments.seed()
        let file = arguments.positionals[1]
        let cell = try SweptCell(try context.readSuite(file), only: arguments["--only"], runtime: name)
        try check(metric, of: cell)
        // From here on a signal ends fetching and measuring in good order, and what was found is told.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        let located = try SweptSelection(
            runtime: name, folder: context.folder(of: file), arguments: arguments, context: context,
            declaration: { cell.declaration(ofLibrary: $0, runtime: name) }
        ).located()
        guard let first = located.compactMap(\.runtime).first else { throw NoVersionError(name: name, located) }
        var plan = try cell.plan(on: first)
        if let budget { plan.measurement.budgetSeconds = budget }
        try fitness.conclude(context)

        let measurement = SweepMeasurement(
            context: context, environment: context.captureEnvironment(gitFolder: context.folder(of: file)), seed: seed,
            patience: fitness.patience)
        let sweep = VersionSweep(
            plan, versions: versions(located, as: plan.cells[0]), metric: metric, policy: policy,
            measure: measurement.measure)
        let result = try sweep.run()
        let report = BisectionReport(
            result, cell: cell.name, suite: cell.suite.name, runtime: name, metric: metric, policy: policy,
            seed: seed)
        try ReportPublication(
            report: report, name: "bisect", document: report.document(), arguments: arguments, context: context,
            charts: { report.drawn(context) }
        ).publish()
        return report.isWhole ? .passed : .incomplete
    }

    private func versions(_ located: [SweptRuntime], as cell: PlannedCell) -> [VersionSweep.Version] {
        located.map { version in
            guard let runtime = version.runtime else {
                let unknown = CellFailure(kind: .error, phase: "install", message: "it could not be found")
                return .init(label: version.label, failure: version.failure ?? unknown)
            }
            var cell = cell
            cell.runtime = runtime
            return .init(label: version.label, cell: cell)
        }
    }

    // MARK: - What is asked for

    private func metric() throws(UsageError) -> Metric {
        guard let text = arguments["--metric"] else { return .latencyP50 }
        guard let metric = Metric(rawValue: text), Self.canFollow(metric) else {
            throw UsageError(
                message: "--metric cannot be '\(text)'",
                hint: Suggestion.hint(for: text, among: Metric.allCases.filter(Self.canFollow).map(\.rawValue)))
        }
        return metric
    }

    /// Sizes are the model's whatever runs it; what an arena holds and where operators run is for 'pawl gate'.
    static func canFollow(_ metric: Metric) -> Bool { metric.origin != .measurement || LaunchEffects.has(metric) }

    /// Before anything is fetched. A golden set that cannot be read is told when the suite is planned.
    private func check(_ metric: Metric, of cell: SweptCell) throws(UsageError) {
        guard metric.origin != .measurement, let folder = cell.goldenSetFolder,
            let manifest = (try? GoldenSet.open(folder: folder, verifyingDigests: false))?.manifest,
            !manifest.metrics.contains(metric)
        else { return }
        throw UsageError(
            message: "golden set '\(manifest.id)' has no \(metric.rawValue): it is of task "
                + manifest.task.kind.rawValue,
            hint: "its metrics: \(manifest.metrics.map(\.rawValue).joined(separator: ", "))")
    }
}

/// None of the versions asked for can be had.
struct NoVersionError: DiagnosableError {
    let name: String
    let versions: [SweptRuntime]

    init(name: String, _ versions: [SweptRuntime]) {
        self.name = name
        self.versions = versions
    }

    var blame: Blame { .machine }

    var diagnostics: [Diagnostic] {
        let first = versions.first
        return [
            Diagnostic(
                code: "bisect.no-version", "none of \(versions.count) versions of \(name) can be measured with",
                hint: first?.failure?.hint, cause: first.map { "\($0.label): \($0.failure?.message ?? "")" })
        ]
    }
}
