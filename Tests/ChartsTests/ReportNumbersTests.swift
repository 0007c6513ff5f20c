import Measures
import Testing

@testable import Charts

@Suite("Numbers in reports")
struct ReportNumbersTests {
    @Test(
        "Values have three significant digits and a unit",
        arguments: [
            (48.0, Dimension.time, "48 ns"), (1_580_000, .time, "1.58 ms"), (999_600, .time, "1.00 ms"),
            (16_300_000, .time, "16.3 ms"), (2.5e9, .time, "2.50 s"), (835_251, .bytes, "835 kB"),
            (3_163_737, .bytes, "3.16 MB"), (512, .bytes, "512 B"), (0.9501, .proportion, "95.01 %"),
            (288.4, .rate, "288 /s"), (0.0042, .information, "0.00420 nats"), (.nan, .time, "–"), (0, .bytes, "0 B"),
            (-1_580_000, .time, "-1.58 ms"),
        ])
    func text(value: Double, dimension: Dimension, text: String) {
        #expect(ReportNumbers.text(value, dimension) == text)
    }

    @Test(
        "Durations are said as people say them",
        arguments: [
            (0.84, "0.84 s"), (94, "94 s"), (725, "12 min 5 s"), (7_500, "2 h 5 min"), (0, "0 s"), (.infinity, "–"),
        ])
    func duration(seconds: Double, text: String) {
        #expect(ReportNumbers.duration(seconds: seconds) == text)
    }
}
