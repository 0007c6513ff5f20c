import Foundation
import Gating
import Harness
import Records
import Suites

/// `pawl doctor --calibrate TIME`: gates equal things for a while and says what gates on this machine are worth.
struct CalibratingDoctor {
    /// Options that mean nothing without `--calibrate`.
    static let ownOptions = ["--suite", "--only", "--margin", "--seed"]
    private static let defaultMargin = 0.03
    private static let demoSuite = "Suites/demo.yaml"

    let seconds: Double
    let margin: Double
    let seed: UInt64
    let arguments: ParsedArguments
    let context: CommandContext

    /// Nil without `--calibrate`.
    init?(_ arguments: ParsedArguments, in context: CommandContext) throws(UsageError) {
        guard let seconds = try arguments.duration("--calibrate") else {
            if let option = Self.ownOptions.first(where: arguments.has) {
                throw UsageError(message: "\(option) needs --calibrate", hint: "such as --calibrate 5m")
            }
            return nil
        }
        self.seconds = seconds
        margin = try arguments.relativeChange("--margin", example: "3%") ?? Self.defaultMargin
        seed = try arguments.seed()
        self.arguments = arguments
        self.context = context
    }

    /// - Parameter doctor: examines the machine when all names and files are found.
    func execute(examine: () -> DoctorReport) throws -> ExitCode {
        let plan = try plan()
        let doctor = examine()
        // From here on a signal ends the gates in good order; what was measured is reported.
        let signals = InterruptionSignals(context.interruption)
        defer { withExtendedLifetime(signals) {} }
        let progress = CalibrationProgress(
            output: context.output, usesBar: context.usesProgressBar, usesColour: context.diagnosticUsesColour,
            seconds: seconds)
        let result = measure(plan, progress: progress)
        progress.forecasting(variants: plan.variants.count)
        let report = CalibrationReport(result, plan: plan, seed: seed, requestedSeconds: seconds)
        if let error = result.error { context.tell(error) }
        if context.wantsJSON(arguments) {
            try context.writeJSON(CalibratedMachine(calibration: report, machine: doctor))
        } else {
            context.write(report.document(machine: doctor))
        }
        return result.ending == .complete ? .passed : .incomplete
    }

    private func measure(_ plan: CalibrationPlan, progress: CalibrationProgress) -> Calibration.Result {
        let pairs = PairMeasurement(worker: context.worker, interruption: context.interruption)
        let rule = StoppingRule(gates: [plan.gate])
        let calibration = Calibration(plan, seed: seed, observe: { progress.observe($0) }) { pair, seed in
            try pairs.measure(pair, seed: seed, observe: { progress.observe(.within($0)) }, ask: rule.decision)
        }
        return calibration.run(seconds: seconds)
    }

    private func plan() throws -> CalibrationPlan {
        let file = try arguments["--suite"] ?? demoSuiteFile()
        let suite = try context.readSuite(file)
        return try CalibrationPlan(
            suite: suite, margin: margin, only: CellSelection(glob: arguments["--only"]),
            onlyReferences: !arguments.has("--suite") && !arguments.has("--only"),
            planner: context.planner(suiteFolders: [context.folder(of: file)]))
    }

    /// The demo of the checkout that the working folder lies in: its reference needs nothing that the user made.
    private func demoSuiteFile() throws(UsageError) -> String {
        var folder = URL(fileURLWithPath: context.workingFolder).standardizedFileURL
        while true {
            let file = folder.appendingPathComponent(Self.demoSuite).path
            if FileManager.default.fileExists(atPath: file) { return file }
            let parent = folder.deletingLastPathComponent()
            guard parent.path != folder.path else { break }
            folder = parent
        }
        throw UsageError(
            message: "there is no \(Self.demoSuite) here to calibrate with",
            hint: "name a suite of yours: pawl doctor --calibrate \(arguments["--calibrate"] ?? "5m") --suite SUITE")
    }
}

/// What `--format json` prints.
struct CalibratedMachine: Encodable {
    var calibration: CalibrationReport
    var machine: DoctorReport
}
