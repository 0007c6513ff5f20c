import Diagnostics
import Foundation

/// What gnuplot is told: commands, and the inline data of each `plot '-'` in between.
public struct GnuplotScript: Sendable, Equatable {
    public enum Part: Sendable, Equatable {
        /// Whole lines.
        case commands(String)
        /// Rows of equally many numbers.
        case rows([[Double]])
    }

    public private(set) var parts: [Part] = []

    public init() {}

    mutating func add(_ command: String) {
        if case .commands(let earlier) = parts.last {
            parts[parts.count - 1] = .commands(earlier + command + "\n")
        } else {
            parts.append(.commands(command + "\n"))
        }
    }

    mutating func add(rows: [[Double]]) {
        parts.append(.rows(rows))
    }

    mutating func add(_ other: GnuplotScript) {
        parts += other.parts
    }

    /// The whole script as gnuplot reads it; it can be pasted into gnuplot.
    public var text: String {
        parts.map { part in
            switch part {
            case .commands(let text): text
            case .rows(let rows):
                rows.map { $0.map(Self.number).joined(separator: " ") + "\n" }.joined() + "e\n"
            }
        }.joined()
    }

    /// The script with every command rewritten by `transform`.
    func mappingCommands(_ transform: (String) -> String) -> GnuplotScript {
        var result = self
        result.parts = parts.map { part in
            switch part {
            case .commands(let text): .commands(transform(text))
            case .rows: part
            }
        }
        return result
    }

    /// A number with six significant digits, without regard to the locale.
    static func number(_ value: Double) -> String { String(format: "%.6g", value) }

    /// A user's text as a string literal, on one line.
    static func literal(_ text: String) -> String { quoted(PrintableText.clean(text)) }

    /// Exactly `text` as a string literal between double quotes, with every character that could mean something to
    /// gnuplot as an octal escape, also the backquote, which would run a command. (Single quotes would be no way out:
    /// gnuplot 5.4 takes a doubled quote at the beginning of such a literal for its end.)
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            let isSpecial = scalar.value < 0x20 || scalar.value == 0x7F || "\\\"'`@${}".unicodeScalars.contains(scalar)
            if isSpecial {
                let digits = String(scalar.value, radix: 8)
                result += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
