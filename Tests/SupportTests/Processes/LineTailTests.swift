import Support
import TestSupport
import Testing

@Suite("The last lines of a stream", .hangLimit) struct LineTailTests {
    @Test("hold no colours, and no lines of colours alone") func colours() {
        var tail = LineTail()
        tail.append("\u{1B}[0;93m2026 [W:a] careful\u{1B}[m\n\u{1B}[m\n".utf8)
        // A sequence may come in two reads.
        tail.append("\u{1B}[1;3".utf8)
        tail.append("1mfailed\r\n".utf8)
        #expect(tail.lines == ["2026 [W:a] careful", "failed"])
    }

    @Test("are bounded in number and length") func bounds() {
        var tail = LineTail()
        for number in 0..<10_000 { tail.append("line \(number)\n".utf8) }
        #expect(tail.lines.count == LineTail.lineLimit && tail.lines.last == "line 9999")
        tail.append(String(repeating: "x", count: 100_000).utf8)
        #expect(tail.lines.last?.count == LineTail.lineBytes)
    }
}
