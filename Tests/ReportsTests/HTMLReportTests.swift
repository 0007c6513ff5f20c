import Foundation
import Records
import Reports
import Support
import TestSupport
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("The HTML page", .hangLimit)
struct HTMLReportTests {
    @Test("Every element is closed and every text escaped, whatever the names", arguments: HostileRun.texts)
    func wellFormed(text: String) throws {
        let page = HostileRun.report(text).document().html
        // The body is written as XML would be; only the head has void elements.
        let body = try #require(page.firstMatch(of: #/<body>(?s:.*)</body>/#)).output
        let parser = XMLParser(data: Data(body.utf8)), reader = Reader()
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(
            reader.elements.isDisjoint(with: ["script", "img", "iframe", "object", "embed", "link", "form", "base"]))
        #expect(reader.attributes.allSatisfy { !$0.hasPrefix("on") && !["style", "src", "href"].contains($0) })
    }

    @Test("The page loads nothing, and runs nothing but its own script")
    func selfContained() {
        let page = SampleRun.report.document().html
        #expect(page.ranges(of: "<script").count == 1 && !page.contains("url(") && !page.contains("@import"))
        #expect(!page.replacing("http://www.w3.org/", with: "").contains("://"))
        #expect(page.contains("default-src 'none'"))
        for word in ["fetch(", "XMLHttpRequest", "WebSocket", "innerHTML", "eval(", "localStorage", "document.cookie"] {
            #expect(!page.contains(word))
        }
    }

    @Test(
        "The policy allows this style sheet and this script, by their digests, and no other",
        arguments: ["style", "script"])
    func policy(element: String) throws {
        let page = SampleRun.report.document().html
        let start = try #require(page.firstRange(of: "<\(element)>")),
            end = try #require(page.firstRange(of: "</\(element)>"))
        let digest = SHA256.hexadecimal(of: String(page[start.upperBound..<end.lowerBound]))
        let bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digest.dropFirst($0).prefix(2), radix: 16)! }
        #expect(page.contains("\(element)-src 'sha256-\(Data(bytes).base64EncodedString())'"))
        #expect(page.ranges(of: "<\(element)").count == 1)
        #expect(!page.contains(" style=") && !page.contains(" onclick="))
    }

    @Test("Digests are short, and whole on demand")
    func digests() throws {
        let page = SampleRun.report.document().html
        let digest = SampleRun.run.suite.digest
        #expect(page.ranges(of: digest).count == 1)
        #expect(page.contains("<summary><bdi>\(digest.prefix(12))</bdi>…</summary><code>\(digest)</code></details>"))
    }

    @Test("The verdict comes first, then the cells, charts, what failed, the other gates, the environment")
    func order() throws {
        let page = SampleRun.report.document().html
        let places = try [
            "class=\"word\">FAIL", "id=\"cells\"", "id=\"charts\"", "id=\"reasons\"", "id=\"gates\"",
            "id=\"environment\"",
        ]
        .map { try #require(page.firstRange(of: $0)).lowerBound }
        #expect(places == places.sorted())
    }

    @Test("Text has a contrast of at least 4.5 to 1 on what it stands on, in light and in dark")
    func contrast() throws {
        let page = SampleRun.report.document().html
        let light = try Self.colours(in: #require(page.firstMatch(of: #/:root \{((?s:.*?))\}/#)).output.1)
        let dark = try Self.colours(in: #require(page.firstMatch(of: #/dark\) \{\s*:root \{((?s:.*?))\}/#)).output.1)
        for colours in [light, dark] {
            let tones = ["passed", "failed", "undecided", "error", "quiet"]
            let pairs =
                tones.map { ($0, "\($0)-tint") } + tones.map { ("ink", "\($0)-tint") }
                + tones.map { ("muted", "\($0)-tint") }
                + [("ink", "page"), ("ink", "card"), ("muted", "page"), ("muted", "card")]
            for (text, ground) in pairs {
                let ratio = try Self.contrast(#require(colours[text]), #require(colours[ground]))
                #expect(ratio >= 4.5, "\(text) on \(ground): \(ratio)")
            }
        }
    }

    @Test("A run without gates, cells or charts still makes a page")
    func empty() throws {
        var run = SampleRun.run
        (run.cells, run.verdicts, run.pairs, run.goldenSets, run.warnings) = ([], [], [], [], [])
        run.status = .complete
        let model = ReportModel(run: run, summaries: [:])
        #expect(model.document().html.contains(">MEASURED<"))
        #expect(model.document().terminal() == "MEASURED  demo: no gate to judge; 0 cells\n")
    }

    // MARK: - Reading

    private final class Reader: NSObject, XMLParserDelegate {
        var elements: Set<String> = []
        var attributes: Set<String> = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            elements.insert(name)
            self.attributes.formUnion(attributes.keys)
        }
    }

    private static func colours(in block: Substring) -> [String: [Double]] {
        var colours: [String: [Double]] = [:]
        for match in block.matches(of: #/--([a-z-]+): #([0-9a-f]{6});/#) {
            let value = Int(match.output.2, radix: 16) ?? 0
            colours[String(match.output.1)] = [value >> 16, value >> 8 & 255, value & 255].map { Double($0) / 255 }
        }
        return colours
    }

    /// WCAG 2.1, relative luminance and contrast ratio.
    private static func contrast(_ first: [Double], _ second: [Double]) -> Double {
        func luminance(_ colour: [Double]) -> Double {
            let linear = colour.map { $0 <= 0.03928 ? $0 / 12.92 : pow(($0 + 0.055) / 1.055, 2.4) }
            return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
        }
        let values = [luminance(first), luminance(second)].sorted()
        return (values[1] + 0.05) / (values[0] + 0.05)
    }
}
