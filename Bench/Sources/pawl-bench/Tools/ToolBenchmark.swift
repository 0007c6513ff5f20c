import CSystem
import Foundation
import Gating
import Harness
import PawlCommand
import Records
import RuntimeLibraries
import Statistics
import Suites
import Support

/// Pawl's reported median latency against that of each runtime's own tool: the same library version, model, threads and core.
///
/// Each repetition runs both, in turn first, so that what else the machine does falls on both. Ratios are taken within a
/// repetition.
struct ToolBenchmark {
    /// For models over 1 ms: a harness must neither add to an inference nor hide some of it.
    static let goal = 0.97...1.03
    /// Processes differ from launch to launch, those of a tool as much as Pawl's: both get several.
    private static let launches = 4
    private static let secondsOfTool = 1.5
    private static let timeoutSeconds = 120.0

    /// With the runtimes' packages; nil for the environment of the model tools, which has ONNX Runtime's.
    var python: String?
    var repetitions: Int
    var progress: (String) -> Void

    /// One line a runtime and model; those that are not there are told and left out.
    func run() throws -> [BenchmarkLine] {
        let environment = ProcessInfo.processInfo.environment
        let pawl = PawlFolder.find(startingAt: FileManager.default.currentDirectoryPath, environment: environment)
        let python = self.python ?? pawl.python
        var lines: [BenchmarkLine] = []
        for tool in RuntimeTool.all {
            for subject in ToolSubject.all where subject.file.hasSuffix(tool.suffix) {
                let label = "\(subject.model)/\(subject.file) on \(tool.name) \(tool.version)"
                guard let planned = plan(tool, subject, in: pawl), has(tool, python, environment) else {
                    progress("skipped \(label): it takes the model, the runtime, and \(tool.package) in \(python)")
                    continue
                }
                progress("\(label) ...")
                lines += try compare(planned, tool, subject, label: label, python: python, pawl, environment)
            }
        }
        return lines
    }

    private func plan(_ tool: RuntimeTool, _ subject: ToolSubject, in pawl: PawlFolder) -> Plan? {
        try? SingleVariantPlan(
            model: subject.model, variant: subject.file, modelFile: subject.modelFile(in: pawl),
            goldenFolder: subject.goldenFolder(in: pawl), runtime: tool.name, version: tool.version,
            measurement: MeasurementPolicy(looks: [Self.launches])
        ).plan(in: pawl)
    }

    /// Whether the Python has the package in the very version: another would be another subject.
    private func has(_ tool: RuntimeTool, _ python: String, _ environment: [String: String]) -> Bool {
        let question = "import importlib.metadata as m, yaml; print(m.version('\(tool.package)'))"
        let answer = try? BoundedCommand(
            [python, "-c", question], environment: environment, timeoutSeconds: Self.timeoutSeconds
        ).output()
        return answer?.trimmingCharacters(in: .whitespacesAndNewlines) == tool.version
    }

    private func compare(
        _ plan: Plan, _ tool: RuntimeTool, _ subject: ToolSubject, label: String, python: String, _ pawl: PawlFolder,
        _ environment: [String: String]
    ) throws -> [BenchmarkLine] {
        let core = Int(pawl_last_allowed_core())
        let command = [
            python, "-c", tool.program, subject.modelFile(in: pawl), "1", "\(core)", "\(Self.secondsOfTool)",
            subject.goldenFolder(in: pawl),
        ]
        var own: [Double] = []
        var theirs: [Double] = []
        for repetition in 0..<repetitions {
            if repetition.isMultiple(of: 2) { own.append(try median(plan)) }
            let medians = try (0..<Self.launches).map { _ in try median(command, environment) }
            theirs.append(Sample(medians)?.median ?? .nan)
            if !repetition.isMultiple(of: 2) { own.append(try median(plan)) }
        }
        let ratios = zip(own, theirs).map { $0 / $1 }
        let span = String(format: "(%.3f to %.3f)", ratios.min() ?? .nan, ratios.max() ?? .nan)
        let ratio = Sample(ratios)?.median ?? .nan
        let name = "\(label): Pawl's p50 to its own tool's"
        let milliseconds = (Sample(theirs)?.median ?? .nan) / 1e6
        return [
            .told("\(label): p50 of its own tool", milliseconds, "ms"),
            milliseconds >= 1 ? .between(Self.goal, name, ratio, span) : .told(name, ratio, span),
        ]
    }

    private func median(_ plan: Plan) throws -> Double {
        let announced = RunRecord(
            id: "bench", kind: .run, status: .running, suite: plan.suite, startedAt: Date(), seed: 1, pawlVersion: "",
            environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
        let run = try Harness(worker: CommandContext.ofThisProcess().worker)
            .measure(plan, as: announced, phases: [.latency])
        guard let cell = run.cells.first, let median = CellSummary(cell).value(.latencyP50) else {
            throw TraceError.wrongArgument(
                "the model was not measured: \(run.cells.first?.failure?.message ?? "")", hint: "see above")
        }
        return median
    }

    private func median(_ command: [String], _ environment: [String: String]) throws -> Double {
        let output = try BoundedCommand(command, environment: environment, timeoutSeconds: Self.timeoutSeconds).output()
        // A tool may say much before the loop prints its number.
        guard let median = output.split(separator: "\n").last.flatMap({ Double($0) }), median > 0 else {
            throw TraceError.wrongArgument(
                "\(command[0]) said \"\(output.prefix(80))\"", hint: "one number was expected")
        }
        return median
    }
}
