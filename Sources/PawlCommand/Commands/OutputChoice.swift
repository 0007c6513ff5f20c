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
            if given == .logits, model.file?.kind(ofOutput: output.name) == .probabilities {
                throw UsageError(
                    message: "output '\(output.name)' ends in a softmax or a sigmoid, as the model's file shows: "
                        + "it holds probabilities, no logits",
                    hint: "leave --scores out, or give --scores probabilities")
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
        case .anomaly: [.value, .normality, .reconstructionError]
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

/// Finds how an output of a segmentation lies: as given, else as its type and shape tell.
struct SegmentationChoice {
    let arguments: ParsedArguments
    let output: TensorSpec

    /// Adds the layout, and the number of classes and the size where the model fixes them.
    func complete(_ description: inout OutputDescription) throws(UsageError) {
        let layout = arguments["--layout"].flatMap(GoldenTask.Segmentation.Layout.init) ?? likelyLayout
        guard let layout else {
            throw UsageError(
                message: "where output '\(output.description)' has its classes cannot be told",
                hint: "give --layout channels_first, channels_last, or indices where it outputs the class of each pixel"
            )
        }
        description.layout = layout
        // Without the batch.
        let sizes = output.shape.dropFirst().map { dimension -> Int? in
            if case .fixed(let size) = dimension { size } else { nil }
        }
        let plane: [Int?]
        switch layout {
        case .channelsFirst where sizes.count == 3: (description.classCount, plane) = (sizes[0], [sizes[1], sizes[2]])
        case .channelsLast where sizes.count == 3: (description.classCount, plane) = (sizes[2], [sizes[0], sizes[1]])
        case .indices where sizes.count == 2: plane = sizes
        default: plane = []
        }
        let known = plane.compactMap { $0 }
        if known.count == 2 { description.maskSize = known }
    }

    private var likelyLayout: GoldenTask.Segmentation.Layout? {
        let isWhole = output.elementType.isInteger && output.quantization == nil
        if output.shape.count == 3, isWhole { return .indices }
        guard output.shape.count == 4 else { return nil }
        let sizes = output.shape.map { dimension -> Int? in if case .fixed(let size) = dimension { size } else { nil } }
        if isWhole, sizes[1] == 1 || sizes[3] == 1 { return .indices }
        switch (sizes[1], sizes[2], sizes[3]) {
        case (let first?, let height?, let last?):
            // There are mostly fewer classes than pixels in a row or column.
            if first < height, first < last { return .channelsFirst }
            return last < height && last < first ? .channelsLast : nil
        case (_?, nil, nil): return .channelsFirst
        case (nil, nil, _?): return .channelsLast
        default: return nil
        }
    }
}
