import Diagnostics

/// Text with colours, as a terminal takes it: laid out as if colours had no width.
struct StyledText: ExpressibleByStringLiteral {
    struct Span {
        var text: String
        /// Of a select-graphic-rendition sequence; empty for none.
        var code: String
    }

    var spans: [Span]

    init(_ spans: [Span] = []) { self.spans = spans }
    init(stringLiteral text: String) { self.init(text) }
    init(_ text: String, code: String = "") { spans = text.isEmpty ? [] : [Span(text: text, code: code)] }

    var width: Int { spans.reduce(0) { $0 + TextColumns.width(of: $1.text) } }

    func text(usesColour: Bool) -> String {
        spans.map { span in
            usesColour && !span.code.isEmpty ? "\u{1B}[\(span.code)m\(span.text)\u{1B}[0m" : span.text
        }.joined()
    }

    static func + (one: StyledText, other: StyledText) -> StyledText { StyledText(one.spans + other.spans) }

    /// Filled up with spaces.
    func padded(to columns: Int, alignsRight: Bool = false) -> StyledText {
        let space = StyledText(String(repeating: " ", count: max(0, columns - width)))
        return alignsRight ? space + self : self + space
    }

    /// Broken at spaces into lines of no more columns than that.
    ///
    /// - Parameters:
    ///   - first: columns that the first line has less.
    ///   - breaksWords: whether a word longer than a line is broken as well; otherwise it sticks out, and can be copied whole.
    func wrapped(to columns: Int, first: Int = 0, breaksWords: Bool = false) -> [StyledText] {
        var lines: [StyledText] = [StyledText()]
        var used = first
        var isStart = true
        for word in words(breaking: breaksWords ? max(columns, 1) : nil) {
            let width = word.width
            if !isStart, used + 1 + width > columns {
                lines.append(StyledText())
                (used, isStart) = (0, true)
            }
            let space = isStart ? [] : [Span(text: " ", code: gap(lines[lines.count - 1], word))]
            lines[lines.count - 1].spans += space + word.spans
            used += (isStart ? 0 : 1) + width
            isStart = false
        }
        return lines.map(\.joined)
    }

    /// A space between two words of one colour has it too.
    private func gap(_ line: StyledText, _ word: StyledText) -> String {
        let before = line.spans.last?.code ?? "", after = word.spans.first?.code ?? ""
        return before == after ? before : ""
    }

    /// Neighbours of one colour as one.
    private var joined: StyledText {
        var result: [Span] = []
        for span in spans {
            if let last = result.last, last.code == span.code {
                result[result.count - 1].text += span.text
            } else {
                result.append(span)
            }
        }
        return StyledText(result)
    }

    /// As many pieces in one as fit.
    private static func filled(_ pieces: [StyledText], to limit: Int) -> [StyledText] {
        var parts: [StyledText] = []
        for piece in pieces.flatMap({ $0.width <= limit ? [$0] : $0.broken(to: limit) }) {
            if let last = parts.last, last.width + piece.width <= limit {
                parts[parts.count - 1] = (last + piece).joined
            } else {
                parts.append(piece)
            }
        }
        return parts
    }

    private func words(breaking limit: Int?) -> [StyledText] {
        var words: [StyledText] = []
        var current = StyledText()
        for span in spans {
            for (index, piece) in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                if index > 0, !current.spans.isEmpty {
                    if Self.isUnit(piece), current.spans.last?.text.last?.isNumber == true {
                        current.spans.append(Span(text: " ", code: span.code))
                    } else {
                        words.append(current)
                        current = StyledText()
                    }
                }
                if !piece.isEmpty { current.spans.append(Span(text: String(piece), code: span.code)) }
            }
        }
        if !current.spans.isEmpty { words.append(current) }
        guard let limit else { return words }
        return words.flatMap { $0.width <= limit ? [$0] : $0.broken(to: limit) }
    }

    /// Whether a word is a unit, which stays with its number.
    private static func isUnit(_ word: Substring) -> Bool {
        units.contains(word.prefix { !",;:.)".contains($0) })
    }

    private static let units: Set<Substring> = [
        "%", "ns", "µs", "ms", "s", "/s", "B", "kB", "MB", "GB", "points", "nats", "dB",
    ]

    /// The widest piece that `wrapped` keeps whole if it can.
    var widestPiece: Int { words(breaking: nil).flatMap(\.pieces).map(\.width).max() ?? 0 }

    /// Paths may be broken behind a slash.
    private var pieces: [StyledText] {
        var parts = [StyledText()]
        for span in spans {
            var rest = span.text[...]
            while let slash = rest.firstIndex(of: "/"), rest.index(after: slash) < rest.endIndex {
                parts[parts.count - 1].spans.append(Span(text: String(rest[...slash]), code: span.code))
                parts.append(StyledText())
                rest = rest[rest.index(after: slash)...]
            }
            parts[parts.count - 1].spans.append(Span(text: String(rest), code: span.code))
        }
        return parts
    }

    private func broken(to limit: Int) -> [StyledText] {
        let pieces = pieces
        guard pieces.count == 1 else { return Self.filled(pieces, to: limit) }
        var parts = [StyledText()]
        var used = 0
        for span in spans {
            for character in span.text {
                let width = TextColumns.width(of: String(character))
                if used > 0, used + width > limit {
                    parts.append(StyledText())
                    used = 0
                }
                parts[parts.count - 1].spans.append(Span(text: String(character), code: span.code))
                used += width
            }
        }
        return parts.map(\.joined)
    }
}
