import CSystem
import Foundation
import GoldenSets
import Harness
import PawlCommand
import Records
import RuntimeLibraries
import Suites

/// `pawl-bench accuracy-pass MODEL FOLDER`: one accuracy pass in a process of its own, as a user of `pawl` gets it: files
/// found, digests verified, workers started, metrics computed. Prints the seconds of the pass itself.
enum AccuracyPassCommand {
    static let name = "accuracy-pass"

    static func run(_ arguments: [String]) throws {
        guard arguments.count == 2, let model = AccuracyModel.all.first(where: { $0.name == arguments[0] }) else {
            throw TraceError.wrongArgument(
                "accuracy-pass takes a model and a .pawl folder", hint: "pawl-bench accuracy")
        }
        var plan = try model.plan(in: PawlFolder(path: arguments[1]))
        plan.measurement.reuseEvaluationsSeconds = nil
        let announced = RunRecord(
            id: "bench", kind: .run, status: .running, suite: plan.suite, startedAt: Date(), seed: 1, pawlVersion: "",
            environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
        let harness = Harness(worker: CommandContext.ofThisProcess().worker)
        let start = pawl_monotonic_raw_nanoseconds()
        let run = try harness.measure(plan, as: announced, phases: [.accuracy], triesInputs: false)
        let seconds = Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9
        guard let cell = run.cells.first, cell.failure == nil, cell.accuracy != nil else {
            throw TraceError.wrongArgument(
                "\(model.name) was not evaluated: \(run.cells.first?.failure?.message ?? "")", hint: "see above")
        }
        print("\(plan.goldenSets[0].set.sampleCount) \(seconds)")
    }
}
