import Diagnostics
import Foundation
import Records
import Trends

/// Prints a document for a terminal, or for a log: nothing is ever cut, and off a terminal nothing is left out.
package struct TerminalPrinter: Sendable {
    /// Columns to keep within.
    package var width: Int
    /// Whether somebody looks at so many columns: there, a table that does not fit gives up its least columns, and says so.
    package var isTerminal: Bool
    package var usesColour: Bool

    /// Longer lines of prose are hard to read.
    static let widestProse = 160
    static let narrowest = 40

    package init(width: Int = 100, isTerminal: Bool = false, usesColour: Bool = false) {
        self.width = max(width, Self.narrowest)
        self.isTerminal = isTerminal
        self.usesColour = usesColour
    }

    /// - Returns: lines, each with its line feed; empty for an empty document.
    package func print(_ document: Document) -> String {
        let parts = [document.header.map(header) ?? ""] + document.blocks.map { block($0) }
        let text = parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
        return text.isEmpty ? "" : TerminalText.safe(text, isTerminal: usesColour) + "\n"
    }

    // MARK: - Blocks

    private func header(_ header: Document.Header) -> String {
        let start = header.badge.map { StyledText($0.word + "  ", code: code(of: $0.standing, isStrong: true)) }
        let title = start == nil && header.summary.isEmpty ? Prose(parts: [.strong(header.title)]) : header.title
        let words = header.summary.isEmpty ? title : "\(title): \(header.summary)"
        let lines =
            [paragraph(styled(words), after: start ?? StyledText(), indent: 2)]
            + header.remarks.map { paragraph(styled($0), after: "  ", indent: 4) }
        let alert = header.alert.map { "\n\n" + notices($0) } ?? ""
        return lines.joined(separator: "\n") + alert
    }

    private func block(_ block: Document.Block) -> String {
        switch block {
        case .section(let section): self.section(section)
        case .paragraph(let prose): paragraph(styled(prose), indent: 0)
        case .facts(let facts): self.facts(facts)
        case .table(let table): self.table(table)
        case .items(let items): items.texts.map { item($0) }.joined(separator: "\n")
        case .findings(let findings): self.findings(findings, isNested: false)
        case .card(let card): self.card(card)
        case .details(let details):
            details.reach < .everywhere ? "" : titled(details.title, details.blocks)
        case .picture: ""
        case .notices(let notices): self.notices(notices)
        case .verbatim(let verbatim): lines(verbatim, indent: 2)
        case .group(_, let blocks): joined(blocks)
        }
    }

    private func joined(_ blocks: [Document.Block]) -> String {
        blocks.map { block($0) }.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func section(_ section: Document.Section) -> String {
        guard section.reach == .everywhere else { return "" }
        // Each notice begins with its word.
        if section.blocks.allSatisfy({ if case .notices = $0 { true } else { false } }) {
            return joined(section.blocks)
        }
        return titled(section.title, section.blocks)
    }

    private func titled(_ title: Prose, _ blocks: [Document.Block]) -> String {
        let content = joined(blocks)
        return content.isEmpty
            ? ""
            : paragraph(styled("\(strong: title)"), indent: 2) + (blocks.first.isSpacious ? "\n\n" : "\n") + content
    }

    private func item(_ prose: Prose) -> String { paragraph(styled(prose), after: "  - ", indent: 4) }

    private func facts(_ facts: Document.Facts) -> String {
        let names = facts.rows.map { PrintableText.clean($0.0) }
        let columns = min(names.map(TextColumns.width).max() ?? 0, 32)
        let rows = zip(names, facts.rows).map { name, row in
            let start = StyledText("  " + TextColumns.padded(name, to: columns) + "  ")
            return paragraph(styled(row.1), after: start, indent: columns + 4)
        }
        let title = facts.title.isEmpty ? [] : [paragraph(styled("\(strong: facts.title)"), indent: 2)]
        return (title + rows).joined(separator: "\n")
    }

    private func notices(_ notices: Document.Notices) -> String {
        notices.texts.map { text in
            let label = StyledText(notices.label + ":", code: code(of: notices.standing, isStrong: true))
            return paragraph(styled(text), after: label + " ", indent: 2)
        }.joined(separator: "\n")
    }

    private func lines(_ verbatim: Document.Verbatim, indent: Int) -> String {
        let space = String(repeating: " ", count: indent)
        let label = verbatim.label.isEmpty ? [] : [space + PrintableText.clean(verbatim.label) + ":"]
        let more = verbatim.label.isEmpty ? space : space + "  "
        return (label + verbatim.lines.map { more + PrintableText.clean($0) }).joined(separator: "\n")
    }

    private func card(_ card: Document.Card) -> String {
        let about = card.about.isEmpty ? "" : " (\(card.about.map(\.plain).joined(separator: ", ")))"
        let title = paragraph(styled("\(strong: card.title + Prose(about))"), indent: 4)
        let course = card.picture.map { styled(Prose(parts: [.picture($0)]), courseColumns: min(60, width - 4)) }
        let parts = card.blocks.map { block in
            if case .findings(let findings) = block {
                findings.isEmpty ? "" : self.findings(findings, isNested: true)
            } else {
                self.block(block)
            }
        }
        return
            ([title] + (course.map { $0.spans.isEmpty ? [] : ["    " + $0.text(usesColour: usesColour)] } ?? [])
            + parts.filter { !$0.isEmpty }).joined(separator: "\n")
    }

    // MARK: - Findings

    /// A word, and beside it what, from what cause, and how certain; statistics below, dimmed.
    private func findings(_ findings: [Document.Finding], isNested: Bool) -> String {
        let columns = findings.map { badge($0.badge).width }.max() ?? 0
        let margin = 2 + columns + 2
        func line(_ prose: Prose, code: String = "", by indent: Int = 0) -> String {
            let space = StyledText(String(repeating: " ", count: margin + indent))
            return paragraph(styled(prose, code: code), after: space, indent: margin + 2 * indent)
        }
        return findings.map { finding in
            let start = "  " + badge(finding.badge).padded(to: columns) + "  "
            let lines = isNested && !finding.lines.isEmpty ? [finding.lines.joined("; ")] : finding.lines
            let statistics = finding.statistics.map { line($0, code: "2", by: 2) }
            let parts =
                [paragraph(styled(finding.headline), after: start, indent: margin)] + lines.map { line($0) }
                + (finding.verbatim.map { [self.lines($0, indent: margin)] } ?? [])
                + (finding.source.isEmpty ? [] : [line(finding.source)])
                + (statistics.isEmpty ? [] : [line("Statistics", code: "2")] + statistics)
            return parts.joined(separator: "\n")
        }.joined(separator: isNested || findings.allSatisfy(\.isBrief) ? "\n" : "\n\n")
    }

    private func badge(_ badge: StatusBadge) -> StyledText {
        StyledText(
            (badge.symbol.isEmpty ? "" : badge.symbol + " ") + badge.word,
            code: code(of: badge.standing, isStrong: false))
    }

    // MARK: - Text

    func styled(_ prose: Prose, code outer: String = "", courseColumns: Int = 12, showsQuiet: Bool = true) -> StyledText
    {
        let texts = prose.parts.map { part -> StyledText in
            switch part {
            case .text(let text), .name(let text), .code(let text):
                return StyledText(PrintableText.clean(text), code: outer)
            case .digest(let text): return StyledText(PrintableText.clean(Prose.short(text)), code: outer)
            case .strong(let prose): return styled(prose, code: outer.isEmpty ? "1" : outer, showsQuiet: showsQuiet)
            case .quiet(let prose):
                return showsQuiet ? styled(prose, code: outer.isEmpty ? "2" : outer) : StyledText()
            case .badge(let badge): return self.badge(badge)
            case .mark(let badge):
                return StyledText(badge.symbol, code: self.code(of: badge.standing, isStrong: false))
            case .link(let prose, _): return styled(prose, code: outer, showsQuiet: showsQuiet)
            case .picture(.course(let series)):
                return StyledText(Sparkline.text(series.points.map(\.value), columns: courseColumns))
            case .picture: return StyledText()
            }
        }
        return texts.reduce(StyledText(), +)
    }

    /// - Parameters:
    ///   - start: what the first line begins with, as it is.
    ///   - indent: of the other lines.
    private func paragraph(_ text: StyledText, after start: StyledText = StyledText(), indent: Int) -> String {
        let columns = min(width, Self.widestProse)
        let lines = text.wrapped(to: columns - indent, first: start.width - indent)
        let rest = String(repeating: " ", count: indent)
        return lines.enumerated().map { index, line in
            (index == 0 ? start.text(usesColour: usesColour) : rest) + line.text(usesColour: usesColour)
        }.joined(separator: "\n")
    }

    private func code(of standing: Standing, isStrong: Bool) -> String {
        switch standing {
        case .passed: isStrong ? "1;32" : "32"
        case .failed: "1;31"
        case .undecided: isStrong ? "1;33" : "33"
        case .error: "1;35"
        case .note: "36"
        case .quiet: isStrong ? "1" : "2"
        }
    }
}

extension Document.Block? {
    /// Whether each of its parts has lines of its own, which stand apart.
    fileprivate var isSpacious: Bool {
        switch self {
        case .card: true
        case .findings(let findings): !findings.allSatisfy(\.isBrief)
        default: false
        }
    }
}

extension Document.Finding {
    /// Whether it needs no room around it.
    fileprivate var isBrief: Bool { source.isEmpty && statistics.isEmpty && verbatim == nil }
}
