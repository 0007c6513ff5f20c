import Diagnostics
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct YAMLRefusalTests {
    @Test(
        "What Pawl does not read is refused at its place",
        arguments: [
            "a: 1\n‹yaml.tab›\tb: 2\n",
            "a:\n  b: 1\n ‹yaml.tab›\tc: 2\n",
            "a:\n  - ‹yaml.tab›\t- b\n",
            "a: ‹yaml.anchor›&x 1\nb: *x\n",
            "a: ‹yaml.anchor›&a [*a]\n",
            "‹yaml.anchor›&a { a: *a }\n",
            "a: [‹yaml.alias›*b]\n",
            "a: ‹yaml.tag›!!int 3\n",
            "a: ‹yaml.tag›!custom { b: 1 }\n",
            "‹yaml.key›[a, b]: 1\n",
            "? ‹yaml.key›{ a: b }\n: 1\n",
            "a: 1\n‹yaml.second-document›---\nb: 2\n",
            "‹yaml.empty›",
            "‹yaml.empty›# only a comment\n",
            "a: ‹yaml.syntax›\"b",
            "a: ‹yaml.syntax›[1, 2",
            "a: 1\n\u{E9}: ‹yaml.encoding›\u{1}\n",
        ])
    func refusedAtItsPlace(marked: String) {
        let expected = MarkedText(marked)
        #expect {
            try YAMLDocument.parse(expected.text, file: "a.yaml")
        } throws: { error in
            let found = MarkedText.marks(of: (error as? YAMLError)?.diagnostics ?? [])
            #expect(found == expected.marks)
            return found == expected.marks
        }
    }

    @Test("A file without a byte, with or without an address, is empty") func noBytes() {
        let nowhere = UnsafeRawBufferPointer(start: nil, count: 0)
        #expect(throws: YAMLError.empty(file: "a.yaml")) { try YAMLDocument.parse(nowhere, file: "a.yaml") }
        #expect(throws: YAMLError.empty(file: "a.yaml")) { try YAMLDocument.parse("\u{FEFF}", file: "a.yaml") }
    }

    @Test("Every duplicate key is found, at its place, with the line of the first") func duplicateKeys() throws {
        let marked = MarkedText("a: 1\nb: { x: 1, ‹yaml.duplicate-key›x: 2 }\n‹yaml.duplicate-key›a: 3\n")
        let document = try YAMLDocument.parse(marked.text, file: "a.yaml")
        #expect(MarkedText.marks(of: document.duplicateKeys) == marked.marks)
        #expect(document.duplicateKeys.last?.hint?.contains("line 1 ") == true)
        guard case .mapping(let mapping) = document.root.content else { return }
        #expect(mapping["a"]?.content == .scalar(YAMLScalar(text: "1", style: .plain)))
    }

    @Test("A tab comes with the advice to use spaces") func tabsComeWithAdvice() {
        #expect {
            try YAMLDocument.parse("a:\n\tb: 1\n", file: "a.yaml")
        } throws: { error in "\(error)".contains("a.yaml:2:1: error:") && "\(error)".contains("indent with spaces") }
    }

    @Test(
        "Bytes that are not UTF-8 are refused at their place",
        arguments: [
            [0xFF, 0xFE, 0x61, 0x00], [0xE2, 0x82], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF8, 0x88, 0x80],
        ] as [[UInt8]])
    func invalidEncoding(bytes: [UInt8]) {
        let text = Array("a: 1\nb: \u{E9}".utf8) + bytes
        #expect {
            try text.withUnsafeBytes { try YAMLDocument.parse($0, file: "a.yaml") }
        } throws: { error in
            guard case YAMLError.encoding(_, let place) = error else { return false }
            return place == Diagnostics.SourceLocation(file: "a.yaml", line: 2, column: 5)
        }
    }

    @Test("A text beyond a mebibyte is refused before it is parsed") func tooLarge() {
        let bytes = [UInt8](repeating: UInt8(ascii: "\t"), count: YAMLDocument.maximumBytes + 1)
        #expect(
            throws: YAMLError.tooLarge(file: "a.yaml", bytes: bytes.count, limit: YAMLDocument.maximumBytes)
        ) { try bytes.withUnsafeBytes { try YAMLDocument.parse($0, file: "a.yaml") } }
    }

    @Test("A billion laughs end at the first anchor") func billionLaughs() {
        let lines = (1...9).map { level in
            "l\(level): &l\(level) [" + String(repeating: "*l\(level - 1), ", count: 9) + "]"
        }
        let text = "l0: &l0 lol\n" + lines.joined(separator: "\n")
        let place = Diagnostics.SourceLocation(file: "a.yaml", line: 1, column: 5)
        #expect(throws: YAMLError.anchor(name: "l0", at: place)) { try YAMLDocument.parse(text, file: "a.yaml") }
    }

    @Test("Too many values are refused") func tooManyValues() {
        let text = "[" + String(repeating: "a,", count: 300_000) + "]"
        #expect {
            try YAMLDocument.parse(text, file: "a.yaml")
        } throws: { error in
            if case YAMLError.tooManyNodes = error { true } else { false }
        }
    }

    @Test(
        "A mebibyte of one construct is refused or read, and never hangs",
        arguments: [
            "[", "{", "- ", "? ", "a: ", "\n", "#", "'", "\"", "&a ", "*a ", "!a ", "|\n", "%", "a\n", "[a,", "{a: ",
        ])
    func pathologicalRepetition(unit: String) {
        let text = String(repeating: unit, count: YAMLDocument.maximumBytes / unit.utf8.count)
        _ = try? YAMLDocument.parse(text, file: "a.yaml")
    }
}
