import Foundation
import Records
import Support
import TestSupport
import Testing
import Trends

@testable import Reports

/// Pages as their readers use them, in a browser, by its own mouse and keyboard events; every page under its own policy.
@Suite(
    "Pages in a browser", .hangLimit, .serialized,
    .enabled(if: hasChromium, "chromium is not installed: apt-get install chromium"))
struct PageInteractionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func browser(width: Int = 1280, runsScripts: Bool = true) throws -> BrowserPage {
        try BrowserPage(
            profile: folder.file("profile-\(width)-\(runsScripts)"), width: width, runsScripts: runsScripts)
    }

    private func runPage(_ model: ReportModel = SampleRun.report) throws -> String {
        let path = folder.file("report.html")
        try AtomicFile.write(model.document().html, to: path)
        return path
    }

    /// A page of a series whose points lead to the pages of their runs.
    private func trendPage(_ rename: (String) -> String = { $0 }) throws -> String {
        let suite = SampleSite.nightly(name: "nightly", rename: rename)
        let writer = SiteWriter(folder: folder.file("site"), pawlVersion: "0.1.0") { id in
            var model = SampleRun.report
            model.run.id = id
            return model
        }
        _ = try writer.write([suite], runPages: 3)
        return folder.file("site/" + SitePath.trend(of: suite.trends.series[0].cell))
    }

    @Test("A click on a column's title sorts by what values are, whatever their units; the third click is as it was")
    func sort() throws {
        let page = try browser()
        try page.open(try runPage())
        let table = "document.querySelector('#cells').parentElement.querySelector('table')"
        let names = "[...\(table).querySelectorAll('tbody th')].map(e => e.firstChild.textContent.trim())"
        let before = try page.texts(names)
        #expect(before.count == 5)
        // 835 kB is less than 1.17 MB, though 835 is more than 1.17.
        let size = "[...\(table).querySelectorAll('thead button')].find(e => e.textContent === 'size')"
        try page.click(size)
        #expect(try page.text("\(size).parentElement.getAttribute('aria-sort')") == "descending")
        let bySize = ["fp32", "int4", "fp16", "int8-qdq", "int8-dynamic"]
        func variants(_ names: [String]) -> [String] {
            names.map { String($0.replacing(" (reference)", with: "").split(separator: "/").last ?? "") }
        }
        #expect(variants(try page.texts(names)) == bySize)
        try page.click(size)
        #expect(variants(try page.texts(names)) == bySize.reversed())
        try page.click(size)
        #expect(try page.texts(names) == before)
        // What has no value comes last both ways.
        let latency = "[...\(table).querySelectorAll('thead button')].find(e => e.textContent === 'p50')"
        for _ in 0..<2 {
            try page.click(latency)
            #expect(variants(try page.texts(names)).last == "int4")
        }
        #expect(page.complaints == [])
    }

    @Test("What is typed into the filter leaves the rows that have all of its words")
    func filter() throws {
        let page = try browser()
        try page.open(try runPage())
        let section = "document.querySelector('#gates').closest('section')"
        try page.click("\(section).querySelector('summary')")
        try page.type("int8 p99", into: "\(section).querySelector('input[type=search]')")
        let shown =
            "[...\(section).querySelectorAll('tbody:not([hidden]) tr:not([hidden]):not(.group)')].map(e => e.textContent)"
        let rows = try page.texts(shown)
        #expect(rows.count == 2 && rows.allSatisfy { $0.contains("p99") })
        #expect(try page.text("\(section).querySelector('[role=status]').textContent") == "2 of 11")
        try page.evaluate("\(section).querySelector('input').select()")
        try page.type("nothing has this", into: "\(section).querySelector('input')")
        #expect(try page.texts(shown).isEmpty)
    }

    @Test("A row's address opens what it is folded in, and shows it")
    func rowLink() throws {
        let path = try runPage()
        let page = try browser()
        try page.open(path)
        let row =
            "document.querySelector('#gates').closest('section').querySelector('tbody:nth-of-type(3) tr:last-child')"
        try page.evaluate("document.querySelector('#gates').closest('details').open = true")
        try page.click("\(row).querySelector('a.self')")
        let fragment = try page.text("location.hash.slice(1)")
        #expect(fragment.hasPrefix("gates--filetype-int8-qdq--"))
        let words = try page.text("\(row).textContent")
        // A colleague follows the link.
        let other = try BrowserPage(profile: folder.file("other"))
        try other.open(path, fragment: fragment)
        #expect(try other.evaluate("document.querySelector('#gates').closest('details').open") as? Bool == true)
        #expect(try other.text("document.querySelector('tr.here').textContent") == words)
        let place = try other.number("document.querySelector('tr.here').getBoundingClientRect().top")
        #expect(place > 0 && place < 900)
    }

    @Test(
        "A point says its value, its moment and its commit, and a click opens its run",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func point() throws {
        let page = try browser()
        let path = try trendPage()
        try page.open(path)
        let circle = "[...document.querySelectorAll('svg.pawl-chart .spots circle')].at(-1)"
        // Three runs have a page: the last one does.
        let place = try page.place(of: circle)
        #expect(try page.evaluate("document.querySelector('.tip').hidden") as? Bool == true)
        try page.move(to: (place.x + 3, place.y - 2))
        let words = try page.text("document.querySelector('.tip').textContent")
        #expect(words.contains(#/^[\d.]+ ms · 2\d{3}-\d\d-\d\d \d\d:\d\d/#), "\(words)")
        let last = try #require(SampleSite.nightly(name: "nightly").trends.series[0].points.last)
        #expect(words.hasPrefix(Quantity.text(last.value, .time)))
        #expect(words.contains(ReportTime.minute(last.startedAt)))
        if let commit = last.facts.gitCommit { #expect(words.contains(commit.prefix(10))) }
        let box = "document.querySelector('.tip').getBoundingClientRect()"
        #expect(try page.number("\(box).left") >= 0 && page.number("\(box).right") <= 1280)
        let link = try page.text("\(circle).closest('a')?.getAttribute('href') ?? ''")
        if !link.isEmpty {
            try page.click(at: place)
            page.wait { try $0.text("location.href").contains("/runs/") }
            #expect(try page.text("location.href").hasSuffix(String(link.dropFirst(3))))
        } else {
            Issue.record("the last point leads nowhere")
        }
        #expect(page.complaints == [])
    }

    @Test(
        "What is dragged over fills the plot, still says its values, and the whole time comes back",
        .enabled(if: hasGnuplot, "gnuplot is not installed: apt-get install gnuplot-nox"))
    func zoom() throws {
        let page = try browser()
        try page.open(try trendPage())
        let chart = "document.querySelector('svg.pawl-chart')"
        try page.evaluate("\(chart).scrollIntoView({ block: 'center' })")
        func corner(_ name: String) throws -> Double { try page.number("\(chart).getBoundingClientRect().\(name)") }
        let (left, top, width, height) = try (corner("left"), corner("top"), corner("width"), corner("height"))
        // From 60 % to 75 % of the picture.
        let y = top + height * 0.5
        try page.drag(from: (left + width * 0.60, y), to: (left + width * 0.75, y))
        let dots = "\(chart).querySelectorAll('.zoom .dot').length"
        let all = try page.number("\(chart).querySelectorAll('.spots circle').length")
        let shown = try page.number(dots)
        #expect(shown >= 5 && shown < all / 3, "\(shown) of \(all)")
        let labels = try page.texts("[...\(chart).querySelectorAll('.zoom text')].map(e => e.textContent)")
        #expect(labels.count >= 6 && labels.contains("ms"), "\(labels)")
        #expect(labels.first?.contains(#/^\d{4}-\d\d-\d\d$/#) == true, "\(labels)")
        // The first dot of the part is at the left end now, and says what it said before.
        let dot = try page.place(of: "\(chart).querySelector('.zoom .dot')")
        #expect(dot.x < left + width * 0.25)
        try page.move(to: dot)
        #expect(try page.text("document.querySelector('.tip').textContent").contains(" ms · "))
        // Closer still, then all of it.
        try page.drag(from: (left + width * 0.3, y), to: (left + width * 0.6, y))
        #expect(try page.number(dots) < shown)
        try page.click("document.querySelector('button.reset')")
        #expect(try page.number("\(chart).querySelectorAll('.zoom').length") == 0)
        #expect(try page.evaluate("\(chart).querySelector('.spots').hasAttribute('display')") as? Bool == false)
        // By keyboard as well.
        try page.evaluate("\(chart).focus()")
        try page.press("ArrowRight")
        #expect(try page.text("document.querySelector('.tip').textContent").contains(" ms · "))
        #expect(page.complaints == [])
    }

    @Test("Without its script, and where a stricter policy forbids it, a page says the same")
    func withoutScript() throws {
        let path = try runPage()
        let words = "document.querySelector('main').textContent"
        let off = try browser(runsScripts: false)
        try off.open(path)
        let plain = try off.text(words)
        #expect(plain.contains("ConvInteger 11.2 ms") && plain.contains("latency p99 at most 50 ms"))
        #expect(try off.number("document.querySelectorAll('.tools, .tip, button').length") == 0)
        // A server's policy comes on top of the page's own.
        let strict = folder.file("strict.html")
        let html = try String(contentsOfFile: path, encoding: .utf8).replacing(
            "<meta charset=\"utf-8\">",
            with:
                "<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'\">",
            maxReplacements: 1)
        try AtomicFile.write(html, to: strict)
        let page = try browser()
        try page.open(strict)
        #expect(try page.text(words) == plain)
        #expect(try page.number("document.querySelectorAll('.tools, .tip, button').length") == 0)
        #expect(page.complaints.count == 1 && page.complaints[0].contains("Content Security Policy"))
    }

    @Test("No page is wider than its window, with what its tables hold", arguments: [390, 1280])
    func width(width: Int) throws {
        let page = try browser(width: width)
        var paths = [try runPage()]
        if hasGnuplot {
            paths.append(try trendPage())
            paths += [SitePath.index, SitePath.suite("nightly")].map { folder.file("site/\($0)") }
        }
        for path in paths {
            try page.open(path)
            try page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
            #expect(try page.number("document.documentElement.scrollWidth") <= Double(width), "\(path)")
        }
        #expect(page.complaints == [])
    }

    @Test("Names from outside stay text in all that the script makes") func hostile() throws {
        // One browser for all: it takes longer to begin than a page does.
        let page = try browser()
        for text in HostileRun.texts {
            try page.open(try runPage(HostileRun.report(text)))
            let count = "document.querySelectorAll('img, iframe, script').length"
            #expect(try page.number(count) == 1, "the page's own script alone: \(text)")
            try page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
            let buttons = try page.texts("[...document.querySelectorAll('thead button')].map((e, i) => String(i))")
            for button in buttons.prefix(4) {
                try page.click("document.querySelectorAll('thead button')[\(button)]")
            }
            try page.evaluate(
                "document.querySelectorAll('a.self').forEach(e => { location.hash = e.getAttribute('href'); })")
            #expect(try page.number(count) == 1, "\(text)")
            #expect(page.complaints == [], "\(text)")
        }
    }

    @Test("The script is small") func size() {
        #expect(HTMLScript.text.utf8.count < HTMLScript.maximumBytes)
    }
}
