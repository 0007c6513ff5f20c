import Statistics
import TaskMetrics
import TestSupport
import Testing

@Suite(.hangLimit) struct RegressionMetricTests {
    @Test("Errors and R² are scikit-learn's") func knownAnswers() {
        for known in MetricFixtures.known.regression {
            let units = JackknifeUnits(samples: known.labels.count / known.outputs)
            func of(_ kind: Kind) -> Double? {
                estimate(kind, known.labels, known.predictions, known.outputs, units)?.value
            }
            #expect(isClose(of(.mae), known.mae), "\(known.name)")
            #expect(isClose(of(.rmse), known.rmse), "\(known.name)")
            #expect(isClose(of(.r2), known.r2), "\(known.name)")
        }
    }

    @Test("Leaving out is recomputing without", arguments: 0..<5, [1, 3]) func slow(seed: UInt64, outputs: Int) {
        var generator = SeededGenerator(seed: seed)
        let labels = (0..<25 * outputs).map { _ in Double.random(in: 0...9, using: &generator) }
        let predictions = labels.map { $0 + Double.random(in: -2...2, using: &generator) }
        for units in SlowJackknife.unitsToTry(samples: 25, seed: seed) {
            for kind in Kind.allCases {
                SlowJackknife.check(estimate(kind, labels, predictions, outputs, units), units) { kept in
                    let elements = kept.flatMap { Array($0 * outputs..<($0 + 1) * outputs) }
                    return estimate(
                        kind, elements.map { labels[$0] }, elements.map { predictions[$0] }, outputs,
                        JackknifeUnits(samples: kept.count))?.value
                }
            }
        }
    }

    @Test("R² is undefined where all labels are equal; a sample without which they are counts as the value")
    func constantLabels() throws {
        let units = JackknifeUnits(samples: 4)
        #expect(RegressionMetric.r2(labels: [5, 5, 5, 5], predictions: [5, 5, 5, 5], units: units) == nil)
        #expect(RegressionMetric.r2(labels: [5], predictions: [4], units: JackknifeUnits(samples: 1)) == nil)
        let estimate = try #require(
            RegressionMetric.r2(labels: [0.1, 0.1, 0.1, 7], predictions: [0, 0, 0, 7], units: units))
        #expect(estimate.pseudoValues[3] == estimate.value)
        #expect(estimate.pseudoValues[0] != estimate.value)
    }

    @Test("Leaving out an outlier of the labels does not cancel the others' spread") func outlier() throws {
        let labels = [1, 2, 3, 1e12, 4], predictions = [1.5, 2.5, 3.5, 1e12, 3.5]
        let estimate = try #require(
            RegressionMetric.r2(labels: labels, predictions: predictions, units: JackknifeUnits(samples: 5)))
        // Without it: errors 4 * 0.25, deviations 5.
        #expect(isClose(estimate.pseudoValues[3], 5 * estimate.value - 4 * 0.8))
    }

    private enum Kind: CaseIterable { case mae, rmse, r2 }

    private func estimate(
        _ kind: Kind, _ labels: [Double], _ predictions: [Double], _ outputs: Int, _ units: JackknifeUnits
    ) -> MetricEstimate? {
        switch kind {
        case .mae: RegressionMetric.mae(labels: labels, predictions: predictions, outputs: outputs, units: units)
        case .rmse: RegressionMetric.rmse(labels: labels, predictions: predictions, outputs: outputs, units: units)
        case .r2: RegressionMetric.r2(labels: labels, predictions: predictions, outputs: outputs, units: units)
        }
    }
}
