import Explanation
import Foundation
import GoldenSets
import Records
import Reports
import TestSupport
import Testing

@testable import PawlCommand

@Suite("An explanation of accuracy, in words", .hangLimit)
struct AccuracySectionTests {
    private func comparison(_ candidate: Float) throws -> ValueComparison {
        func output(_ value: Float) -> SampledOutput { SampledOutput(OutputTable(rows: [([1], [value])])) }
        return try #require(ValueComparison(reference: output(1), candidate: output(candidate)))
    }

    private func section(causes: [String], _ part: AccuracySection.Part? = nil) throws -> AccuracySection {
        let names = ["/backbone/stage.1/very/long/name/of/a/layer/Conv", "norm", "/head/MatMul"]
        var section = AccuracySection(
            samples: 16,
            values: try names.enumerated().map { index, name in
                AccuracySection.Value(
                    value: "\(name)_output", node: name, operatorType: "Conv",
                    accumulated: try comparison(index == 1 ? .nan : 0.5), own: try comparison(1 - Float(index) / 10))
            }, differingLayers: 3, gates: ["accuracy"])
        section.ending = causes.isEmpty ? .notRestored : .found
        section.isMinimal = !causes.isEmpty
        section.causes = causes.map {
            .init(
                layer: $0, operatorType: "Conv", weightBytes: 98_800, part: part, ownSQNR: 3.6,
                outputs: ["\($0)_output"])
        }
        return section
    }

    private func text(_ section: AccuracySection) -> String {
        TerminalPrinter(width: 80, isTerminal: true).print(Document(blocks: [.section(section.section)]))
    }

    @Test("names one cause, and what of it, in lines that a terminal holds")
    func one() throws {
        let text = text(try section(causes: ["/head/MatMul"], .weights))
        #expect(text.contains("/head/MatMul breaks it: with it alone in float the gates pass."))
        #expect(text.contains("its quantised weights"))
        for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
        #expect(try section(causes: ["norm"], .inputs).headlines[1].contains("the quantisation of what it reads"))
    }

    @Test("counts several, and puts the largest own error first")
    func several() throws {
        let text = text(try section(causes: ["norm", "/head/MatMul"]))
        #expect(text.contains("2 layers of 3 break it"))
        let rows = text.components(separatedBy: "own SQNR")[1]
        let places = ["/head/MatMul", "norm", "/backbone"].map { rows.range(of: $0)?.lowerBound }
        #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self) == places.compactMap(\.self).sorted())
        #expect(text.contains("not finite"))
    }

    @Test("says when no layer is to blame, and draws what it compared")
    func none() throws {
        let section = try section(causes: [])
        #expect(section.headlines == ["No layer breaks it: with all 3 layers in float the gates still do not pass."])
        #expect(section.chart(of: "m/int8")?.points.count == 3)
        #expect(section.firstDivergence?.value == "/backbone/stage.1/very/long/name/of/a/layer/Conv_output")
    }
}
