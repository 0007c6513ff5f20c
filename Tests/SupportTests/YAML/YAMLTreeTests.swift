import Diagnostics
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct YAMLTreeTests {
    private func entries(_ text: String) throws -> [YAMLMapping.Entry] {
        guard case .mapping(let mapping) = try YAMLDocument.parse(text, file: "a.yaml").root.content else { return [] }
        return mapping.entries
    }

    @Test("Every key and every node knows its place") func everyKeyAndNodeKnowsItsPlace() throws {
        let entries = try entries("one: 1\ntwo:\n  - a\n  - { deep: \"x\" }\n\u{E9}\u{1F600}: here\n")
        #expect(entries.map(\.key) == ["one", "two", "\u{E9}\u{1F600}"])
        #expect(entries.map(\.keyLocation.description) == ["a.yaml:1:1", "a.yaml:2:1", "a.yaml:5:1"])
        #expect(entries[0].value.location.description == "a.yaml:1:6")
        // A column counts characters, not bytes.
        #expect(entries[2].value.location.description == "a.yaml:5:5")
        guard case .sequence(let items) = entries[1].value.content else { throw WrongKind() }
        #expect(items.map(\.location.description) == ["a.yaml:3:5", "a.yaml:4:5"])
        guard case .mapping(let flow) = items[1].content else { throw WrongKind() }
        #expect(flow.location.description == "a.yaml:4:5")
        #expect(flow["deep"]?.location.description == "a.yaml:4:13")
    }

    @Test("Scalars stay text, whatever YAML would guess", arguments: ["1.20", "no", "0o17", "1_000", "12:30", "1e3"])
    func scalarsStayText(text: String) throws {
        let value = try #require(try entries("key: \(text)").first).value
        #expect(value.content == .scalar(YAMLScalar(text: text, style: .plain)))
    }

    @Test("The style of a scalar is kept") func styleIsKept() throws {
        let entries = try entries("a: plain\nb: 'single'\nc: \"double\"\nd: |\n  literal\ne: >\n  folded\n")
        let styles = entries.map { entry -> YAMLScalar.Style? in
            if case .scalar(let scalar) = entry.value.content { scalar.style } else { nil }
        }
        #expect(styles == [.plain, .singleQuoted, .doubleQuoted, .literal, .folded])
    }

    @Test("Nothing, a tilde and null are null; the same in quotes are texts", arguments: ["", "~", "null"])
    func nullIsPlainOnly(text: String) throws {
        let entries = try entries("a: \(text)\nb: '\(text)'\n")
        #expect(entries[0].value.kindDescription == "empty")
        #expect(entries[1].value.kindDescription == "a text")
    }

    @Test("A byte order mark and Windows line ends do not shift places") func byteOrderMarkAndLineEnds() throws {
        let entries = try entries("\u{FEFF}a: 1\r\nb: 2\r\n")
        #expect(entries.map(\.keyLocation.description) == ["a.yaml:1:1", "a.yaml:2:1"])
    }

    @Test("64 levels are read and 65 are refused") func depthIsBounded() throws {
        func nested(_ levels: Int) -> String {
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        _ = try YAMLDocument.parse(nested(64), file: "a.yaml")
        let place = Diagnostics.SourceLocation(file: "a.yaml", line: 1, column: 65)
        #expect(throws: YAMLError.tooDeep(limit: 64, at: place)) { try YAMLDocument.parse(nested(65), file: "a.yaml") }
    }

    struct WrongKind: Error {}
}
