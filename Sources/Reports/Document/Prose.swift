import Records
import Trends

/// Running text with what is meant by its parts: `"on \(name: host), \(strong: "+5 %")"`.
package struct Prose: Sendable, Equatable, ExpressibleByStringInterpolation {
    package indirect enum Part: Sendable, Equatable {
        case text(String)
        /// From outside: its direction of writing must not reorder what stands around it.
        case name(String)
        /// To be typed or copied as it is.
        case code(String)
        case strong(Prose)
        /// What may go first where there is little room.
        case quiet(Prose)
        case badge(StatusBadge)
        /// A badge as its sign alone.
        case mark(StatusBadge)
        case link(Prose, to: String)
        /// Hexadecimal digits that tell a content apart: the first of them do, and all of them can be had.
        case digest(String)
        case picture(Picture)
    }

    package var parts: [Part]

    package init(parts: [Part]) { self.parts = parts }
    package init(_ text: String) { parts = text.isEmpty ? [] : [.text(text)] }
    package init(stringLiteral text: String) { self.init(text) }
    package init(stringInterpolation text: StringInterpolation) { parts = text.parts }

    package var isEmpty: Bool { parts.isEmpty }

    package static func + (one: Prose, other: Prose) -> Prose { Prose(parts: one.parts + other.parts) }

    /// Its words alone.
    package var plain: String {
        parts.map { part in
            switch part {
            case .text(let text), .name(let text), .code(let text): text
            case .strong(let prose), .quiet(let prose), .link(let prose, _): prose.plain
            case .badge(let badge): badge.word
            case .mark(let badge): badge.symbol
            case .digest(let text): Self.short(text)
            case .picture: ""
            }
        }.joined()
    }

    /// As many digits as nobody confuses with others.
    static func short(_ digest: String) -> String { String(digest.prefix(12)) }

    /// Whether it begins the sentence that a capital letter and a full stop make of it.
    package var sentence: Prose {
        var parts = parts
        if case .text(let text) = parts.first { parts[0] = .text(text.prefix(1).uppercased() + text.dropFirst()) }
        return Prose(parts: parts) + "."
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        package init(literalCapacity: Int, interpolationCount: Int) {}

        package mutating func appendLiteral(_ text: String) { if !text.isEmpty { parts.append(.text(text)) } }
        package mutating func appendInterpolation(_ text: String) { appendLiteral(text) }
        package mutating func appendInterpolation(_ number: some BinaryInteger) { appendLiteral("\(number)") }
        package mutating func appendInterpolation(_ prose: Prose) { parts += prose.parts }
        package mutating func appendInterpolation(_ badge: StatusBadge) { parts.append(.badge(badge)) }
        package mutating func appendInterpolation(_ picture: Picture) { parts.append(.picture(picture)) }
        package mutating func appendInterpolation(name: String) { parts.append(.name(name)) }
        package mutating func appendInterpolation(code: String) { parts.append(.code(code)) }
        package mutating func appendInterpolation(digest: String) { parts.append(.digest(digest)) }
        package mutating func appendInterpolation(strong: Prose) { parts.append(.strong(strong)) }
        package mutating func appendInterpolation(quiet: Prose) { parts.append(.quiet(quiet)) }
        package mutating func appendInterpolation(mark badge: StatusBadge) { parts.append(.mark(badge)) }
        /// - Parameter to: nil leaves the text alone.
        package mutating func appendInterpolation(_ text: Prose, to path: String?) {
            parts += path.map { [.link(text, to: $0)] } ?? text.parts
        }
    }
}

extension Collection where Element == Prose {
    package func joined(_ separator: String) -> Prose {
        Prose(parts: Array(map(\.parts).joined(separator: [Prose.Part.text(separator)])))
    }
}

/// How good something is: the meaning of a colour, which is never the only sign.
package enum Standing: String, Sendable, CaseIterable {
    case passed, failed, undecided, error, note, quiet
}

/// A word that stands out.
package struct StatusBadge: Sendable, Equatable {
    package var word: String
    /// Beside the word, never instead of it.
    package var symbol: String
    package var standing: Standing

    package init(_ word: String, symbol: String = "", _ standing: Standing) {
        self.word = word
        self.symbol = symbol
        self.standing = standing
    }
}

/// What is drawn, where a printer can.
package enum Picture: Sendable, Equatable {
    case chart(RenderedChart)
    /// A series as a line of text's height.
    case course(TrendSeries)
    /// A verdict's effect, interval and limit.
    case strip(EvidenceStrip)
}
