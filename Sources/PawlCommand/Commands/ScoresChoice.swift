import GoldenSets
import InferenceCore
import ModelFormats
import Worker

/// Finds what a model's output holds, where the task asks: as given, else as the model tells.
struct ScoresChoice {
    var task: CreatedTask
    var output: TensorSpec
    var model: InspectedModel

    func scores(given: OutputDescription.Scores?) throws(UsageError) -> OutputDescription.Scores? {
        let fitting = Self.fitting(task)
        if let given {
            guard fitting.contains(given) else {
                throw UsageError(
                    message: "--scores \(given.rawValue) does not fit \(task.rawValue)",
                    hint: fitting.isEmpty ? "leave it out" : "one of: \(Self.names(fitting))")
            }
            return given
        }
        guard !fitting.isEmpty else { return nil }
        guard let known = task == .anomaly ? anomalyScore : classScore else {
            throw UsageError(
                message: "what output '\(output.name)' holds cannot be told from the model",
                hint: "give --scores and one of: \(Self.names(fitting))")
        }
        return known
    }

    private static func fitting(_ task: CreatedTask) -> [OutputDescription.Scores] {
        switch task {
        case .classification: [.probabilities, .logits, .labels]
        case .binary: [.probabilities, .logits]
        case .anomaly: [.value, .reconstructionError]
        default: []
        }
    }

    private static func names(_ scores: [OutputDescription.Scores]) -> String {
        scores.map(\.rawValue).joined(separator: ", ")
    }

    private var classScore: OutputDescription.Scores? {
        // Scores are no whole numbers, but for those of a quantised model.
        let isWhole = output.elementType == .int64 || output.elementType == .int32
        if task == .classification, isWhole || model.isText(output.name) { return .labels }
        return switch model.file?.kind(ofOutput: output.name) {
        case .probabilities: .probabilities
        case .logits: .logits
        case nil: nil
        }
    }

    /// An output that looks like the only input is a reconstruction of it, one of a single number is the score itself.
    private var anomalyScore: OutputDescription.Scores? {
        if model.interface.inputs.count == 1, model.interface.inputs[0].shape == output.shape,
            output.shape.last != .fixed(1)
        {
            return .reconstructionError
        }
        let isSingle = output.shape.dropFirst().allSatisfy { $0 == .fixed(1) }
        return isSingle ? .value : nil
    }
}
