import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct DetectionMetricTests {
    private func truth(_ known: MetricFixtures.Detection) -> [GroundTruthBox] {
        known.truth.map {
            GroundTruthBox(
                sample: $0.sample, classIndex: $0.class, box: box($0.box), isCrowd: $0.crowd ?? false)
        }
    }

    private func found(_ known: MetricFixtures.Detection) -> [DetectedBox] {
        known.found.map {
            DetectedBox(sample: $0.sample, classIndex: $0.class, box: box($0.box), score: $0.score ?? .nan)
        }
    }

    private func box(_ values: [Double]) -> DetectionBox {
        DetectionBox(x: values[0], y: values[1], width: values[2], height: values[3])
    }

    @Test("Mean average precision is pycocotools', of all images and of all but each") func knownAnswers() {
        for known in MetricFixtures.known.detection {
            let matches = DetectionMatches(
                groundTruth: truth(known), detections: found(known), samples: known.samples,
                classCount: known.classCount)
            let units = JackknifeUnits(samples: known.samples)
            let all = matches.meanAveragePrecision(units: units)
            let at50 = matches.meanAveragePrecision(at: 0..<1, units: units)
            #expect(isClose(all?.value, known.all.map), "\(known.name)")
            #expect(isClose(at50?.value, known.all.map50), "\(known.name)")
            guard let all, let at50, !known.without.isEmpty else { continue }
            let slow = MetricEstimate(value: all.value, valuesWithout: known.without.map(\.map))
            let slow50 = MetricEstimate(value: at50.value, valuesWithout: known.without.map(\.map50))
            for unit in 0..<units.count {
                #expect(isClose(all.pseudoValues[unit], slow.pseudoValues[unit]), "\(known.name), unit \(unit)")
                #expect(isClose(at50.pseudoValues[unit], slow50.pseudoValues[unit]), "\(known.name), unit \(unit)")
            }
        }
    }

    @Test("Leaving out groups of images is recomputing without") func slow() {
        for known in MetricFixtures.known.detection where known.samples > 3 {
            let truth = truth(known), found = found(known)
            for units in SlowJackknife.unitsToTry(samples: known.samples, seed: 3) {
                let matches = DetectionMatches(
                    groundTruth: truth, detections: found, samples: known.samples, classCount: known.classCount)
                SlowJackknife.check(matches.meanAveragePrecision(units: units), units) { kept in
                    DetectionMatches(
                        groundTruth: truth.filter { kept.contains($0.sample) },
                        detections: found.filter { kept.contains($0.sample) }, samples: known.samples,
                        classCount: known.classCount
                    ).meanAveragePrecision(units: units)?.value
                }
            }
        }
    }

    @Test("Boxes from edges are the same boxes; those that touch do not meet") func boxes() {
        let first = DetectionBox(left: 1, top: 2, right: 5, bottom: 4)
        #expect(first == DetectionBox(x: 1, y: 2, width: 4, height: 2) && first.area == 8)
        #expect(first.intersection(DetectionBox(left: 4, top: 0, right: 9, bottom: 3)) == 1)
        #expect(first.intersection(DetectionBox(left: 5, top: 2, right: 9, bottom: 4)) == 0)
        #expect(first.intersection(DetectionBox(left: 6, top: 5, right: 1, bottom: 2)) == 0)
    }

    @Test("COCO's thresholds are .50 to .95 by .05") func thresholds() {
        #expect(DetectionMatches.cocoThresholds.count == 10 && DetectionMatches.cocoThresholds.first == 0.5)
        for (index, threshold) in DetectionMatches.cocoThresholds.enumerated() {
            #expect(isClose(threshold, 0.5 + 0.05 * Double(index)))
        }
    }
}
