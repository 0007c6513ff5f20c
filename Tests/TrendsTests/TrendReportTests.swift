import Foundation
import Testing
import Trends

@Suite struct TrendReportTests {
    @Test func aReportWithoutHistoryHasNoSeries() {
        #expect(TrendReport(suite: "nightly", since: .distantPast, until: .distantFuture, series: []).series.isEmpty)
    }
}
