import InferenceCore
import TaskMetrics

/// The ground-truth files, task by task.
extension GoldenSetDataReader {
    struct TaskContent {
        var labels: [Int32] = []
        var classNames: [String] = []
        var texts: [String] = []
        var groundTruth: GroundTruth = .labelsOnly
    }

    /// Nil when something was found.
    mutating func taskContent() -> TaskContent? {
        switch manifest.task {
        case .classification(let task):
            let classes = files.names(task.classes, "class")
            return labelled(task.labels, classes)
        case .binary(let task):
            let classes = files.names(task.classes, "class")
            if let classes, classes.count != 2 {
                files.report(
                    "classes", "a binary set has two classes, '\(task.classes.path)' names \(classes.count)",
                    at: task.classes.location, hint: "the negative class first; more classes are a classification")
                return nil
            }
            return labelled(task.labels, classes)
        case .sequence(let task): return sequence(task)
        case .embedding(let task): return embedding(task)
        case .regression(let task): return regression(task)
        case .detection(let task): return detection(task)
        case .segmentation(let task): return segmentation(task)
        case .anomaly(let task):
            return labels(task.labels, below: 2, "0 is normal, 1 is an anomaly").map { TaskContent(labels: $0) }
        case .fidelity: return TaskContent()
        }
    }

    private mutating func labelled(_ file: DataFile, _ classes: [String]?) -> TaskContent? {
        guard let classes else {
            _ = integers(file, "labels", rank: 1)
            return nil
        }
        let hint = "there are \(classes.count) classes, so labels go from 0 to \(classes.count - 1)"
        return labels(file, below: classes.count, hint).map { TaskContent(labels: $0, classNames: classes) }
    }

    /// A label a sample, from 0 to below a limit.
    private mutating func labels(_ file: DataFile, below limit: Int, _ hint: String) -> [Int32]? {
        guard let array = integers(file, "labels", rank: 1) else { return nil }
        checkCount(array.shape[0], "labels", file)
        let remapped = manifest.task.remapped
        let words = remapped.map { " \($0)" } ?? ""
        return indices(array, below: limit, file, hint, remapped: remapped) {
            "label \($0) of sample \($1) (from 0) in '\(file.path)'\(words) is no class index"
        }
    }

    private mutating func indices(
        _ array: NumPyArray, below limit: Int, _ file: DataFile, _ hint: String, remapped: LabelMapping? = nil,
        _ complaint: (_ value: Int64, _ position: Int) -> String
    ) -> [Int32]? {
        var indices: [Int32] = []
        indices.reserveCapacity(array.elementCount)
        for position in 0..<array.elementCount {
            let stored = array.integer(at: position)
            let value = remapped.map { $0(stored) } ?? stored
            guard let value, (0..<Int64(limit)).contains(value), let small = Int32(exactly: value) else {
                files.report("labels", complaint(stored, position), at: file.location, hint: hint)
                return nil
            }
            indices.append(small)
        }
        return indices
    }

    private mutating func sequence(_ task: GoldenTask.Sequence) -> TaskContent? {
        let texts = files.lines(task.labels, "text", mayBeEmpty: true)
        if let texts { checkCount(texts.count, "lines", task.labels) }
        let alphabet = files.lines(task.alphabet, "symbol", mayBeEmpty: false)
        if let alphabet, task.blank >= alphabet.count {
            files.report(
                "alphabet", "blank \(task.blank) is none of the \(alphabet.count) symbols of '\(task.alphabet.path)'",
                at: task.alphabet.location, hint: "line i, from 0, is the symbol that the model calls i")
            return nil
        }
        guard let texts, let alphabet else { return nil }
        return TaskContent(texts: texts, groundTruth: .alphabet(alphabet))
    }

    private mutating func embedding(_ task: GoldenTask.Embedding) -> TaskContent? {
        var content = TaskContent()
        if let file = task.labels {
            guard let groups = labels(file, below: Int(Int32.max), "groups are numbered from 0") else { return nil }
            content.labels = groups
        }
        guard let pairs = task.pairs else { return content }
        guard let array = integers(pairs.pairs, "pairs", rank: 2), let values = numbers(pairs.similarities) else {
            return nil
        }
        guard array.shape[1] == 2, values.shape == [array.shape[0]] else {
            files.report(
                "pairs",
                "pairs must be [m, 2] and similarities [m]; they are \(array.description) and \(values.description)",
                at: pairs.pairs.location)
            return nil
        }
        let members = indices(
            array, below: manifest.samples, pairs.pairs, "there are \(manifest.samples) samples, counted from 0"
        ) { "'\(pairs.pairs.path)' names sample \($0) in pair \($1 / 2), which does not exist" }
        guard let members else { return nil }
        content.groundTruth = .similarities(
            pairs: stride(from: 0, to: members.count, by: 2).map { (members[$0], members[$0 + 1]) },
            values: (0..<values.elementCount).map(values.number))
        return content
    }

