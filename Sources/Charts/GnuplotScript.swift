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

    /// A string literal of gnuplot's: between single quotes nothing is substituted or escaped, and the only special
    /// character is the quote, which is doubled. Control characters would end the command; they are replaced.
    static func literal(_ text: String) -> String {
        "'" + PrintableText.clean(text).replacing("'", with: "''") + "'"
    }
}
