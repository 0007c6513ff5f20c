import CSystem
import Diagnostics
import Foundation
import Records
import Reports

/// What a progress line says, laid out for a terminal of some width.
public struct ProgressLine: Sendable, Equatable {
    private static let widestBar = 24
    /// Narrower ones show nothing that the words beside them do not say.
    private static let narrowestBar = 8
    /// Of a label: less of it tells nobody anything.
    private static let narrowestLabel = 8

    public let text: String
    /// How many of them the text takes up.
    public let columns: Int

    /// The status comes first, then a bar, then the label: what a narrow terminal has no room for is left out or shortened.
    ///
    /// - Parameters:
    ///   - label: such as the name of what is being measured.
    ///   - share: of the work that is done, from 0 to 1; nil draws no bar.
    ///   - width: columns of the terminal. The last one stays free: a cursor behind it is already on the next line.
    init(_ status: String, label: String = "", share: Double? = nil, width: Int, usesColour: Bool) {
        let room = max(width - 1, 0)
        let status = TextColumns.cut(PrintableText.clean(status), to: room)
        var rest = room - TextColumns.width(of: status)
        guard rest >= 0 else {
            (text, columns) = ("", 0)
            return
        }
        var text = status
        if let share, case let cells = min(Self.widestBar, rest - 1), cells >= Self.narrowestBar {
            text = Self.bar(share, cells: cells, usesColour: usesColour) + " " + text
            rest -= cells + 1
        }
        let label = PrintableText.clean(label)
        if !label.isEmpty, rest - 2 >= min(TextColumns.width(of: label), Self.narrowestLabel) {
            let shown = TextColumns.shortened(label, to: rest - 2)
            text += "  " + shown
            rest -= 2 + TextColumns.width(of: shown)
        }
        self.text = text
        columns = room - rest
    }

    private static func bar(_ share: Double, cells: Int, usesColour: Bool) -> String {
        // A share that is no number, such as of no work at all, fills nothing.
        let filled = share > 0 ? Int((Double(cells) * min(share, 1)).rounded(.down)) : 0
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
        return usesColour ? "\u{1B}[36m\(bar)\u{1B}[0m" : bar
    }

    /// Goes to the beginning of a line that is so many columns long, and clears it: of several rows where the terminal has become
    /// narrower since, for terminals break their lines anew then.
    static func clearing(columns: Int, width: Int) -> String {
        let rows = width > 0 ? max(1, (columns + width - 1) / width) : 1
        return rows > 1 ? "\r\u{1B}[\(rows - 1)A\u{1B}[J" : "\r\u{1B}[K"
    }
}

/// How far a long piece of work is that only counts: a bar on a terminal, a line every ten seconds elsewhere.
final class StepProgress {
    private static let lineInterval: UInt64 = 10_000_000_000
    private static let barInterval: UInt64 = 100_000_000

    private let context: CommandContext
    private let label: String
    private var lastShown = pawl_monotonic_raw_nanoseconds()

    init(_ label: String, in context: CommandContext) {
        self.context = context
        self.label = label
    }

    func show(_ done: Int, of total: Int, unit: String) {
        let now = pawl_monotonic_raw_nanoseconds()
        let usesBar = context.usesProgressBar
        guard now - lastShown > (usesBar ? Self.barInterval : Self.lineInterval) else { return }
        lastShown = now
        let words = "\(label): \(done) of \(total) \(unit)"
        guard usesBar else { return context.output.writeDiagnostic("pawl: \(words)\n") }
        context.output.show(
            ProgressLine(
                words, share: Double(done) / Double(total), width: context.output.diagnosticWidth,
                usesColour: context.diagnosticUsesColour))
    }

    /// Takes the bar away.
    func end() { context.output.show(nil) }
}

/// What is said while a run waits for somebody else.
enum WaitingText {
    static func another(_ holder: String, seconds: Double) -> String {
        "another pawl is measuring on this machine\(parenthesis(holder)): launches take turns; one of its launches is waited "
            + "for at most \(Quantity.duration(seconds: seconds))"
    }

    static func lockTimedOut(_ holder: String, seconds: Double) -> String {
        "error: another pawl\(parenthesis(holder)) held the machine for more than \(Quantity.duration(seconds: seconds)): "
            + "nothing more is measured; let it go on or end it, and run this again"
    }

    static func calm(_ foreignCores: Double, seconds: Double) -> String {
        "other programs use \(String(format: "%.1f", foreignCores)) cores: waiting for the machine to calm down, at most "
            + Quantity.duration(seconds: seconds)
    }

    private static func parenthesis(_ holder: String) -> String { holder.isEmpty ? "" : " (\(holder))" }
}