    private mutating func regression(_ task: GoldenTask.Regression) -> TaskContent? {
        guard let array = numbers(task.labels) else { return nil }
        guard array.shape.count <= 2 else {
            files.report(
                "labels", "labels must be [n] or [n, outputs], '\(task.labels.path)' has \(array.description)",
                at: task.labels.location)
            return nil
        }
        checkCount(array.shape[0], "labels", task.labels)
        return TaskContent(
            groundTruth: .numbers(
                (0..<array.elementCount).map(array.number), columns: array.elementCount / array.shape[0]))
    }

    private mutating func segmentation(_ task: GoldenTask.Segmentation) -> TaskContent? {
        let classes = files.names(task.classes, "class")
        guard let masks = integers(task.masks, "masks", rank: 3), let classes else { return nil }
        checkCount(masks.shape[0], "masks", task.masks)
        for position in 0..<masks.elementCount {
            let label = masks.integer(at: position)
            guard label == task.ignore.map(Int64.init) || (0..<Int64(classes.count)).contains(label) else {
                files.report(
                    "labels", "label \(label) in '\(task.masks.path)' is no class index", at: task.masks.location,
                    hint: "there are \(classes.count) classes; a label that is not to be judged is 'ignore'")
                return nil
            }
        }
        return TaskContent(classNames: classes, groundTruth: .masks(masks))
    }

    private mutating func detection(_ task: GoldenTask.Detection) -> TaskContent? {
        let classes = files.names(task.classes, "class")
        let boxes = numbers(task.boxes)
        let samples = integers(task.boxSamples, "box samples", rank: 1)
        let labels = integers(task.boxClasses, "box classes", rank: 1)
        let crowd = task.crowd.flatMap { integers($0, "'crowd'", rank: 1) }
        guard let classes, let boxes, let samples, let labels else { return nil }
        let count = boxes.shape[0]
        guard boxes.shape == [count, 4], samples.shape == [count], labels.shape == [count],
            task.crowd == nil || crowd?.shape == [count]
        else {
            files.report(
                "boxes",
                "boxes must be [m, 4], and one sample, class and crowd flag each; they are \(boxes.description), "
                    + [samples, labels, crowd].compactMap { $0?.description }.joined(separator: ", "),
                at: task.boxes.location)
            return nil
        }
        let sampleIndices = indices(
            samples, below: manifest.samples, task.boxSamples, "there are \(manifest.samples) samples, counted from 0"
        ) { "'\(task.boxSamples.path)' gives box \($1) to sample \($0), which does not exist" }
        let classIndices = indices(
            labels, below: classes.count, task.boxClasses, "there are \(classes.count) classes, counted from 0"
        ) { "'\(task.boxClasses.path)' gives box \($1) class \($0), which does not exist" }
        guard let sampleIndices, let classIndices else { return nil }
        return TaskContent(
            classNames: classes,
            groundTruth: .boxes(
                (0..<count).map { index in
                    GroundTruthBox(
                        sample: Int(sampleIndices[index]), classIndex: Int(classIndices[index]),
                        box: task.boxFormat.box((0..<4).map { boxes.number(at: index * 4 + $0) }),
                        isCrowd: crowd?.integer(at: index) == 1)
                }))
    }

    private mutating func numbers(_ file: DataFile) -> NumPyArray? {
        guard let array = files.array(file) else { return nil }
        guard array.elementType == .float32 || array.elementType == .float64 else {
            files.report(
                "labels", "'\(file.path)' must be float32 or float64, it is \(array.description)", at: file.location)
            return nil
        }
        guard let bad = (0..<array.elementCount).first(where: { !array.number(at: $0).isFinite }) else { return array }
        files.report(
            "labels", "'\(file.path)' has NaN or infinity in row \(bad * array.shape[0] / array.elementCount) (from 0)",
            at: file.location)
        return nil
    }
}

extension GoldenTask.Detection.BoxFormat {
    /// The box of four numbers as they stand.
    func box(_ numbers: [Double]) -> DetectionBox {
        switch self {
        case .xywh: DetectionBox(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
        case .xyxy: DetectionBox(left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3])
        case .yxyx: DetectionBox(left: numbers[1], top: numbers[0], right: numbers[3], bottom: numbers[2])
        case .cxcywh:
            DetectionBox(
                x: numbers[0] - numbers[2] / 2, y: numbers[1] - numbers[3] / 2, width: numbers[2], height: numbers[3])
        }
    }
}
