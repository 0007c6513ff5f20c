import Foundation
import Statistics
import TestSupport
import Testing

@Suite(.hangLimit) struct LevelShiftKnownAnswerTests {
    /// Killick, Fearnhead & Eckley (2012), section 4, simulate normal values whose mean changes by multiples of their deviation; here
    /// with the noise of a seed.
    @Test("steps of several deviations are found where they are") func stepsOfSeveralDeviationsAreFoundWhereTheyAre()
        throws
    {
        var simulation = Simulation(seed: 23)
        let levels = [(40, 0.0), (30, 6.0), (50, -2.0), (25, 4.0)]
        let series = levels.flatMap { count, level in simulation.normals(count).map { level + $0 } }
        let found = LevelShiftSearch().segment(try sample(series))
        #expect(found.shifts.count == 3)
        for (shift, (place, size)) in zip(found.shifts, [(40, 6.0), (70, -8.0), (120, 6.0)]) {
            #expect((shift.position - place).magnitude <= 1)
            #expect((shift.earliest...shift.latest).contains(place))
            #expect(shift.sizeInterval.low < size && size < shift.sizeInterval.high)
            #expect(shift.pValue < 0.001)
            #expect(shift.delay >= 2 && shift.delay <= 8)
        }
        #expect(found.segments.map(\.range.lowerBound) == [0] + found.shifts.map(\.position))
        #expect(isClose(found.noise, 1, within: 0.25))
        #expect(isClose(found.serialCorrelation, 0, within: 0.25))
    }

    @Test("one bad night, or two, is no shift", arguments: [1, 2]) func oneBadNightOrTwoIsNoShift(nights: Int) throws {
        var shifts = (quiet: 0, disturbed: 0)
        for seed in 0..<40 {
            var simulation = Simulation(seed: UInt64(100 + seed))
            var series = simulation.normals(60)
            shifts.quiet += LevelShiftSearch().segment(try sample(series)).shifts.count
            for night in 0..<nights { series[30 + night] += 50 }
            shifts.disturbed += LevelShiftSearch().segment(try sample(series)).shifts.count
        }
        #expect(shifts.disturbed <= shifts.quiet + 2)
    }

    @Test("a jump between constants is found at once and exactly", arguments: [1e-12, 1, 1e15])
    func aJumpBetweenConstantsIsFoundAtOnceAndExactly(unit: Double) throws {
        let series = (0..<20).map { $0 < 12 ? 3 * unit : 4 * unit }
        let found = LevelShiftSearch().segment(try sample(series))
        let shift = try #require(found.shifts.first)
        #expect(found.shifts.count == 1)
        #expect(shift.position == 12 && shift.earliest == 12 && shift.latest == 12)
        #expect(isClose(shift.size / unit, 1) && shift.delay == 2)
        // One way out of C(20, 8) = 125,970, on either side.
        #expect(isClose(shift.pValue, 2.0 / 125_970, within: 1e-12))
        #expect(found.noise == 0)
    }

    @Test("a series that says nothing has no shift")
    func aSeriesThatSaysNothingHasNoShift() throws {
        let silent: [[Double]] = [
            [1], [1, 2], [1, 2, 3], [5, 5, 5, 5, 5, 5, 5, 5, 5, 5], [1e15, 1e15],
            Array(repeating: 0, count: 300),
            [7, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 7, 0, 0, 0, 0, 0],
        ]
        for values in silent {
            let found = LevelShiftSearch().segment(try sample(values))
            #expect(found.shifts.isEmpty, "\(values)")
            #expect(found.segments.map(\.range) == [0..<values.count])
            #expect(found.noise.isFinite && found.serialCorrelation.isFinite)
        }
    }

    @Test("values at the ends of what a number can hold are taken") func valuesAtTheEndsOfWhatANumberCanHoldAreTaken()
        throws
    {
        var simulation = Simulation(seed: 29)
        let noise = simulation.normals(60)
        for unit in [1e-300, 1e-12, 1e15, 1e150, 1e300] {
            let series = noise.enumerated().map { unit * ($1 + ($0 < 30 ? 0 : 8)) }
            let found = LevelShiftSearch().segment(try sample(series))
            #expect(found.shifts.map(\.position) == [30], "\(unit)")
            #expect(isClose((found.shifts.first?.size ?? 0) / unit, 8, within: 1), "\(unit)")
        }
    }

    @Test("changes smaller than the least size are none") func changesSmallerThanTheLeastSizeAreNone() throws {
        var simulation = Simulation(seed: 31)
        let series = (0..<80).map { Double($0 < 40 ? 0 : 5) + simulation.normal() }
        #expect(LevelShiftSearch(minimumSize: 3).segment(try sample(series)).shifts.count == 1)
        let none = LevelShiftSearch(minimumSize: 7).segment(try sample(series))
        #expect(none.shifts.isEmpty)
        #expect(none.segments.count == 1)
    }

