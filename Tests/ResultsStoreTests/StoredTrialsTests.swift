import Records
import Support
import TestSupport
import Testing

@testable import ResultsStore

@Suite(.hangLimit) struct StoredTrialsTests {
    @Test("Other readings of predictions come back as they were stored") func readings() throws {
        let folder = try TemporaryFolder()
        let store = try ResultsStore(path: folder.file("pawl.db"))
        var run = SampleRun.make()
        run.cells[0].accuracy?.inputTrials = nil
        run.cells[0].accuracy?.readingTrials = ReadingTrials(
            metric: .meanAveragePrecision50, value: 0.01, guess: 0.25,
            outcomes: [
                .init(reading: .boxFormat("xywh"), value: 0.4968),
                .init(reading: .boxUnits(largestPredicted: 0.75, largestLabelled: 640), value: 0.01),
            ])
        try store.save(run, summaries: SampleRun.summaries)
        #expect(try store.run(id: run.id) == run)
    }
}
