/// Which detections find an object, matched once; mean average precision is then accumulated as often as wanted.
///
/// What COCO's own evaluation does for boxes of any area with at most 100 detections an image and class. Detections of an image
/// and class are taken from the highest score down, equal scores in the order given; each takes the object of highest
/// intersection over union that no better one has, at least the threshold. Detections whose match is a crowd count neither as right nor
/// as wrong.
///
/// - Source: Lin et al., "Microsoft COCO: common objects in context", ECCV 2014; pycocotools 2.0, `COCOeval` with
///   `iouType="bbox"`, `areaRng` all, `maxDets` 100.
public struct DetectionMatches: Sendable {
    /// .50, .55, ... .95.
    public static let cocoThresholds = (0..<10).map { 0.5 + Double($0) * ((0.95 - 0.5) / 9) }
    /// Detections of an image and class beyond this many, by score, do not count.
    public static let detectionLimit = 100

    public let samples: Int
    public let thresholds: [Double]

    /// - Parameters:
    ///   - groundTruth: the objects, in any order.
    ///   - detections: in any order; the order decides between equal scores of an image and class.
    ///   - samples: number of images.
    ///   - classCount: classes are 0 ..< classCount.
    ///   - thresholds: least intersection over union of a match.
    /// - Precondition: samples and classes are in range; coordinates and scores are finite.
    /// - Complexity: detections times objects of each image and class, for each threshold.
    public init(
        groundTruth: [GroundTruthBox], detections: [DetectedBox], samples: Int, classCount: Int,
        thresholds: [Double] = cocoThresholds
    ) {
        preconditionFailure("filled in next")
    }

    /// The mean over classes that have objects, and over the thresholds, of precision at the recalls 0, 0.01, ... 1. Precision at a
    /// recall is the highest at that recall or a higher one, 0 where none is reached. 0 ... 1, higher is better.
    ///
    /// - Parameters:
    ///   - thresholds: which of `thresholds`, as places in it; nil for all. The first of COCO's alone is mean average precision
    ///     at 50 % (mAP50).
    ///   - units: of images.
    /// - Returns: nil when there is no object but crowds.
    /// - Complexity: O(t d) for each class and each unit that has the class, d the class's detections, t the thresholds.
    public func meanAveragePrecision(at thresholds: Range<Int>? = nil, units: JackknifeUnits) -> MetricEstimate? {
        preconditionFailure("filled in next")
    }
}
