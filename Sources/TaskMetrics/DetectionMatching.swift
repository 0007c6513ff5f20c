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
