import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct ClassificationMetricTests {
    @Test("Calibration error is that of bins counted one by one") func calibrationKnownAnswers() {
        for known in MetricFixtures.known.calibration {
            let found = ExpectedCalibrationError.estimate(
                confidences: known.confidences, isRight: known.right, bins: known.bins,
                units: JackknifeUnits(samples: known.right.count))
            #expect(isClose(found.value, known.error), "\(known.name)")
        }
    }

    /// The example of torchmetrics' MulticlassCalibrationError (version 1.4, n_bins=3, norm="l1"): 0.2000.
    @Test("Calibration error is torchmetrics' of its own example") func calibrationPublished() {
        let found = ExpectedCalibrationError.estimate(
            confidences: [0.55, 0.55, 0.6, 0.9], isRight: [false, false, true, true], bins: 3,
            units: JackknifeUnits(samples: 4))
        #expect(isClose(found.value, 0.2))
    }

    @Test("Leaving out of the calibration error is recomputing without", arguments: 0..<5)
    func calibrationSlow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let confidences = (0..<50).map { _ in Double.random(in: 0...1, using: &generator) }
        let right = confidences.map { Double.random(in: 0...1, using: &generator) < $0 }
        for units in SlowJackknife.unitsToTry(samples: 50, seed: seed) {
            SlowJackknife.check(
                ExpectedCalibrationError.estimate(confidences: confidences, isRight: right, units: units), units
            ) { kept in
                ExpectedCalibrationError.estimate(
                    confidences: kept.map { confidences[$0] }, isRight: kept.map { right[$0] },
                    units: JackknifeUnits(samples: kept.count)
                ).value
            }
        }
    }

    @Test("Confidences a little outside of 0 ... 1 are in the outer bins") func calibrationOutside() {
        let found = ExpectedCalibrationError.estimate(
            confidences: [-0.001, 1.001], isRight: [false, true], units: JackknifeUnits(samples: 2))
        #expect(isClose(found.value, 0.001))
    }

    @Test("Macro F1 is scikit-learn's") func macroF1KnownAnswers() {
        for known in MetricFixtures.known.macroF1 {
            let found = MacroF1Metric.estimate(
                labels: known.labels, predictions: known.predictions, classCount: known.classCount,
                units: JackknifeUnits(samples: known.labels.count))
            #expect(isClose(found.value, known.value), "\(known.name)")
        }
    }

    @Test(
        "Leaving out of macro F1 is recomputing without, also where a class goes with its last sample", arguments: 0..<5
    )
    func macroF1Slow(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let labels = (0..<30).map { _ in Int32.random(in: 0..<12, using: &generator) }
        let predictions = labels.map { Bool.random(using: &generator) ? $0 : .random(in: 0..<12, using: &generator) }
        for units in SlowJackknife.unitsToTry(samples: 30, seed: seed) {
            let fast = MacroF1Metric.estimate(
                labels: labels, predictions: predictions, classCount: 12, units: units)
            SlowJackknife.check(fast, units) { kept in
                var macroF1 = MacroF1(classCount: 12)
                for sample in kept { macroF1.add(label: Int(labels[sample]), prediction: Int(predictions[sample])) }
                return macroF1.value
            }
        }
    }
}
