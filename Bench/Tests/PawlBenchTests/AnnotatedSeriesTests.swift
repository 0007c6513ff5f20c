import Testing

@testable import pawl_bench

@Suite("Scores against what people marked", .timeLimit(.minutes(30))) struct AnnotatedSeriesTests {
    private func series(_ annotations: [[Int]]) -> AnnotatedSeries {
        AnnotatedSeries(
            name: "a", positions: Array(0..<100), values: Array(repeating: 0, count: 100), count: 100,
            annotations: annotations)
    }

    @Test("F1 with a margin of five, by hand") func f1() {
        // Found 0, 33, 80; people 0, 30 and 0, 31, 60: precision 2/3 (0; 33 for 30; 80 for none), recall (2/2 + 2/3) / 2 = 5/6.
        let both = series([[30], [31, 60]])
        #expect(abs(both.f1([33, 80]) - 2 * (2.0 / 3) * (5.0 / 6) / (2.0 / 3 + 5.0 / 6)) < 1e-12)
        // Five away counts, six does not; a place serves one mark.
        #expect(series([[30]]).f1([35]) == 1)
        #expect(abs(series([[30]]).f1([36]) - 0.5) < 1e-12)
        #expect(abs(series([[30, 32]]).f1([31]) - 2 * 1 * (2.0 / 3) / (1 + 2.0 / 3)) < 1e-12)
        #expect(series([[], []]).f1([]) == 1)
    }

    @Test("Covering, by hand") func cover() {
        // [0, 40) is best covered by [0, 50): 40/50; [40, 100) by [50, 100): 50/60.
        #expect(abs(series([[40]]).cover([50]) - (40 * 0.8 + 60 * (50.0 / 60)) / 100) < 1e-12)
        #expect(series([[40]]).cover([40]) == 1)
        #expect(abs(series([[40], []]).cover([]) - ((0.4 * 40 + 0.6 * 60) / 100 + 1) / 2) < 1e-12)
    }
}
