import Diagnostics
import GoldenSets
import InferenceCore
import Worker

/// Finds which outputs of a detector hold what: as given, else as their names, types and shapes tell.
struct DetectionChoice {
    let arguments: ParsedArguments
    let model: InspectedModel

    private enum Part: String, CaseIterable {
        case boxes, scores, labels, count

        /// Parts of the names that detectors give their outputs.
        var words: [String] {
            switch self {
            case .boxes: ["box", "bbox"]
            case .scores: ["score", "conf", "prob"]
            case .labels: ["label", "class", "categor"]
            case .count: ["num_det", "num", "count"]
            }
        }
    }

    /// TensorFlow Lite's operator gives boxes, classes, scores and count, in this order, for coordinates from 0 to 1.
    private static let postprocess = "TFLite_Detection_PostProcess"

    func output() throws -> OutputDescription {
        let parts = try parts()
        let isPostprocess = parts[.boxes]?.hasPrefix(Self.postprocess) == true
        guard let boxes = parts[.boxes], let scores = parts[.scores], let labels = parts[.labels] else {
            let open = Part.allCases.filter { parts[$0] == nil && $0 != .count }.map(\.rawValue)
            let outputs = model.interface.outputs.map(\.description).joined(separator: "; ")
            throw UsageError(
                message: "which output holds \(open.joined(separator: " and which ")) cannot be told: \(outputs)",
                hint: "write --output boxes=NAME,scores=NAME,labels=NAME, and count=NAME where there is one")
        }
        guard let format = try format(isPostprocess) else {
            throw UsageError(
                message: "how the four numbers of a box are to be read cannot be told from the model",
                hint: "give --box-format xyxy, yxyx, xywh (left, top, width, height) or cxcywh (centre, width, height)")
        }
        guard let units = try units(isPostprocess) else {
            throw UsageError(
                message: "what the coordinates of boxes count in cannot be told from the model",
                hint: "give --box-units relative (0 to 1), input (pixels of the model's input) or image (pixels of the "
                    + "image that was annotated)")
        }
        var output = OutputDescription(name: boxes)
        output.detection = OutputDescription.Detection(
            boxes: boxes, scores: scores, labels: labels, count: parts[.count], format: format, units: units)
        return output
    }

    private func format(_ isPostprocess: Bool) throws -> GoldenTask.Detection.BoxFormat? {
        arguments["--box-format"].flatMap(GoldenTask.Detection.BoxFormat.init) ?? (isPostprocess ? .yxyx : nil)
    }

    private func units(_ isPostprocess: Bool) throws -> OutputDescription.Detection.Units? {
        switch arguments["--box-units"] {
        case "relative": return .relative
        case "image": return .image
        case "input":
            guard let size = imageSize else {
                throw UsageError(
                    message: "--box-units input needs an input of fixed height and width",
                    hint: "the model has: \(model.interface.inputs.map(\.description).joined(separator: "; "))")
            }
            return .input(width: size.width, height: size.height)
        default: return isPostprocess ? .relative : nil
        }
    }

    /// Of the only input of an image, channels first or last.
    private var imageSize: (width: Int, height: Int)? {
        let sizes = model.interface.inputs.compactMap { spec -> (width: Int, height: Int)? in
            guard spec.shape.count == 4 else { return nil }
            let fixed = spec.shape.map { dimension -> Int? in
                if case .fixed(let size) = dimension { size } else { nil }
            }
            if let channels = fixed[1], channels <= 4, let height = fixed[2], let width = fixed[3] {
                return (width, height)
            }
            if let channels = fixed[3], channels <= 4, let height = fixed[1], let width = fixed[2] {
                return (width, height)
            }
            return nil
        }
        return sizes.count == 1 ? sizes[0] : nil
    }

    private func parts() throws -> [Part: String] {
        var parts = try given()
        var free = model.interface.outputs.filter { !parts.values.contains($0.name) }
        if parts.isEmpty, free.count == 4, free.allSatisfy({ $0.name.hasPrefix(Self.postprocess) }) {
            return [.boxes: free[0].name, .labels: free[1].name, .scores: free[2].name, .count: free[3].name]
        }
        func take(_ part: Part, where isIt: (TensorSpec) -> Bool) {
            guard parts[part] == nil else { return }
            let found = free.filter(isIt)
            guard found.count == 1 else { return }
            parts[part] = found[0].name
            free.removeAll { $0.name == found[0].name }
        }
        for part in Part.allCases {
            take(part) { spec in part.words.contains { spec.name.lowercased().contains($0) } }
        }
        take(.boxes) { $0.shape.count >= 2 && $0.shape.last == .fixed(4) }
        take(.labels) { $0.elementType.isInteger && $0.shape.count >= 1 && $0.shape.last != .fixed(1) }
        take(.scores) { !$0.elementType.isInteger && $0.shape.last != .fixed(4) && $0.shape.last != .fixed(1) }
        return parts
    }

    /// `--output boxes=NAME,scores=NAME`
    private func given() throws -> [Part: String] {
        guard let text = arguments["--output"] else { return [:] }
        var parts: [Part: String] = [:]
        for entry in text.split(separator: ",", omittingEmptySubsequences: false) {
            let words = entry.split(separator: "=", maxSplits: 1).map(String.init)
            guard words.count == 2, let part = Part(rawValue: words[0]) else {
                throw UsageError(
                    message: "--output of a detector cannot be '\(text)'",
                    hint: "write --output boxes=NAME,scores=NAME,labels=NAME, and count=NAME where there is one")
            }
            parts[part] = try model.output(named: words[1]).name
        }
        return parts
    }
}
