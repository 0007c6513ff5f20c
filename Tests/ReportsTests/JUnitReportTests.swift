import Foundation
import Records
import Reports
import Support
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("JUnit XML", .hangLimit)
struct JUnitReportTests {
    static let xmllint = ["/usr/bin/xmllint", "/usr/local/bin/xmllint"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "The strict dialect keeps to the schema",
        .enabled(if: xmllint != nil, "xmllint is not installed: apt-get install libxml2-utils"))
    func schema() throws {
        #expect(
            try Self.violations(
                JUnitReport.render(SampleRun.report, dialect: .strict, attachments: ["latency-filetype": "/a.png"]))
                == "")
    }

    @Test(
        "The strict dialect keeps to the schema with hostile names",
        .enabled(if: xmllint != nil, "xmllint is not installed: apt-get install libxml2-utils"),
        arguments: HostileRun.texts)
    func hostileSchema(text: String) throws {
        #expect(try Self.violations(JUnitReport.render(HostileRun.report(text), dialect: .strict)) == "")
    }

    @Test(
        "The schema is no rubber stamp",
        .enabled(if: xmllint != nil, "xmllint is not installed: apt-get install libxml2-utils"))
    func schemaRefuses() throws {
        #expect(try Self.violations(JUnitReport.render(SampleRun.report, dialect: .rich)) != "")
    }

    @Test("Both dialects are XML whatever the names", arguments: HostileRun.texts, JUnitReport.Dialect.allCases)
    func wellFormed(text: String, dialect: JUnitReport.Dialect) throws {
        _ = try Self.cases(JUnitReport.render(HostileRun.report(text), dialect: dialect))
    }

    @Test("A strict case has nothing but name, class and time", arguments: HostileRun.texts.prefix(3) + ["demo"])
    func strictAttributes(text: String) throws {
        for item in try Self.cases(JUnitReport.render(HostileRun.report(text), dialect: .strict)) {
            #expect(Set(item.attributes.keys) == ["classname", "name", "time"])
            #expect(item.children.allSatisfy { ["skipped", "error", "failure"].contains($0) })
            #expect(item.attributes["time"]?.wholeMatch(of: #/\d+\.\d{3}/#) != nil)
        }
    }

    @Test("Class and name tell every case apart", arguments: JUnitReport.Dialect.allCases)
    func uniqueNames(dialect: JUnitReport.Dialect) throws {
        let hostile = JUnitReport.render(HostileRun.report("same"), dialect: dialect)
        for report in [JUnitReport.render(SampleRun.report, dialect: dialect), hostile] {
            let cases = try Self.cases(report)
            #expect(Set(cases.map { [$0.attributes["classname"], $0.attributes["name"]] }).count == cases.count)
        }
    }

    @Test("Failures, errors and skips are counted as they are written")
    func counts() throws {
        let cases = try Self.cases(JUnitReport.render(SampleRun.report))
        let model = SampleRun.report
        func written(_ name: String) -> Int { cases.count { $0.children.contains(name) } }
        #expect(cases.count == model.run.cells.count + model.run.verdicts.count)
        #expect(written("failure") == model.count(.failed) + model.count(.inconclusive))
        // One more: the cell that could not be measured.
        #expect(written("error") == model.count(.error) + 1)
        #expect(written("skipped") == model.count(.notJudged))
        #expect(JUnitReport.render(model).contains("<testsuites name=\"demo\" tests=\"\(cases.count)\""))
    }

    @Test("An undecided gate is skipped when the policy says so")
    func inconclusive() throws {
        var model = SampleRun.report
        model.run.onInconclusive = .skip
        let cases = try Self.cases(JUnitReport.render(model))
        #expect(cases.count { $0.children.contains("failure") } == model.count(.failed))
        #expect(cases.count { $0.children.contains("skipped") } == model.count(.notJudged) + model.count(.inconclusive))
    }

    @Test("A failure points at the line of its gate and attaches the model's charts")
    func annotation() throws {
        let report = JUnitReport.render(SampleRun.report, attachments: ["latency-filetype": "/abs/latency.png"])
        let failure = try #require(
            try Self.cases(report).first {
                $0.children.contains("failure") && $0.attributes["classname"]?.hasSuffix("int8-dynamic") == true
            })
        #expect(failure.attributes["file"] == "Suites/demo.yaml")
        #expect(failure.attributes["line"] == "15")
        #expect(failure.attributes["classname"] == "demo.ort.int8-dynamic")
        #expect(report.contains("\n[[ATTACHMENT|/abs/latency.png]]"))
        #expect(report.contains("type=\"regression\""))
    }

    @Test("Classes and names are those of any other runner; host and device are properties")
    func runners() throws {
        var elsewhere = SampleRun.report
        elsewhere.run.environment.hostName = "ci-runner-7f3.internal"
        elsewhere.run.cells[1].device = "Pixel 12 (2)"
        let here = try Self.cases(JUnitReport.render(SampleRun.report))
        let there = try Self.cases(JUnitReport.render(elsewhere))
        func names(_ cases: [Case]) -> [[String?]] {
            cases.map { [$0.attributes["classname"], $0.attributes["name"]] }
        }
        #expect(names(here) == names(there))
        for dialect in JUnitReport.Dialect.allCases {
            let text = JUnitReport.render(elsewhere, dialect: dialect)
            #expect(text.components(separatedBy: "name=\"pawl.host\" value=\"ci-runner-7f3.internal\"").count == 6)
            #expect(text.components(separatedBy: "name=\"pawl.device\" value=\"Pixel 12 (2)\"").count == 2)
        }
    }

    @Test("Times add up to the run's, also where pairs serve several gates", arguments: JUnitReport.Dialect.allCases)
    func times(dialect: JUnitReport.Dialect) throws {
        // Measured 22.125 s of four cells and 1.5 s of the one that crashed, in a run of 94 s.
        let cases = try Self.cases(JUnitReport.render(SampleRun.report, dialect: dialect))
        let seconds = cases.compactMap { $0.attributes["time"].flatMap(Double.init) }
        #expect(seconds.count == cases.count)
        #expect(abs(seconds.reduce(0, +) - 94) < 0.01)
        #expect(seconds.filter { $0 > 0 }.map { ($0 * 10).rounded() / 10 } == [23.1, 23.1, 23.1, 23.1, 1.6])

        // What an earlier run spent on the baseline is not of this one.
        var stored = SampleRun.report
        stored.run.storedBaseline = StoredBaselineRecord(
            run: "0b9f3a52", startedAt: stored.run.startedAt, suite: stored.run.suite, pawlVersion: "0.1.0",
            hostName: "bench-1.lab", machineFingerprint: stored.run.environment.machineFingerprint)
        var baseline = stored.run.cells[0]
        (baseline.id, baseline.side, baseline.secondsSpent) = (5, .baseline, 1000)
        stored.run.cells.append(baseline)
        let again = try Self.cases(JUnitReport.render(stored, dialect: dialect))
        #expect(abs(again.compactMap { $0.attributes["time"].flatMap(Double.init) }.reduce(0, +) - 94) < 0.01)
        #expect(again.count { $0.attributes["time"] != "0.000" } == 5)

        // Of a run that has not ended only the measuring is known.
        var running = SampleRun.report
        running.run.finishedAt = nil
        let soFar = try Self.cases(JUnitReport.render(running, dialect: dialect))
        #expect(abs(soFar.compactMap { $0.attributes["time"].flatMap(Double.init) }.reduce(0, +) - 90) < 0.01)
    }

    // MARK: - Reading

    struct Case {
        var attributes: [String: String]
        var children: [String] = []
    }

    static func cases(_ text: String) throws -> [Case] {
        let reader = Reader(), parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError)) in \(text.prefix(2000))")
        return reader.cases
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var cases: [Case] = []
        private var isInside = false

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            if name == "testcase" {
                cases.append(Case(attributes: attributes))
                isInside = true
            } else if isInside {
                cases[cases.count - 1].children.append(name)
            }
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            if name == "testcase" { isInside = false }
        }
    }

    /// What xmllint has to say against `text`; empty when nothing.
    static func violations(_ text: String) throws -> String {
        let folder = try TemporaryFolder()
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file("junit.xml")))
        let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "junit-strict.xsd")
        let process = Process(), pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: try #require(xmllint))
        process.arguments = ["--nonet", "--noout", "--schema", schema.path, folder.file("junit.xml")]
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return process.terminationStatus == 0 ? "" : String(decoding: output, as: UTF8.self)
    }
}
