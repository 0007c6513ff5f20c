import Foundation
import Gating
import Records
import Reports
import TestSupport
import Testing

/// Which classes are answered for which labels, in every report.
@Suite(.hangLimit) struct ConfusionTests {
    /// sklearn.metrics.confusion_matrix([0, 1, 2, 2, 1, 0], [0, 2, 2, 1, 2, 0]) is [[2, 0, 0], [0, 0, 2], [0, 1, 1]].
    private func model() -> ReportModel {
        var model = SampleRun.report
        model.run.goldenSets[0].sampleNames = (0..<6).map { "s\($0)" }
        model.run.goldenSets[0].labels = [0, 1, 2, 2, 1, 0]
        model.run.goldenSets[0].classNames = ["python", "<zip>", "png"]
        model.run.cells[1].accuracy?.predictions = [0, 2, 2, 1, 2, 0]
        return model
    }

    @Test func theMatrixIsScikitLearns() throws {
        let model = model()
        let matrix = try #require(ConfusionMatrix(of: model.run.cells[1], on: model.run.goldenSets[0]))
        #expect(matrix.rows == [[2, 0, 0], [0, 0, 2], [0, 1, 1]])
        #expect(matrix.worst.map(\.count) == [2, 1])
        #expect(matrix.words(matrix.worst[0]) == "'<zip>' predicted as 'png' for 2 of 2")
    }

    @Test func manyClassesHaveNoTable() throws {
        var model = model()
        model.run.goldenSets[0].classNames += (3..<30).map { "c\($0)" }
        let matrix = try #require(ConfusionMatrix(of: model.run.cells[1], on: model.run.goldenSets[0]))
        #expect(matrix.rows == nil)
        #expect(matrix.worst.count == 2)
    }

    @Test func everyReportTellsIt() throws {
        let model = model()
        let html = model.document().html
        #expect(html.contains("&#39;&lt;zip&gt;&#39; predicted as") || html.contains("'&lt;zip&gt;' predicted as"))
        let results = try #require(
            try JSONSerialization.jsonObject(with: Data(JSONReport.render(model).utf8)) as? [String: Any])
        let cells = try #require(results["cells"] as? [[String: Any]])
        let confusion = try #require(cells[1]["confusion"] as? [String: Any])
        #expect(confusion["matrix"] as? [[Int]] == [[2, 0, 0], [0, 0, 2], [0, 1, 1]])
        // Predictions that do not fit the golden set have none.
        #expect(cells[4]["confusion"] is NSNull)
    }
}
