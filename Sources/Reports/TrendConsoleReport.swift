import Diagnostics
import Records
import Trends

/// A trend for a terminal: the count first, then every change in two or three lines, the quiet series in a few words.
public struct TrendConsoleReport: Sendable {
    /// Columns to keep within, 80 to 160.
    public var width: Int
    public var usesColour: Bool

    public init(width: Int = 100, usesColour: Bool = false) {
        self.width = min(max(width, 80), 160)
        self.usesColour = usesColour
    }

    /// - Parameter files: what was written, a label and a path each.
    public func render(_ report: TrendReport, files: [(label: String, path: String)] = []) -> String {
        let sections = [headline(report), changes(report), quiet(report), notes(report), list(files)]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func headline(_ report: TrendReport) -> String {
        wrapped("\(report.suite): " + TrendWords.tally(report), first: "", indent: "  ") + "\n"
            + wrapped(TrendWords.scope(report), first: "  ")
    }

    private func changes(_ report: TrendReport) -> String {
        report.series.filter(\.isNoteworthy).map { series in
            let name = "\(TrendWords.cell(series.cell)): \(series.measure.title)"
            let noise = TrendWords.noise(series).map { ", values scatter by \($0)" } ?? ""
            let spark = Sparkline.text(series.points.map(\.value), columns: min(60, width - 4))
            let title = wrapped("\(name) (\(TrendWords.count(series.points.count, "point"))\(noise))", first: "")
            let courses = TrendWords.courses(series).map { text in
                let tone = series.standingDrift?.verdict == .regression ? "1;31" : "33"
                return line(TrendWords.courseWord(series), tone, text)
            }
            let season = TrendWords.season(series).map { [wrapped($0, first: "    ")] } ?? []
            return
                ([style(title, "1"), "    " + spark] + season + courses
                + series.changes.reversed().map { change($0, of: series) })
                .joined(separator: "\n")
        }.joined(separator: "\n\n")
    }

    private func change(_ change: TrendChange, of series: TrendSeries) -> String {
        let indent = String(repeating: " ", count: 2 + Self.badgeColumns + 2)
        return line(TrendWords.word(change), code(of: change), TrendWords.size(change, of: series)) + "\n"
            + wrapped(TrendWords.details(change, of: series).joined(separator: "; "), first: indent, indent: indent)
    }

    private func line(_ word: String, _ code: String, _ text: String) -> String {
        let badge = TextColumns.padded(word, to: Self.badgeColumns)
        let indent = String(repeating: " ", count: 2 + Self.badgeColumns + 2)
        return "  " + style(badge, code) + "  "
            + TextColumns.wrapped(clean(text), to: width, indent: indent, firstIndent: indent).dropFirst(indent.count)
    }

    private func quiet(_ report: TrendReport) -> String {
        let quiet = report.series.filter { !$0.isNoteworthy }
        let noisy = quiet.filter { $0.finding == .tooShort || TrendWords.noise($0) != nil && ($0.noise ?? 0) > 0 }
            .prefix(Self.quietLines)
        guard let columns = noisy.map({ TextColumns.width(of: clean(TrendWords.cell($0.cell))) }).max() else {
            return ""
        }
        let titles = noisy.map { TextColumns.width(of: $0.measure.title) }.max() ?? 0
        let nameColumns = min(columns, width - titles - 30)
        let lines = noisy.map { series in
            let name = TextColumns.shortened(clean(TrendWords.cell(series.cell)), to: nameColumns)
            return "  " + TextColumns.padded(name, to: nameColumns) + "  "
                + TextColumns.padded(series.measure.title, to: titles) + "  "
                + TextColumns.padded(TrendWords.latest(series), to: 9, alignsRight: true) + "  "
                + (TrendWords.state(series) ?? "")
        }
        let short = quiet.count { $0.finding == .tooShort }
        let kinds =
            short == quiet.count ? "Too short to tell" : "Without a change" + (short > 0 ? ", or too short" : "")
        let what = quiet.count > noisy.count && short < quiet.count ? kinds + "; these scatter most" : kinds
        return ([style(what, "1")] + lines).joined(separator: "\n")
    }

    private func notes(_ report: TrendReport) -> String {
        report.notes.map { wrapped($0, first: style("note:", "1") + " ", plain: "note: ", indent: "  ") }
            .joined(separator: "\n")
    }

    private func list(_ files: [(label: String, path: String)]) -> String {
        let columns = files.map { TextColumns.width(of: $0.label) }.max() ?? 0
        return files.map { "  " + TextColumns.padded($0.label, to: columns) + "  " + clean($0.path) }
            .joined(separator: "\n")
    }

    // MARK: - Words and colours

    private static let badgeColumns = 10
    private static let quietLines = 8

    private func wrapped(_ text: String, first: String, plain: String? = nil, indent: String = "    ") -> String {
        let space = String(repeating: " ", count: TextColumns.width(of: plain ?? first))
        return first
            + TextColumns.wrapped(clean(text), to: width, indent: indent, firstIndent: space)
            .dropFirst(space.count)
    }

    private func clean(_ text: String) -> String { PrintableText.clean(text) }

    private func code(of change: TrendChange) -> String {
        guard change.certainty == .found else { return "33" }
        switch change.verdict {
        case .regression: return change.isRecovered ? "33" : "1;31"
        case .improvement: return "32"
        case .machine: return "36"
        case .change: return "1"
        }
    }

    private func style(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
