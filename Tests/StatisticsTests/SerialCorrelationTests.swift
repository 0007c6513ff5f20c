import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct SerialCorrelationTests {
    @Test("the coefficient follows its formula") func theCoefficientFollowsItsFormula() throws {
        // By hand: mean 2.5, squares 5, products (-1.5)(-0.5) + (-0.5)(0.5) + (0.5)(1.5) = 1.25.
        #expect(isClose(SerialCorrelation(try sample([1, 2, 3, 4])).coefficient, 0.25))
    }

    @Test("independent values are rarely taken for correlated") func independentValuesAreRarelyTakenForCorrelated()
        throws
    {
        var simulation = Simulation(seed: 13)
        var found = 0
        for _ in 0..<1000 {
            let correlation = SerialCorrelation(try sample(simulation.normals(16)))
            if correlation.isPresent { found += 1 } else { #expect(correlation.effectiveCount == 16) }
        }
        #expect((20...75).contains(found))
    }

    @Test("a strongly correlated series is found and costs values")
    func aStronglyCorrelatedSeriesIsFoundAndCostsValues() throws {
        var simulation = Simulation(seed: 17)
        var level = 0.0
        let series = (0..<200).map { _ in
            level = 0.8 * level + simulation.normal()
            return level
        }
        let correlation = SerialCorrelation(try sample(series))
        #expect(correlation.isPresent)
        #expect(isClose(correlation.coefficient, 0.8, within: 0.15))
        #expect(correlation.effectiveCount < 60)
    }

    @Test("short and constant series show none", arguments: [[1.0], [1, 2, 1], [3, 3, 3, 3, 3]])
    func shortAndConstantSeriesShowNone(values: [Double]) throws {
        let correlation = SerialCorrelation(try sample(values))
        #expect(!correlation.isPresent)
        #expect(correlation.effectiveCount == Double(values.count))
    }
}
