import Foundation
import Statistics
import TestSupport
import Testing

/// Series whose level goes to and fro: two machines that take turns, a cache that is there every other week.
@Suite("Levels that alternate", .hangLimit) struct AlternatingLevelsTests {
    private func course(_ values: [Double]) throws -> LevelSegmentation {
        LevelShiftSearch().course(try sample(values), times: values.indices.map(Double.init))
    }

    private func wave(_ simulation: inout Simulation, block: Int, count: Int, size: Double) -> [Double] {
        (0..<(block * count)).map { Double($0 / block % 2) * size + simulation.normal() }
    }

    @Test(
        "Each change of a wave of ten deviations is found, or it wanders",
        arguments: [5, 10, 20, 30], [3, 5, 8, 12])
    func large(block: Int, count: Int) throws {
        var simulation = Simulation(seed: UInt64(block * 100 + count))
        for _ in 0..<4 {
            let found = try course(wave(&simulation, block: block, count: count, size: 10))
            guard found.course.kind == .levels, found.course.seasonPeriod == nil else { continue }
            let places = (1..<count).map { $0 * block }
            #expect(places.allSatisfy { place in found.shifts.contains { abs($0.position - place) <= 1 } })
        }
    }

    @Test(
        "A wave of five deviations is never one level", arguments: [10, 15, 30], [2, 3, 6, 12])
    func five(block: Int, count: Int) throws {
        var simulation = Simulation(seed: UInt64(block * 1000 + count))
        for _ in 0..<6 {
            let found = try course(wave(&simulation, block: block, count: count, size: 5))
            #expect(found.course.kind == .wander || found.shifts.count >= count - 1)
            // Two deviations and a half from the middle: the band of one level would be wider than this.
            #expect(found.course.kind == .wander || found.noise < 1.5)
        }
    }

    @Test("A wave of three deviations in blocks of twenty is found as well", arguments: [3, 6, 12])
    func three(count: Int) throws {
        var simulation = Simulation(seed: UInt64(count))
        var missed = 0
        for _ in 0..<10 {
            let found = try course(wave(&simulation, block: 20, count: count, size: 3))
            if found.course.kind != .wander, found.shifts.count < count - 1 { missed += 1 }
        }
        #expect(missed <= 1)
    }

    @Test("What correlation explains stays one level", arguments: [30, 100, 300])
    func correlated(count: Int) throws {
        var simulation = Simulation(seed: UInt64(count) + 5)
        let found = try (0..<100).count { _ in
            var value = simulation.normal()
            let series = (0..<count).map { _ in
                value = 0.6 * value + 0.8 * simulation.normal()
                return value
            }
            return try !LevelShiftSearch().segment(sample(series)).shifts.isEmpty
        }
        // 5 % of 100 and three times √(100 · 0.05 · 0.95).
        #expect(found <= 11)
    }

    @Test("A rounded value that flips is no level") func rounded() throws {
        var simulation = Simulation(seed: 3)
        let found = try (0..<100).count { _ in
            let series = (0..<100).map { _ in (43 + 0.4 * simulation.normal()).rounded() }
            return try !LevelShiftSearch().segment(sample(series)).shifts.isEmpty
        }
        #expect(found <= 11)
    }

    @Test("The band holds 95 % of the values also where tails are heavy", arguments: [20, 60, 137])
    func band(count: Int) throws {
        var simulation = Simulation(seed: UInt64(count))
        for _ in 0..<10 {
            let values = (0..<count).map { _ in 100 + simulation.normal() / abs(simulation.normal()).squareRoot() }
            let found = try course(values)
            guard found.course.kind == .levels, let band = found.band else { continue }
            let inside = found.segments.map { segment in
                segment.range.count { abs(values[$0] - segment.level) <= band * (1 + 1e-12) }
            }.reduce(0, +)
            #expect(Double(inside) >= 0.95 * Double(count))
            #expect(inside - 1 <= count - count / 20)
        }
        #expect(try course((0..<19).map { Double($0 % 3) }).band == nil)
    }

    @Test("A step too small to be told is no slow drift") func smallStep() throws {
        for seed in 0..<4 as Range<UInt64> {
            var simulation = Simulation(seed: seed)
            let values = (0..<1500).map { 0.01 * simulation.normal() + ($0 < 750 ? 0 : 0.0095) }
            let found = LevelShiftSearch(minimumSize: 0.01).course(
                try sample(values), times: values.indices.map(Double.init))
            #expect(found.course.kind == .levels)
        }
    }

    @Test("Two levels by chance are said, one level is none", arguments: [0.4, 0.5, 0.6])
    func twoLevels(share: Double) throws {
        var simulation = Simulation(seed: UInt64(share * 100))
        for count in [30, 100, 300] {
            let values = (0..<count).map { _ in
                100 + simulation.normal() + (StandardNormal.upperTail(simulation.normal()) < share ? 8 : 0)
            }
            let found = try course(values)
            guard found.shifts.isEmpty, found.course.kind == .levels else { continue }
            let levels = try #require(found.course.twoLevels)
            #expect(abs(levels.low - 100) < 1 && abs(levels.high - 108) < 1.5 && abs(levels.highShare - share) < 0.25)
            for kind in 0..<3 {
                let one = try course(
                    (0..<count).map { _ in
                        let normal = simulation.normal()
                        return kind == 0
                            ? normal
                            : kind == 1
                                ? normal / abs(simulation.normal()).squareRoot() : StandardNormal.upperTail(normal)
                    })
                #expect(one.course.twoLevels == nil)
            }
        }
        // Rounded values that flip lie at two steps of the last digit.
        let flips = (0..<40).map { Double($0 * 7 % 5 % 2) }
        let found = LevelShiftSearch(resolution: 1).course(try sample(flips), times: flips.indices.map(Double.init))
        #expect(found.course.twoLevels == nil)
    }

    @Test("A value unlike many that were all the same is probable, whatever its digits", arguments: [8, 20, 100])
    func constant(count: Int) throws {
        func found(_ last: [Double], events: Set<Int> = []) throws -> [LevelShift] {
            let values = Array(repeating: 10.0, count: count) + last
            return LevelShiftSearch(resolution: 1).course(
                try sample(values), times: values.indices.map(Double.init), events: events
            ).shifts
        }
        for shifts in try [found([11]), found([9]), found([11, 11]), found([11], events: [count])] {
            #expect(shifts.map(\.position) == [count])
        }
        #expect(try found([11]).map(\.certainty) == [.probable])
        #expect(try found([10]).isEmpty && found([11, 9]).allSatisfy { $0.certainty == .probable })
    }

    @Test("Large innovations of a correlated series are seldom levels", arguments: [30, 100])
    func heavyTails(count: Int) throws {
        var simulation = Simulation(seed: UInt64(count) + 11)
        let found = try (0..<200).count { _ in
            var value = 0.0
            let series = (0..<(count + 40)).map { _ in
                let scale = simulation.normals(3).reduce(0) { $0 + $1 * $1 }
                value = 0.6 * value + 0.8 * simulation.normal() / scale.squareRoot()
                return value
            }
            return try !LevelShiftSearch().segment(sample(Array(series.suffix(count)))).shifts.isEmpty
        }
        // 5 % of 200 and three times √(200 · 0.05 · 0.95).
        #expect(found <= 19)
    }
}
