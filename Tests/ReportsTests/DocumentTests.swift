import Foundation
import Records
import TestSupport
import Testing

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// One document with one of everything, every text of which tries to break out.
@Suite("A document in three forms", .hangLimit)
struct DocumentTests {
    static let hostile =
        HostileRun.texts + [
            "::error file=a,line=1::owned", "##[group]x", "##vso[task.setvariable variable=x]y", "\u{9B}31mred",
            "\u{1B}]0;title\u{7}",
            "</details></section><h1>x", "``` js", "    indented", "1. one", "+ plus", "= equals", "<!-- x",
            "\u{2066}isolated",
            String(repeating: "W", count: 120), String(repeating: "長", count: 40), "a\nb\r\nc\u{2028}d",
        ]

    static func everything(_ text: String) -> Document {
        let prose: Prose =
            "\(text) \(name: text) \(code: text) \(strong: Prose(text)) \(quiet: Prose(text)) \(StatusBadge("FAIL", symbol: "✗", .failed)) \(mark: StatusBadge("PASS", symbol: "✓", .passed)) \(Prose(text), to: "page.html?\(text)")"
        let finding = Document.Finding(
            badge: StatusBadge("FAIL", symbol: "✗", .failed), subject: prose, headline: prose, lines: [prose],
            picture: EvidenceStrip(SampleRun.verdicts[1]).map { .strip($0) }, statistics: [prose],
            verbatim: .init(text, [text]), source: prose)
        let table = Document.Table(
            .cells, caption: prose,
            columns: [
                .init(text, wraps: true), .init("value", .right), .init(text, priority: 1, wraps: true),
                .init("page", reach: .pages),
            ], groups: [.init(title: prose, [[prose, "1 ms", prose, prose]])], groupTitle: text)
        return Document(
            header: .init(
                badge: StatusBadge("FAIL", .failed), title: prose, summary: prose, remarks: [prose], facts: [prose],
                alert: .init("busy machine", .undecided, [prose]), kind: text),
            blocks: [
                .section(.init("a", prose, [.findings([finding]), .paragraph(prose)])),
                .card(
                    .init("b", title: prose, about: [prose], blocks: [.findings([finding]), .items(.init([prose]))])),
                .facts(.init(title: prose, [(text, prose)])), .table(table), .notices(.init("note", .quiet, [prose])),
                .details(.init(prose, [.verbatim(.init(text, [text]))])),
                .group(.environment, [.facts(.init([(text, prose)]))]),
            ], footer: [prose], elsewhere: text)
    }

    // MARK: - A terminal

