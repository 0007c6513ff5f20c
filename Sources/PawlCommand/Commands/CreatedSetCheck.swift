import Diagnostics
import Files
import Foundation
import Gating
import GoldenSets
import Harness
import Planning
import Records
import RuntimeLibraries
import SuiteModel

/// Lets the model answer a golden set that was just made, so that labels that do not fit it are named before anything is gated on them.
struct CreatedSetCheck {
    /// A larger set is not answered: making it must not take the time of a run.
    static let sampleLimit = 2000
    static let byteLimit = 256 << 20

    let context: CommandContext
    /// Absolute, both.
    let folder: String
    let model: String
    let runtime: RuntimeRequirement

    /// Warns of what is wrong; a check that cannot be made is said, and costs nothing else.
    func run() {
        do {
            let set = try GoldenSet.open(folder: folder, verifyingDigests: false)
            guard set.manifest.task.hasClassesOfSamples else { return }
            let bytes = set.feed.inputByteCount(ofSamples: 0..<set.sampleCount)
            guard set.sampleCount <= Self.sampleLimit, bytes <= Self.byteLimit else {
                context.warn("the model did not answer these samples, which are many: a gate says whether labels fit")
                return
            }
            let answered = try answer()
            for failure in answered.cells.compactMap(\.failure) {
                let hint = failure.hint.map { "; \($0)" } ?? ""
                context.warn("the model cannot answer this golden set: \(failure.message)\(hint)")
            }
            for warning in GroundTruthText.warnings(in: answered) { context.warn(warning) }
        } catch {
            let message = (error as? any DiagnosableError)?.diagnostics.first?.message ?? "\(error)"
            context.warn("whether the labels fit the model was not checked: \(message)")
        }
    }

    /// A suite of the model alone, written as its author would have, so that all of it is checked as any other suite.
    private func answer() throws -> RunRecord {
        let text = """
            pawl: 1
            suite: created
            golden_sets: { golden: \(quoted(folder)) }
            runtimes: { runtime: { name: \(quoted(runtime.name)), version: \(quoted(runtime.version)) } }
            models:
              golden:
                golden_set: golden
                reference: model
                variants: { model: { file: \(quoted(model)), runtime: runtime } }

            """
        let scratch = try TemporaryFolder(prefix: "pawl-created")
        return try withExtendedLifetime(scratch) {
            try AtomicFile.write(text, to: scratch.file("suite.yaml"))
            let suite = try SuiteReader.read(file: scratch.file("suite.yaml"))
            let plan = try context.planner(suiteFolders: [context.workingFolder]).plan(running: suite)
            let announced = RunRecord(
                id: "created", kind: .run, status: .running, suite: plan.suite, startedAt: Date(), seed: 1,
                pawlVersion: pawlVersion,
                environment: EnvironmentRecord(hostName: "", machineFingerprint: "", facts: []))
            let showsProgress = context.usesProgressBar
            let progress = ProgressDisplay(
                output: context.output, usesBar: showsProgress, usesColour: context.diagnosticUsesColour)
            return try Harness(
                worker: context.worker, interruption: context.interruption,
                observe: { if showsProgress { progress.observe($0) } }, environment: context.environment
            ).measure(plan, as: announced, phases: [.accuracy])
        }
    }

    /// A YAML scalar in single quotes, in which nothing but the quote means anything.
    private func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
