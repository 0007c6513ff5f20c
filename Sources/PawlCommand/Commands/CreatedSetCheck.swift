import Diagnostics
import Foundation
import Gating
import GoldenSets
import Harness
import Records
import RuntimeLibraries
import Suites
import Support

/// Runs the model on a golden set that is being made, so that labels that do not fit it are named before anything is gated on them.
struct CreatedSetCheck {
    /// A larger set is not evaluated: making it must not take the time of a run.
    static let sampleLimit = 2000
    static let byteLimit = 256 << 20

    let context: CommandContext
    /// Absolute.
    let model: String
    let runtime: RuntimeRequirement
    /// Whether nobody said which symbol stands for nothing: then that is taken with which the model reads the labels.
    var choosesBlank = false

    /// Refuses a set on which the model predicts no better than by guessing, and warns of what else is wrong; a check that cannot be made is
    /// said, and costs nothing else.
    ///
    /// - Parameter folder: of the set, absolute.
    /// - Throws: `GoldenSetCreationError.otherBlank` where the blank is to be chosen, and another one is right.
    func run(on folder: String) throws(GoldenSetCreationError) {
        let evaluated: RunRecord?
        do {
            evaluated = try evaluation(to: folder)
        } catch {
            let message = (error as? any DiagnosableError)?.diagnostics.first?.message ?? "\(error)"
            context.warn("whether the labels fit the model was not checked: \(message)")
            return
        }
        guard !context.interruption.wasTriggered else { throw .interrupted }
        guard let evaluated else { return }
        for failure in evaluated.cells.compactMap(\.failure) {
            let hint = failure.hint.map { "; \($0)" } ?? ""
            context.warn("the model cannot run this golden set: \(failure.message)\(hint)")
        }
        if choosesBlank, let other = GroundTruthText.otherBlank(in: evaluated) {
            context.warn("blank \(other.index) was taken: \(other.words)")
            throw .otherBlank(other.index)
        }
        if let refusal = GroundTruthText.refusal(in: evaluated) {
            let hasClasses = evaluated.goldenSets.contains { !$0.classNames.isEmpty }
            let compared =
                hasClasses
                ? "the labels and their order with the model's classes" : "the labels with the model's predictions"
            let advice =
                refusal.evidence.isEmpty
                ? "compare \(compared), and the samples with what it was trained on"
                : refusal.evidence.joined(separator: "; ") + "; correct that"
            throw .invalid([
                Diagnostic(
                    code: "create.chance",
                    "the model \(refusal.complaint): its labels or its inputs are wrong; nothing was written",
                    hint: "\(advice), or keep the set as it is with --no-check")
            ])
        }
        for warning in GroundTruthText.warnings(in: evaluated) { context.warn(warning) }
    }

    /// Nil for a task without ground truth, and for more samples than are evaluated here.
    private func evaluation(to folder: String) throws -> RunRecord? {
        let set = try GoldenSet.open(folder: folder, verifyingDigests: false)
        guard set.manifest.task.kind != .fidelity else { return nil }
        let bytes = set.feed.inputByteCount(ofSamples: 0..<set.sampleCount)
        guard set.sampleCount <= Self.sampleLimit, bytes <= Self.byteLimit else {
            context.warn("the model was not run on these samples, which are many: a gate says whether labels fit")
            return nil
        }
        return try evaluate(folder)
    }

    /// A suite of the model alone, written as its author would have, so that all of it is checked as any other suite.
    private func evaluate(_ folder: String) throws -> RunRecord {
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