    @Test("On a terminal text is only text", arguments: hostile)
    func terminal(text: String) {
        for width in [40, 80, 200] {
            let plain = Self.everything(text).terminal(width, isTerminal: true)
            #expect(plain.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
            #expect(
                !plain.unicodeScalars.contains {
                    (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value)
                })
            #expect(!plain.contains(#/(?m)^\s*::/#) && !plain.contains("##["), "a CI system would obey it")
            let coloured = Self.everything(text).terminal(width, isTerminal: true, usesColour: true)
            #expect(coloured.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain, "colour is never the only sign")
            for code in coloured.matches(of: #/\u{1B}\[([0-9;]*)m/#) {
                #expect(
                    ["0", "1", "2", "1;31", "1;32", "1;33", "1;35", "32", "33", "36"].contains(String(code.output.1)))
            }
        }
    }

    @Test("Nothing is ever cut", arguments: hostile, [40, 80, 200])
    func uncut(text: String, width: Int) {
        // Without the spaces that wrapping takes, and the lines of a table's cells put together again.
        let word = String(repeating: "abcdefghij", count: 30)
        for isTerminal in [false, true] {
            let printed = Self.everything(text).terminal(width, isTerminal: isTerminal)
            #expect(!printed.contains("…") || text.contains("…"))
        }
        let long = Document(blocks: [
            .paragraph(Prose(word)), .items(.init([Prose(word)])),
            .table(
                .init(.cells, caption: "", columns: [.init("a"), .init("b", priority: 1)], rows: [[Prose(word), "x"]])),
        ])
        let printed = long.terminal(width)
        #expect(printed.ranges(of: word).count == 3, "off a terminal words stay whole")
        #expect(printed.contains("x"), "and every column stays")
    }

    @Test("A table on a narrow terminal wraps text, then gives up the columns that matter least, and says which")
    func narrow() {
        let table = Document.Table(
            .cells, caption: "",
            columns: [
                .init("cell", wraps: true), .init("p50", .right), .init("p99", .right, priority: 1),
                .init("memory", .right, priority: 2),
            ], rows: [["filetype/int8-dynamic (reference)", "16.3 ms \(quiet: "4.7×")", "18.1 ms", "30.1 MB"]])
        let document = Document(blocks: [.table(table)])
        #expect(document.terminal(80, isTerminal: true).contains("(reference)  16.3 ms 4.7×  18.1 ms  30.1 MB"))
        let sixty = document.terminal(60, isTerminal: true)
        #expect(sixty.contains("16.3 ms  18.1 ms  30.1 MB") && !sixty.contains("4.7×"))
        #expect(sixty.contains("  filetype/int8-dynamic ") && sixty.contains("\n  (reference)\n"))
        let forty = document.terminal(40, isTerminal: true)
        #expect(forty.contains("left out for want of columns: memory") && forty.contains("18.1 ms"))
        #expect(!forty.contains("30.1 MB"))
        for width in [40, 60, 80] {
            let lines = document.terminal(width, isTerminal: true).split(separator: "\n")
            #expect(lines.allSatisfy { TextColumns.width(of: String($0)) <= width })
            #expect(document.terminal(width).contains("30.1 MB"), "off a terminal all stay")
        }
    }

    @Test("Where there is little room what is quiet goes, but not where a cell is nothing else") func quietCells() {
        let table = Document.Table(
            .cells, caption: "c", columns: [.init("name"), .init("finding", wraps: true)],
            rows: [
                ["\(name: String(repeating: "n", count: 30))", "5 ms \(quiet: "+5 % · 1.2× as much")"],
                ["m", "\(quiet: "within noise")"],
            ])
        let document = Document(blocks: [.table(table)])
        #expect(document.terminal(60, isTerminal: true).contains("+5 %"))
        let narrow = document.terminal(50, isTerminal: true)
        #expect(narrow.contains("within noise") && !narrow.contains("+5 %"), "\(narrow)")
    }

    @Test("Long lists are shortened on a terminal alone, and what is missing is counted")
    func most() {
        let rows = (1...12).map { ["row \($0)" as Prose] }
        let table = Document.Table(
            .series, caption: "", columns: [.init("cell")], rows: rows, noun: "series", mostOnTerminal: 8)
        let document = Document(blocks: [.table(table)])
        #expect(document.terminal(80, isTerminal: true).hasSuffix("  row 8\n  and 4 more series\n"))
        for text in [document.terminal(80), document.markdown, document.html] { #expect(text.contains("row 12")) }
    }

    @Test("Words keep their order and their colours, also in very long texts")
    func wrapping() {
        let text = StyledText("aa bb", code: "1") + StyledText("cc dd  ee")
        #expect(text.wrapped(to: 6).map { $0.text(usesColour: false) } == ["aa", "bbcc", "dd ee"])
        #expect(
            StyledText("within ±1.7 %), now 10 ms slower").wrapped(to: 12).map { $0.text(usesColour: false) } == [
                "within", "±1.7 %), now", "10 ms slower",
            ])
        #expect(text.wrapped(to: 6)[1].text(usesColour: true) == "\u{1B}[1mbb\u{1B}[0mcc")
        #expect(
            StyledText("abcdefg").wrapped(to: 3, breaksWords: true).map { $0.text(usesColour: false) } == [
                "abc", "def", "g",
            ])
        #expect(StyledText("長長長").wrapped(to: 4, breaksWords: true).map(\.width) == [4, 2])
        let long = Prose(String(repeating: "word ", count: 40_000))
        let printed = Document(blocks: [.paragraph(long)]).terminal(80)
        #expect(
            printed.split(separator: "\n").allSatisfy { $0.count <= 80 } && printed.ranges(of: "word").count == 40_000)
    }

    // MARK: - Markdown

    @Test("In Markdown text is only text", arguments: hostile)
    func markdown(text: String) {
        let printed = Self.everything(text).markdown
        // What a code span holds means nothing.
        let code = MarkdownText.code(text)
        let markdown = code.isEmpty ? printed : printed.replacing(code, with: "CODE")
        #expect(!markdown.contains(#/<(?!/?details>|/?summary>)/#), "no element but our own")
        #expect(!markdown.contains("@someone") && !markdown.contains("http://"))
        #expect(!markdown.contains(#/(?m)^\s*::/#))
        let structure = Self.everything("voice").markdown.split(separator: "\n", omittingEmptySubsequences: false)
        let lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(text.isEmpty || lines.count == structure.count, "no text makes a line of its own")
        for (line, other) in zip(lines, structure) where other.hasPrefix("|") {
            func bars(_ line: Substring) -> Int { line.replacing("\\|", with: "").count { $0 == "|" } }
            #expect(bars(line) == bars(other), "\(line)")
        }
    }

    @Test(
        "A code span holds what it is given",
        arguments: [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a|b", "a\\|b")])
    func code(text: String, expected: String) { #expect(MarkdownText.code(text) == expected) }

    @Test(
        "What is too long for a comment is shortened part by part, and what is missing is counted",
        arguments: [700, 9000])
    func bounded(count: Int) throws {
        let items = (0..<count).map { "item \($0) \(String(repeating: "x", count: 90))" as Prose }
        let rows = (0..<count).map { ["row \($0)" as Prose, Prose(String(repeating: "y", count: 90))] }
        let document = Document(
            header: .init(title: "many"),
            blocks: [
                .section(.init("few", "Few", [.items(.init(["only one"], noun: "words"))])),
                .section(.init("items", "Items", [.items(.init(items, noun: "items"))], weight: 3)),
                .section(
                    .init(
                        "rows", "Rows",
                        [
                            .table(
                                .init(.cells, caption: "", columns: [.init("a"), .init("b")], rows: rows, noun: "rows"))
                        ],
                        fold: .inMarkdown)),
            ], footer: ["the end"], elsewhere: "--out has them")
        let markdown = document.markdown
        #expect(markdown.utf8.count <= MarkdownPrinter.maximumBytes && markdown.utf8.count > 50_000)
        #expect(markdown.contains("only one") && markdown.hasSuffix("\n\nthe end\n"))
        for (noun, pattern) in [("items", #/\n- item \d+/#), ("rows", #/\n\| row \d+/#)] {
            let shown = markdown.matches(of: pattern).count
            #expect(markdown.contains("\(count - shown) more \(noun) are left out here: --out has them"), "\(noun)")
        }
        #expect(markdown.matches(of: #/\n- item \d+/#).count > markdown.matches(of: #/\n\| row \d+/#).count)
        #expect(markdown.ranges(of: "<details>").count == markdown.ranges(of: "</details>").count)
    }

    // MARK: - HTML

    @Test("In HTML text is only text, and every element is closed", arguments: hostile)
    func html(text: String) throws {
        let page = Self.everything(text).html
        let body = try #require(page.firstMatch(of: #/<body>(?s:.*)</body>/#)).output
        let parser = XMLParser(data: Data(body.utf8)), reader = ElementReader()
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        #expect(
            reader.elements.isDisjoint(with: ["script", "img", "iframe", "object", "embed", "link", "form", "base"]))
        #expect(reader.attributes.allSatisfy { !$0.hasPrefix("on") && !["style", "src"].contains($0) })
    }

    private final class ElementReader: NSObject, XMLParserDelegate {
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

    // MARK: - Reach

    @Test("A part is shown where it is meant to be")
    func reach() {
        func section(_ name: String, _ reach: Document.Reach) -> Document.Block {
            .section(.init(name, Prose(name), [.paragraph(Prose("text of \(name)"))], reach: reach))
        }
        let document = Document(blocks: [section("all", .everywhere), section("file", .files), section("page", .pages)])
        func shown(_ text: String) -> [String] { ["all", "file", "page"].filter { text.contains("text of \($0)") } }
        #expect(shown(document.terminal()) == ["all"])
        #expect(shown(document.markdown) == ["all", "file"])
        #expect(shown(document.html) == ["all", "file", "page"])
    }
}
