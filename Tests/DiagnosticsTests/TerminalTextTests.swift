import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite("Text for a terminal or a log carries nothing but text", .hangLimit) struct TerminalTextTests {
    @Test(arguments: [
        "\u{1B}[2J", "\u{1B}]0;title\u{7}", "\u{9B}31m", "\u{8}", "\u{7F}", "\u{0}", "a\rb", "\u{202E}txt.exe",
        "\u{2066}x\u{2069}",
        "\u{200F}", "\u{85}", "\u{2028}",
    ]) func controlsGo(_ text: String) {
        for isTerminal in [true, false] where !(isTerminal && text == "a\rb") {
            let safe = TerminalText.safe("name \(text) end", isTerminal: isTerminal)
            #expect(
                safe.unicodeScalars.allSatisfy {
                    $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) && $0.properties.generalCategory != .format
                })
            #expect(safe.hasPrefix("name ") && safe.hasSuffix(" end"))
        }
    }

    @Test func whatTextNeedsStays() {
        for text in ["", "a\tb\r\nc\n", "größer 漢字 שלום 🐾", "## Title", "a::b", "12:30:05", "#!/bin/sh", "# # [x]"] {
            #expect(TerminalText.safe(text, isTerminal: false) == text)
        }
    }

    @Test func coloursStayOnATerminalOnly() {
        let text = "\u{1B}[1;31merror:\u{1B}[0m no"
        #expect(TerminalText.safe(text, isTerminal: true) == text)
        #expect(!TerminalText.safe(text, isTerminal: false).contains("\u{1B}"))
        #expect(TerminalText.safe("a\r\u{1B}[K\u{1B}[J", isTerminal: true) == "a \u{FFFD}[K\u{FFFD}[J")
        #expect(TerminalText.safe("\u{1B}[2K\u{1B}[5A", isTerminal: true) == "\u{FFFD}[2K\u{FFFD}[5A")
    }

    @Test(arguments: [
        ("::error file=a::b", ": :error file=a::b"), ("ok\n  ::set-output name=x::y", "ok\n  : :set-output name=x::y"),
        ("text ##[error]no", "text # #[error]no"), ("##vso[task.setvariable]x", "# #vso[task.setvariable]x"),
        ("\t::stop-commands::", "\t: :stop-commands::"),
    ]) func noLineIsACommandOfACI(_ text: String, _ safe: String) {
        #expect(TerminalText.safe(text, isTerminal: false) == safe)
    }

    @Test func JSONKeepsItsDataAndIsSafe() throws {
        let texts = [
            "\u{1B}[31m", "\u{9B}x", "\u{202E}abc", "\u{FEFF}", "##[error]", "##vso[x]", "größer 漢 🐾", "\u{10FFFF}",
            "::x",
        ]
        let plain = String(decoding: try JSONEncoder().encode(texts), as: UTF8.self)
        let escaped = TerminalText.escapedJSON(plain)
        #expect(TerminalText.safe(escaped, isTerminal: true) == escaped)
        #expect(try JSONDecoder().decode([String].self, from: Data(escaped.utf8)) == texts)
        #expect(escaped.contains("größer 漢 🐾"))
    }

    @Test func aLongTextIsCutAndSaysSo() {
        #expect(PrintableText.capped("short") == "short")
        let capped = PrintableText.capped(String(repeating: "é", count: 2000), bytes: 1001)
        #expect(capped == String(repeating: "é", count: 500) + " ... (3000 more bytes were left out)")
    }
}
