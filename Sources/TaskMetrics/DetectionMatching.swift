/// Matches the detections of one image and class to its objects.
package struct DetectionMatching {
    /// What became of one detection.
    package struct Result: Sendable {
        /// Which image.
        package var sample: Int
        package var score: Double
        /// At which thresholds it found an object, a bit each.
        package var isRight: UInt64 = 0
        /// At which thresholds it does not count.
        package var isIgnored: UInt64 = 0
    }

    /// Crowds last: an object is preferred to a crowd that covers more.
    private let objects: [GroundTruthBox]
    private let thresholds: [Double]

    /// - Precondition: at most 64 thresholds.
    package init(objects: [GroundTruthBox], thresholds: [Double]) {
        precondition(thresholds.count <= 64, "too many thresholds")
        self.objects = objects.filter { !$0.isCrowd } + objects.filter(\.isCrowd)
        self.thresholds = thresholds
    }

    /// - Parameter detections: from the best down.
    package func results(of detections: [DetectedBox]) -> [Result] {
        let overlaps = detections.map { detection in objects.map { Self.overlap(detection.box, $0) } }
        var results = detections.map { Result(sample: $0.sample, score: $0.score) }
        for (place, threshold) in thresholds.enumerated() {
            var isTaken = [Bool](repeating: false, count: objects.count)
            for detection in detections.indices {
                guard let match = match(overlaps[detection], threshold: threshold, isTaken: isTaken) else { continue }
                isTaken[match] = true
                if objects[match].isCrowd {
                    results[detection].isIgnored |= 1 << UInt64(place)
                } else {
                    results[detection].isRight |= 1 << UInt64(place)
                }
            }
        }
        return results
    }

    private func match(_ overlaps: [Double], threshold: Double, isTaken: [Bool]) -> Int? {
        var best: Int?
        var needed = min(threshold, 1 - 1e-10)
        for (index, object) in objects.enumerated() {
            // A crowd takes any number of detections.
            if isTaken[index] && !object.isCrowd { continue }
            if let best, !objects[best].isCrowd, object.isCrowd { break }
            guard overlaps[index] >= needed else { continue }
            needed = overlaps[index]
            best = index
        }
        return best
    }

    /// Intersection over union; of a crowd, over the area of the detection.
    private static func overlap(_ box: DetectionBox, _ object: GroundTruthBox) -> Double {
        let intersection = box.intersection(object.box)
        guard intersection > 0 else { return 0 }
        return intersection / (object.isCrowd ? box.area : box.area + object.box.area - intersection)
    }
}

/// An upright rectangle in an image, in pixels or any other unit.
public struct DetectionBox: Sendable, Equatable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// - Parameters:
    ///   - x: of the left edge.
    ///   - y: of the upper edge.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// From edges instead of a size.
    public init(left: Double, top: Double, right: Double, bottom: Double) {
        self.init(x: left, y: top, width: right - left, height: bottom - top)
    }

    public var area: Double { width * height }

    /// The area that both cover.
    ///
    /// - Returns: 0 for boxes that only touch, or have no area.
    public func intersection(_ other: DetectionBox) -> Double {
        let width = min(x + width, other.x + other.width) - max(x, other.x)
        let height = min(y + height, other.y + other.height) - max(y, other.y)
        return width > 0 && height > 0 ? width * height : 0
    }
}

/// An object that a model found in an image.
public struct DetectedBox: Sendable, Equatable {
    /// Which image, from 0.
    public var sample: Int
    /// Which class, from 0.
    public var classIndex: Int
    public var box: DetectionBox
    /// How sure the model is; finite.
    public var score: Double

    public init(sample: Int, classIndex: Int, box: DetectionBox, score: Double) {
        self.sample = sample
        self.classIndex = classIndex
        self.box = box
        self.score = score
    }
}

/// An object that is in an image.
public struct GroundTruthBox: Sendable, Equatable {
    /// Which image, from 0.
    public var sample: Int
    /// Which class, from 0.
    public var classIndex: Int
    public var box: DetectionBox
    /// A crowd of objects of the class that are not annotated one by one: found or not, it does not count, and neither does any
    /// number of detections in it.
    public var isCrowd: Bool

    public init(sample: Int, classIndex: Int, box: DetectionBox, isCrowd: Bool = false) {
        self.sample = sample
        self.classIndex = classIndex
        self.box = box
        self.isCrowd = isCrowd
    }
}
