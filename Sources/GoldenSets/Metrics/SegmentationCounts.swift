/// How the pixels of segmented images are labelled and predicted, counted image by image.
///
/// Pixels whose label is the ignored one count nowhere, whatever is predicted there.
public struct SegmentationCounts: Sendable {
    public let classCount: Int
    public let ignoredLabel: Int32?
    let units: JackknifeUnits
    /// How many images were added.
    public private(set) var samples = 0
    var parts: [Part]

    struct Part: Sendable {
        /// Pixels of each class that are predicted as it.
        var right: [Int]
        /// Pixels of each class.
        var labelled: [Int]
        /// Counted pixels predicted as each class.
        var predicted: [Int]
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
    /// - Throws: `GoldenSetError.unusableScores` when the counts differ, or a label or a prediction that counts is no class.
    /// - Precondition: fewer images were added than the units have samples.
    /// - Complexity: O(pixels).
    public mutating func add(labels: [Int32], predictions: [Int32]) throws(GoldenSetError) {
        preconditionFailure("filled in next")
    }

    /// Mean over classes of intersection over union: right / (labelled + predicted - right), pooled over all images. Classes
    /// that are neither labelled nor predicted anywhere are left out. 0 ... 1, higher is better.
    ///
    /// - Returns: nil when no pixel counts.
    /// - Precondition: all images were added.
    /// - Complexity: O(G classCount).
    /// - Source: Everingham et al., "The Pascal visual object classes challenge", IJCV 111 (2015), section 3.2.1.
    public var meanIoU: MetricEstimate? { preconditionFailure("filled in next") }

    /// Share of counted pixels whose prediction is the label, pooled over all images. 0 ... 1, higher is better.
    ///
    /// - Returns: nil when no pixel counts.
    /// - Precondition: all images were added.
    public var pixelAccuracy: MetricEstimate? { preconditionFailure("filled in next") }
}
