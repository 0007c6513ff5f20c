import Foundation
import Records
import TestSupport
import Testing

@Suite(.hangLimit) struct QuantityTextTests {
    @Test("A metric's value reads like this", arguments: values)
    func aMetricsValueReadsLikeThis(value: Double, dimension: Records.Dimension, expected: String) {
        #expect(Quantity.text(value, dimension) == expected)
    }

    static let values: [(Double, Records.Dimension, String)] = [
        (3_470_000, .time, "3.47 ms"), (48_200, .time, "48.2 \u{B5}s"), (0, .time, "0 ns"),
        (1, .time, "1.00 ns"), (999.4, .time, "999 ns"), (999.6, .time, "1.00 \u{B5}s"), (16_300_000, .time, "16.3 ms"),
        (9_996_000, .time, "10.0 ms"), (999_600_000, .time, "1.00 s"), (123.4e9, .time, "123 s"),
        (12345e9, .time, "12345 s"), (-3_470_000, .time, "-3.47 ms"), (0.0123, .time, "0.0123 ns"),
        (3_163_737, .bytes, "3.16 MB"), (999, .bytes, "999 B"), (1000, .bytes, "1.00 kB"), (835_251, .bytes, "835 kB"),
        (90.3e6, .bytes, "90.3 MB"), (0, .bytes, "0 B"), (2.5e12, .bytes, "2.50 TB"),
        (0.9501, .proportion, "95.01 %"), (1, .proportion, "100.00 %"), (0, .proportion, "0.00 %"),
        (-0.00001, .proportion, "0.00 %"),
        (0.0021, .information, "0.0021 nats"), (0, .information, "0 nats"), (1.2345, .information, "1.23 nats"),
        (2.14e-9, .information, "2.1e-09 nats"), (0.5, .information, "0.5 nats"),
        (287.2, .rate, "287 /s"), (28701.4, .rate, "28701 /s"), (2.874, .rate, "2.87 /s"), (0, .rate, "0 /s"),
        (.nan, .time, "not a number"), (.infinity, .bytes, "infinite"), (-.infinity, .rate, "-infinite"),
    ]

    @Test(
        "A relative change carries its sign",
        arguments: [
            (0.012, "+1.2 %"), (-0.543, "-54.3 %"), (3.7, "+370 %"), (0.0004, "+0.04 %"), (0, "0.00 %"),
            (-0.000001, "0.00 %"), (0.9996, "+100 %"), (0.03, "+3.0 %"), (.nan, "not a number"),
        ])
    func aRelativeChangeCarriesItsSign(change: Double, expected: String) {
        #expect(Quantity.relativeChange(change) == expected)
    }

    @Test(
        "A difference of shares is in points",
        arguments: [(-0.001, "-0.10 points"), (0.0125, "+1.25 points"), (0, "0.00 points"), (-0.00001, "0.00 points")])
    func aDifferenceOfSharesIsInPoints(difference: Double, expected: String) {
        #expect(Quantity.points(difference) == expected)
    }

    @Test(
        "A ratio has three significant digits",
        arguments: [(0.3683, "0.368"), (1, "1.00"), (4.6971, "4.70"), (0.0012345, "0.00123")])
    func aRatioHasThreeSignificantDigits(ratio: Double, expected: String) {
        #expect(Quantity.ratio(ratio) == expected)
    }

    @Test(
        "A limit reads as it was written",
        arguments: [
            ("50 ms", Quantity.Scale.absolute(.time), "50 ms"), ("1500 us", .absolute(.time), "1.5 ms"),
            ("200 MB", .absolute(.bytes), "200 MB"), ("97.25%", .absolute(.proportion), "97.25 %"),
            ("7%", .relativeChange, "7 %"), ("1 point", .points, "1 point"), ("0.5 points", .points, "0.5 points"),
            ("0.5", .ratio, "0.5"), ("100/s", .absolute(.rate), "100 /s"),
            ("0.01", .absolute(.information), "0.01 nats"), ("3", .absolute(.count), "3"),
            ("1 MiB", .absolute(.bytes), "1.048576 MB"), ("0 %", .relativeChange, "0 %"),
        ])
    func aLimitReadsAsItWasWritten(written: String, scale: Quantity.Scale, expected: String) throws {
        #expect(Quantity.limitText(try Quantity.parse(written, as: scale), as: scale) == expected)
    }

    @Test("What is printed parses back to the same value within its digits")
    func whatIsPrintedParsesBackToTheSameValueWithinItsDigits() throws {
        for exponent in -2...14 {
            let value = 1.2345 * pow(10, Double(exponent))
            for dimension in [Records.Dimension.time, .rate] {
                let back = try Quantity.parse(Quantity.text(value, dimension), as: .absolute(dimension))
                #expect(abs(back - value) <= 0.005 * value)
            }
        }
    }

    @Test("Every metric has a title without underscores and a dimension")
    func everyMetricHasATitleWithoutUnderscoresAndADimension() {
        for metric in Metric.allCases {
            #expect(!metric.title.contains("_"))
            #expect(!Quantity.text(1, metric.dimension).isEmpty)
        }
    }

    @Test(
        "Durations are said as people say them",
        arguments: [
            (0.84, "0.84 s"), (9.96, "10 s"), (94, "94 s"), (119.6, "2 min 0 s"), (725, "12 min 5 s"),
            (7_500, "2 h 5 min"), (0, "0 s"), (.infinity, "infinite"),
        ])
    func duration(seconds: Double, text: String) {
        #expect(Quantity.duration(seconds: seconds) == text)
    }

    @Test("Decimals can be asked for, where two numbers must not read the same")
    func minimumDecimals() {
        #expect(Quantity.text(50_001_000, .time, minimumDecimals: 3) == "50.001 ms")
        #expect(Quantity.text(0.97004, .proportion, minimumDecimals: 3) == "97.004 %")
        #expect(Quantity.text(123.456, .rate, minimumDecimals: 1) == "123.5 /s")
        #expect(Quantity.text(0.0123456, .information, minimumDecimals: 5) == "0.01235 nats")
    }
}
