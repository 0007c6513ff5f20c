import CSystem
import Diagnostics
import Explanation
import Foundation
import Harness
import ModelFormats
import Records
import Suites
import Support

extension AccuracySection {
    static func explain(_ pair: ExplainedPair) throws -> AccuracySection {
        try AccuracyExplanation(pair).run()
    }
}

/// From a pair of models to the layers that break the candidate.
struct AccuracyExplanation {
    private let pair: ExplainedPair
    private let folder: TemporaryFolder
    private let progress: ExplanationProgress
    private let start = pawl_monotonic_raw_nanoseconds()

    init(_ pair: ExplainedPair) throws {
        self.pair = pair
        folder = try TemporaryFolder(prefix: "pawl-explain")
        progress = ExplanationProgress(pair.context)
    }

    private var secondsSpent: Double { Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9 }

    func run() throws -> AccuracySection {
        defer { progress.end() }
        let correspondence: ModelCorrespondence
        do throws(ModelFormatError) {
            correspondence = try ModelCorrespondence(
                reference: pair.baseline.modelFile.path, candidate: pair.candidate.modelFile.path)
        } catch {
            guard case .malformed(let path, _) = error else { throw error }
            return AccuracySection(
                obstacle: "Layers of ONNX models alone are compared: \(pair.context.relative(path)) is none.")
        }
        let set = pair.plan.goldenSets[pair.candidate.goldenSet].set
        let samples = OutputCapture.samples(of: set, count: DivergenceMeasurement.samples)
        let capture = try OutputCapture(
            pair.plan, worker: pair.context.worker, interruption: pair.context.interruption)
        let measurement = DivergenceMeasurement(
            correspondence: correspondence, capture: capture, samples: samples, folder: folder,
            isOneRuntime: pair.runsInOneRuntime, progress: progress.compared)
        let divergences: [ValueDivergence]
        do {
            divergences = try measurement.run()
        } catch let error as WorkerFailure {
            throw ExplanationError.notEvaluated(cell: pair.candidate.name, error)
        }
        let gates = gates
        var section = AccuracySection(
            samples: samples.reduce(0) { $0 + $1.count },
            values: divergences.map {
                AccuracySection.Value(
                    value: $0.value, node: $0.node, operatorType: $0.operatorType, accumulated: $0.accumulated,
                    own: $0.own)
            },
            differingLayers: correspondence.layers.count, gates: gates.map(\.ruleText))
        if correspondence.layers.isEmpty {
            section.obstacle =
                "The two models compute every layer alike: what differs comes from the runtime or its settings."
        } else if gates.isEmpty {
            section.obstacle =
                "No gate of the suite judges what \(pair.candidate.name) predicts, so there is nothing to restore."
        } else {
            let search = CauseMeasurement(
                pair: pair, correspondence: correspondence, divergences: divergences, gates: gates, folder: folder,
                progress: progress)
            let causes = try self.causes(search, &section)
            let saved = SavedPart(
                correspondence: correspondence, capture: capture, samples: samples, folder: folder,
                origin: "\(pair.candidate.name) on \(pair.candidate.runtime.name) \(pair.candidate.runtime.version)")
            section.savedParts = try save(causes, saved)
        }
        section.seconds = secondsSpent
        return section
    }

    /// - Returns: positions of layers; none where the two models' layers cannot be exchanged, which the section says then.
    private func causes(_ search: CauseMeasurement, _ section: inout AccuracySection) throws -> [Int] {
        do {
            return try search.run(into: &section, secondsSpent: secondsSpent)
        } catch let error as SensitivityError {
            guard case .refused(let message, let hint) = error else { throw error }
            // What was compared is told all the same.
            section.obstacle = "\(message); \(hint)"
            return []
        }
    }

    /// Those that judge what the candidate predicts.
    private var gates: [Gate] {
        pair.suite.gates.filter {
            $0.metric.origin != .measurement
                && (pair.isAgainstReference ? $0.against != .baseline : $0.against != .reference)
                && $0.applies(toModel: pair.candidate.model, variant: pair.candidate.variant)
        }
    }

    /// - Returns: paths of folders.
    private func save(_ causes: [Int], _ part: SavedPart) throws -> [String] {
        guard let parent = pair.arguments["--save-part"].map(pair.context.absolute) else { return [] }
        do {
            return try causes.prefix(CauseMeasurement.mostTold).enumerated().map { number, layer in
                try pair.context.relative(part.save(layer, number: number + 1, in: parent))
            }
        } catch let error as WorkerFailure {
            throw ExplanationError.notEvaluated(cell: pair.candidate.name, error)
        }
    }
}
