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
    /// One a class.
    private var classes: [DetectionClass]

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
        self.samples = samples
        self.thresholds = thresholds
        classes = Array(repeating: DetectionClass(thresholdCount: thresholds.count), count: classCount)
        struct Place: Hashable {
            package var sample: Int
            package var classIndex: Int
        }
        var objects: [Place: [GroundTruthBox]] = [:]
        for object in groundTruth {
            precondition((0..<samples).contains(object.sample), "no such image")
            precondition((0..<classCount).contains(object.classIndex), "no such class")
            objects[Place(sample: object.sample, classIndex: object.classIndex), default: []].append(object)
            if !object.isCrowd { classes[object.classIndex].addObject(sample: object.sample) }
        }
        for place in Dictionary(grouping: detections, by: { Place(sample: $0.sample, classIndex: $0.classIndex) }) {
            precondition((0..<samples).contains(place.key.sample), "no such image")
            precondition((0..<classCount).contains(place.key.classIndex), "no such class")
            let ranked = place.value.enumerated()
                .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
                .prefix(Self.detectionLimit).map(\.element)
            let results = DetectionMatching(objects: objects[place.key] ?? [], thresholds: thresholds).results(
                of: ranked)
            classes[place.key.classIndex].add(results)
        }
        for index in classes.indices { classes[index].rank() }
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
        precondition(units.samples == samples, "the units are of other samples")
        let places = thresholds ?? self.thresholds.indices
        var precisions = classes.map { $0.averagePrecision(at: places, without: nil) }
        guard let value = Self.mean(precisions) else { return nil }
        // Only classes that a unit has an object or a detection of can change without it.
        var classesOfUnit = [Set<Int>](repeating: [], count: units.count)
        for (index, detectionClass) in classes.enumerated() {
            for sample in detectionClass.samples { classesOfUnit[units.unit(of: sample)].insert(index) }
        }
        let whole = precisions
        let valuesWithout = classesOfUnit.enumerated().map { unit, changed -> Double? in
            for index in changed {
                precisions[index] = classes[index].averagePrecision(at: places, without: units.samples(of: unit))
            }
            defer { for index in changed { precisions[index] = whole[index] } }
            return Self.mean(precisions)
        }
        return MetricEstimate(value: value, valuesWithout: valuesWithout)
    }

    /// Over the classes that have objects.
    private static func mean(_ precisions: [Double?]) -> Double? {
        let known = precisions.compactMap(\.self)
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
    }
}
