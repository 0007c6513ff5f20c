import Diagnostics
import Foundation
import Gating
import Records
import Support
import TestSupport
import Testing
import Trends

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The pages over all runs", .hangLimit)
struct SiteTests {
    private static func writer(_ folder: String) -> SiteWriter {
        SiteWriter(folder: folder, pawlVersion: "0.1.0") { id in
            var model = SampleRun.report
            model.run.id = id
            return model
        }
    }

    private static func pages(in folder: String) throws -> [String: String] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".html") }
        return try Dictionary(
            uniqueKeysWithValues: names.map { ($0, try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)) })
    }

    @Test(
        "Every page is well-formed, loads nothing, and every link leads to a page that is there",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func links() throws {
        let temporary = try TemporaryFolder()
        let folder = ProcessInfo.processInfo.environment["PAWL_SITE_FOLDER"] ?? temporary.path
        let result = try Self.writer(folder).write(SampleSite.suites, runPages: 3)
        #expect(result.warnings.isEmpty)
        let pages = try Self.pages(in: folder)
        // Index, 2 suites, 6 + 2 cells, 3 + 3 runs.
        #expect(pages.count == result.written && pages.count == 17, "\(pages.keys.sorted())")
        try Self.expectSound(pages)
        #expect(pages.values.allSatisfy { $0.ranges(of: "<script").count == 1 && $0.contains("default-src 'none'") })
    }

    @Test("Whatever the names, pages are sound and files stay in the folder", arguments: hostileNames)
    func hostile(name: String) throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.file("site")
        let suite = SampleSite.nightly(name: name) { "\($0)\(name)" }
        var writer = Self.writer(folder)
        // Names of charts are tested where charts are.
        writer.renderer = ChartRenderer(program: "/nowhere/gnuplot")
        _ = try writer.write([suite], runPages: 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary.path) == ["site"])
        let pages = try Self.pages(in: folder)
        #expect(pages.count == 10, "\(pages.keys.sorted())")
        let isPlain = pages.keys.allSatisfy { $0.wholeMatch(of: #/((runs|trends)/)?[a-z0-9-]{1,80}\.html/#) != nil }
        #expect(isPlain, "\(pages.keys.sorted())")
        try Self.expectSound(pages)
    }

    static let hostileNames =
        HostileRun.texts + [
            "../../x", "\"onload=\"alert(1)", "/etc/passwd", String(repeating: "長", count: 300), "a\u{2028}b",
        ]

    @Test(
        "Writing again leaves every page as it is",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func unchanged() throws {
        let folder = try TemporaryFolder()
        let first = try Self.writer(folder.path).write(SampleSite.suites, runPages: 2)
        let before = try Self.pages(in: folder.path)
        let dates = try Self.dates(in: folder.path)
        let second = try Self.writer(folder.path).write(SampleSite.suites, runPages: 2)
        #expect(second.written == 0 && second.removed == 0 && second.unchanged == first.written)
        #expect(try Self.pages(in: folder.path) == before)
        #expect(try Self.dates(in: folder.path) == dates)
    }

    @Test(
        "A new value changes the pages that show it, and no other",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func oneChange() throws {
        let folder = try TemporaryFolder()
        var suites = SampleSite.suites
        _ = try Self.writer(folder.path).write(suites, runPages: 0)
        let before = try Self.pages(in: folder.path)
        suites[0].trends.series[4].points[100].value *= 1.001
        _ = try Self.writer(folder.path).write(suites, runPages: 0)
        let changed = try Self.pages(in: folder.path).filter { before[$0.key] != $0.value }.keys
        let cell = SitePath.trend(of: suites[0].trends.series[4].cell)
        #expect(changed.contains(cell) && Set(changed).subtracting([cell]).allSatisfy { !$0.contains("/") })
    }

    @Test("Pages of runs and cells that are gone go too; files of others stay") func removed() throws {
        let folder = try TemporaryFolder()
        var suites = SampleSite.suites
        _ = try Self.writer(folder.path).write(suites, runPages: 3)
        try AtomicFile.write("<p>mine</p>", to: folder.file("runs/mine.html"))
        let gone = suites[0].runs.removeFirst()
        suites[0].trends.series.removeAll { $0.cell.model == "speech" }
        let result = try Self.writer(folder.path).write(suites, runPages: 1)
        let pages = try Self.pages(in: folder.path)
        #expect(result.removed == 3)
        #expect(pages[SitePath.run(gone.id)] == nil && pages["runs/mine.html"] != nil)
        try Self.expectSound(pages.filter { $0.key != "runs/mine.html" })
    }

    @Test(
        "Without gnuplot the pages are whole, say so, and get their charts later",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func withoutCharts() throws {
        let folder = try TemporaryFolder()
        var writer = Self.writer(folder.path)
        writer.renderer = ChartRenderer(program: "/nowhere/gnuplot")
        #expect(try writer.write(SampleSite.suites, runPages: 0).warnings.map(\.code) == ["chart.gnuplot-missing"])
        try Self.expectSound(Self.pages(in: folder.path))
        let later = try Self.writer(folder.path).write(SampleSite.suites, runPages: 0)
        #expect(later.written == 8 && later.unchanged == 3, "\(later)")
    }

    @Test("Names that a file system could take for one have files of their own") func distinct() {
        let cells = [("a", "bc"), ("ab", "c"), ("A", "bc"), ("a-b", "c"), ("a", "b-c")].map {
            CellAddress(suite: "s", model: $0.0, variant: $0.1, runtimeLabel: "ort")
        }
        #expect(Set(cells.map { SitePath.trend(of: $0).lowercased() }).count == 5)
        #expect(SitePath.run("../../x").hasPrefix("runs/------x-"))
        #expect(
            SitePath.run("0b9f3a52-7c1e-4d08-9a53-1f2e3d4c5b6a") == "runs/0b9f3a52-7c1e-4d08-9a53-1f2e3d4c5b6a.html")
    }

    @Test("The pages are as recorded") func snapshots() throws {
        let suite = SampleSite.nightly(name: "nightly")
        Snapshot.expect(
            Self.body(SiteSuite.index(of: [suite]).html), matches: "site-index.html")
        Snapshot.expect(
            Self.body(suite.document(runPages: [suite.runs[0].id], charts: [:]).html),
            matches: "site-suite.html")
        Snapshot.expect(Self.body(suite.trends.document().html), matches: "trend.html")
    }

    @Test("The index counts each suite once, by what its latest run and its courses say, and says what it cannot know")
    func tally() {
        var passed = SampleSite.suites[1]
        func set(_ outcome: RunOutcome) -> SiteSuite {
            var suite = passed
            suite.runs = suite.runs.map { run in
                var run = run
                (run.outcome, run.hasEnded) = (outcome, outcome != .running && outcome != .interrupted)
                return run
            }
            return suite
        }
        for (outcome, words) in [
            (RunOutcome.passed, "1 passed"), (.measured, "1 not judged"), (.failed, "1 failed"),
            (.inconclusive, "1 undecided"), (.incomplete, "1 not measured whole"),
            (.interrupted, "1 not measured whole"),
            (.running, "1 still measured"),
        ] {
            #expect(SiteSuite.tally(of: [set(outcome)]) == "1 suite (\(words))")
        }
        #expect(SiteSuite.tally(of: [set(.passed), set(.failed), set(.passed)]) == "3 suites (1 failed, 2 passed)")
        func summary(_ suites: SiteSuite...) -> String { SiteSuite.index(of: suites).header?.summary.plain ?? "" }
        #expect(summary(set(.passed)) == "1 suite (1 passed), 30 runs")

        // A passed run does not hide that a level got worse, unless somebody accepted that.
        var worse = set(.passed)
        worse.trends.series += SampleSite.suites[0].trends.series.prefix(1)
        #expect(SiteSuite.tally(of: [worse]) == "1 suite (1 with a regression)")
        for index in worse.trends.series.indices {
            for place in worse.trends.series[index].changes.indices {
                worse.trends.series[index].changes[place].acceptedBy = "main@2"
            }
        }
        #expect(SiteSuite.tally(of: [worse]) == "1 suite (1 passed)")

        // What came after the run that is told, and what so few runs cannot tell.
        var cut = set(.passed)
        (cut.runs[0].outcome, cut.runs[0].hasEnded) = (.interrupted, false)
        #expect(summary(cut) == "1 suite (1 passed), 30 runs; a later run of it was cut off")
        passed.trends.series = passed.trends.series.map { series in
            var series = series
            (series.points, series.levels) = (Array(series.points.prefix(4)), [])
            return series
        }
        #expect(summary(set(.passed)) == "1 suite (1 passed), 30 runs; too few runs to tell changes over time")
        #expect(summary() == "0 suites, 0 runs")
        passed.runs = []
        #expect(SiteSuite.tally(of: [passed]) == "1 suite (1 without a run)")
    }

    @Test("What another variant beats everywhere is not on the front") func front() throws {
        let table = try #require(TradeOffTable.tables(of: SampleSite.nightly(name: "n").cells).first)
        #expect(table.cells.map(\.address.variant) == ["fp32", "fp16", "int8-qdq", "int8-dynamic"])
        // fp32 is a little faster than fp16; int8-qdq beats both; int8-dynamic is the smallest.
        let beaten = table.cells.map { cell in table.cells.contains { table.beats($0, cell) } }
        #expect(beaten == [true, true, false, false])
        #expect(!table.beats(table.cells[0], table.cells[0]))
    }

    // MARK: - Reading

    private static func dates(in folder: String) throws -> [String: Date?] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return try Dictionary(
            uniqueKeysWithValues: names.map {
                ($0, try FileManager.default.attributesOfItem(atPath: "\(folder)/\($0)")[.modificationDate] as? Date)
            })
    }

    private static func body(_ page: String) -> String {
        page.firstMatch(of: #/<body>(?s:.*)</body>\n/#).map { String($0.output) } ?? ""
    }

    /// Well-formed, nothing that loads or runs, headings in order, tables named, links that resolve.
    private static func expectSound(_ pages: [String: String]) throws {
        for (name, page) in pages {
            let parser = XMLParser(data: Data(body(page).utf8)), reader = Reader()
            parser.delegate = reader
            #expect(parser.parse(), "\(name): \(String(describing: parser.parserError))")
            #expect(
                reader.elements.isDisjoint(with: ["script", "img", "iframe", "object", "embed", "link", "form", "base"]
                ),
                "\(name)")
            #expect(reader.attributes.allSatisfy { !$0.hasPrefix("on") && !["style", "src"].contains($0) }, "\(name)")
            let levels = reader.headings
            #expect(levels.first == 1 && levels.count { $0 == 1 } == 1, "\(name): \(levels)")
            #expect(zip(levels, levels.dropFirst()).allSatisfy { $1 <= $0 + 1 }, "\(name): \(levels)")
            #expect(Set(reader.identifiers).count == reader.identifiers.count, "\(name): an id stands twice")
            #expect(reader.tables == reader.captions, "\(name)")
            for link in reader.links {
                if link.hasPrefix("#") {
                    #expect(reader.identifiers.contains(String(link.dropFirst())), "\(name): \(link)")
                } else {
                    let target = link.hasPrefix("../") ? String(link.dropFirst(3)) : link
                    #expect(name.contains("/") == link.hasPrefix("../"), "\(name): \(link)")
                    #expect(pages[target] != nil, "\(name): \(link)")
                }
            }
        }
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var elements: Set<String> = []
        var attributes: Set<String> = []
        var identifiers: [String] = []
        var links: [String] = []
        var headings: [Int] = []
        var tables = 0
        var captions = 0

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            elements.insert(name)
            self.attributes.formUnion(attributes.keys)
            if let identifier = attributes["id"] { identifiers.append(identifier) }
            if name == "a", let link = attributes["href"] { links.append(link) }
            if name.count == 2, name.hasPrefix("h"), let level = name.last?.wholeNumberValue { headings.append(level) }
            if name == "table" { tables += 1 }
            if name == "caption" { captions += 1 }
        }
    }
}