    @Test("a place that is known ends a segment, and is a shift only where the levels differ")
    func aPlaceThatIsKnownEndsASegment() throws {
        var simulation = Simulation(seed: 37)
        let series = (0..<90).map { Double($0 < 60 ? 0 : 2) + simulation.normal() }
        let found = LevelShiftSearch().segment(try sample(series), knownBreaks: [30, 60, 0, -4, 90, 400])
        #expect(found.segments.map(\.range) == [0..<30, 30..<60, 60..<90])
        let shift = try #require(found.shifts.first)
        #expect(found.shifts.count == 1)
        #expect(shift.position == 60 && shift.earliest == 60 && shift.latest == 60 && shift.isAtKnownBreak)
        #expect(shift.delay >= 1 && shift.delay <= 30)
    }

    @Test("places that are known may lie anywhere") func placesThatAreKnownMayLieAnywhere() throws {
        var simulation = Simulation(seed: 41)
        let series = try sample(simulation.normals(24))
        for breaks: Set<Int> in [[1], [23], [1, 2, 3], Set(1..<24), [12]] {
            let found = LevelShiftSearch().segment(series, knownBreaks: breaks)
            #expect(Set(found.segments.map(\.range.lowerBound)).isSuperset(of: breaks.union([0])))
            #expect(found.segments.reduce(0) { $0 + $1.range.count } == 24)
        }
    }

    @Test("shares and lengths at their ends are taken") func sharesAndLengthsAtTheirEndsAreTaken() throws {
        var simulation = Simulation(seed: 45)
        let series = try sample((0..<60).map { Double($0 < 30 ? 0 : 20) + simulation.normal() })
        for share in [0, 1e-12, 0.001, 0.05] {
            let search = LevelShiftSearch(falseShare: share)
            #expect(search.segment(series).shifts.map(\.position) == [30])
            // A share of 0 believes nothing at a known place.
            #expect(search.segment(series, knownBreaks: [30]).shifts.map(\.position) == (share > 0 ? [30] : []))
        }
        #expect(LevelShiftSearch(minimumSegment: 31).segment(series).shifts.isEmpty)
        #expect(LevelShiftSearch(minimumSegment: 30).segment(series).shifts.map(\.position) == [30])
        // Every value a level of its own is the worst that may be asked for.
        let segments = LevelShiftSearch(minimumSegment: 0, falseShare: 1).segment(series).segments
        #expect(segments.reduce(0) { $0 + $1.range.count } == 60)
    }

    @Test("scale and place of the series change nothing but the numbers")
    func scaleAndPlaceOfTheSeriesChangeNothingButTheNumbers() throws {
        var simulation = Simulation(seed: 43)
        let series = (0..<100).map { Double($0 / 35) * 5 + simulation.normal() }
        let plain = LevelShiftSearch().segment(try sample(series))
        // Powers of two scale without rounding.
        let scaled = LevelShiftSearch().segment(try sample(series.map { 1024 * $0 }))
        let turned = LevelShiftSearch().segment(try sample(series.map { -$0 }))
        let moved = LevelShiftSearch().segment(try sample(series.map { $0 + 64 }))
        #expect(!plain.shifts.isEmpty)
        #expect(scaled.shifts.map(\.size) == plain.shifts.map { $0.size * 1024 })
        for other in [scaled, turned, moved] {
            #expect(other.shifts.map(\.position) == plain.shifts.map(\.position))
            #expect(other.shifts.map(\.earliest) == plain.shifts.map(\.earliest))
            #expect(other.shifts.map(\.latest) == plain.shifts.map(\.latest))
            #expect(other.shifts.map(\.delay) == plain.shifts.map(\.delay))
            #expect(zip(other.shifts, plain.shifts).allSatisfy { isClose($0.pValue, $1.pValue) })
        }
    }

    @Test("a series read backwards has its shifts at the same places")
    func aSeriesReadBackwardsHasItsShiftsAtTheSamePlaces()
        throws
    {
        var simulation = Simulation(seed: 47)
        let series = (0..<100).map { Double($0 / 35) * 8 + simulation.normal() }
        let forwards = LevelShiftSearch().segment(try sample(series)).shifts.map(\.position)
        let backwards = LevelShiftSearch().segment(try sample(series.reversed())).shifts.map { 100 - $0.position }
        #expect(forwards == [35, 70])
        #expect(backwards.reversed() == forwards)
    }
}
