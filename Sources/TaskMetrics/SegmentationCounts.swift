/// How the pixels of segmented images are labelled and predicted, counted image by image.
///
/// Pixels whose label is the ignored one count nowhere, whatever is predicted there.
public struct SegmentationCounts: Sendable {
    public let classCount: Int
    public let ignoredLabel: Int32?
    private let units: JackknifeUnits
    /// How many images were added.
    public private(set) var samples = 0
    /// One a unit.
    private var parts: [Part]

    package struct Part: PooledPart {
        /// Pixels of each class that are predicted as it.
        package var right: [Int]
        /// Pixels of each class.
        package var labelled: [Int]
        /// Counted pixels predicted as each class.
        package var predicted: [Int]

        package mutating func pool(_ other: Part) {
            for index in right.indices {
                right[index] += other.right[index]
                labelled[index] += other.labelled[index]
                predicted[index] += other.predicted[index]
            }
        }

        /// Mean intersection over union.
        package var metric: Double? {
            var sum = 0.0
            var present = 0
            for index in right.indices {
                let union = labelled[index] + predicted[index] - right[index]
                guard union > 0 else { continue }
                sum += Double(right[index]) / Double(union)
                present += 1
            }
            return present > 0 ? sum / Double(present) : nil
        }
    }

    /// - Parameters:
    ///   - classCount: classes are 0 ..< classCount.
    ///   - ignoredLabel: may be a class or none.
    ///   - units: of images.
    /// - Complexity: O(G classCount) memory.
    public init(classCount: Int, ignoredLabel: Int32?, units: JackknifeUnits) {
        precondition(classCount > 0, "a class is needed")
        self.classCount = classCount
        self.ignoredLabel = ignoredLabel
        self.units = units
        let zeros = [Int](repeating: 0, count: classCount)
        parts = Array(repeating: Part(right: zeros, labelled: zeros, predicted: zeros), count: units.count)
    }

    /// Counts the next image.
    ///
    /// - Parameters:
    ///   - labels: class of each pixel, or the ignored label.
    ///   - predictions: predicted class of each pixel.
    /// - Throws: `UnusableOutputs` when the counts differ, or a label or a prediction that counts is no class. The
    ///   image is then counted in part, and no metric may be asked for.
    /// - Precondition: fewer images were added than the units have samples.
    /// - Complexity: O(pixels).
    public mutating func add(labels: [Int32], predictions: [Int32]) throws(UnusableOutputs) {
        precondition(samples < units.samples, "all images were added")
        guard labels.count == predictions.count else {
            throw UnusableOutputs(
                reason: "the model returned \(predictions.count) pixels, and the mask has \(labels.count)",
                hint: "the model's output must be as wide and as high as the masks")
        }
        let unit = units.unit(of: samples)
        for (label, prediction) in zip(labels, predictions) where label != ignoredLabel {
            for (index, whose) in [(label, "the mask has"), (prediction, "the model returned")]
            where index < 0 || index >= classCount {
                throw UnusableOutputs(
                    reason: "\(whose) class \(index) at a pixel, and the golden set has \(classCount) classes",
                    hint:
                        "the model and the golden set must have the same classes in the same order; pixels of no class need "
                        + "'ignore' in golden.yaml")
            }
            parts[unit].labelled[Int(label)] += 1
            parts[unit].predicted[Int(prediction)] += 1
            if label == prediction { parts[unit].right[Int(label)] += 1 }
        }
        samples += 1
    }

    /// Mean over classes of intersection over union: right / (labelled + predicted - right), pooled over all images. Classes
    /// that are neither labelled nor predicted anywhere are left out. 0 ... 1, higher is better.
    ///
    /// - Returns: nil when no pixel counts.
    /// - Precondition: all images were added.
    /// - Complexity: O(G classCount).
    /// - Source: Everingham et al., "The Pascal visual object classes challenge", IJCV 111 (2015), section 3.2.1.
    public var meanIoU: MetricEstimate? {
        precondition(samples == units.samples, "images are missing")
        return MetricEstimate(pooling: parts)
    }

    /// Share of counted pixels whose prediction is the label, pooled over all images. 0 ... 1, higher is better.
    ///
    /// - Returns: nil when no pixel counts.
    /// - Precondition: all images were added.
    public var pixelAccuracy: MetricEstimate? {
        precondition(samples == units.samples, "images are missing")
        let shares = parts.map { part in
            RatioMetric.Part(
                numerator: Double(part.right.reduce(0, +)), denominator: Double(part.labelled.reduce(0, +)))
        }
        return MetricEstimate(pooling: shares)
    }
}
