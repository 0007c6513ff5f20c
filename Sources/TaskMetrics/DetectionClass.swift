/// The matched detections of one class over all images.
package struct DetectionClass: Sendable {
    private let thresholdCount: Int
    /// From the highest score down once ranked.
    private var results: [DetectionMatching.Result] = []
    /// The image of each object that is no crowd.
    private var objects: [Int] = []

    package init(thresholdCount: Int) {
        self.thresholdCount = thresholdCount
    }

    package mutating func addObject(sample: Int) { objects.append(sample) }

    /// - Parameter more: all of an image, from the best down.
    package mutating func add(_ more: [DetectionMatching.Result]) { results += more }

    /// Puts detections in order over the images. Of equal scores, the earlier image's comes first.
    package mutating func rank() {
        results = results.enumerated().sorted {
            ($1.element.score, $0.element.sample, $0.offset) < ($0.element.score, $1.element.sample, $1.offset)
        }.map(\.element)
    }

    /// Images with objects or detections, some more than once.
    package var samples: [Int] { objects + results.map(\.sample) }

    /// Mean over thresholds of the mean precision at 101 recalls; see `DetectionMatches.meanAveragePrecision`.
    ///
    /// - Parameters:
    ///   - places: of the thresholds.
    ///   - left: images that are left out.
    /// - Returns: nil without objects.
    package func averagePrecision(at places: Range<Int>, without left: Range<Int>?) -> Double? {
        precondition(!places.isEmpty && places.lowerBound >= 0 && places.upperBound <= thresholdCount, "no threshold")
        func isKept(_ sample: Int) -> Bool { !(left?.contains(sample) ?? false) }
        let objectCount = objects.count(where: isKept)
        guard objectCount > 0 else { return nil }
        let kept = left == nil ? results : results.filter { isKept($0.sample) }
        return places.reduce(0) { $0 + averagePrecision(kept, place: $1, objects: objectCount) } / Double(places.count)
    }

    private func averagePrecision(_ results: [DetectionMatching.Result], place: Int, objects: Int) -> Double {
        // Precision after each right detection; between them it only falls.
        var precisions: [Double] = []
        var wrong = 0
        let bit: UInt64 = 1 << UInt64(place)
        for result in results where result.isIgnored & bit == 0 {
            if result.isRight & bit == 0 {
                wrong += 1
            } else {
                let right = precisions.count + 1
                precisions.append(Double(right) / Double(right + wrong))
            }
        }
        for index in precisions.indices.dropLast().reversed() {
            precisions[index] = max(precisions[index], precisions[index + 1])
        }
        var sum = 0.0
        var found = 0
        for step in 0...100 {
            let recall = step == 100 ? 1 : Double(step) * 0.01
            while found < precisions.count, Double(found + 1) / Double(objects) < recall { found += 1 }
            guard found < precisions.count else { break }
            sum += precisions[found]
        }
        return sum / 101
    }
}
