import Diagnostics
import Foundation
import Records
import Trends

/// Prints a document as GitHub-flavoured Markdown, fit for a job summary or a comment.
package struct MarkdownPrinter: Sendable {
    /// GitHub refuses a comment of more than 65,536 characters, and drops a step's summary of more than 1 MiB whole.
    package static let maximumBytes = 60_000
    /// Of a text in a document that has to be bounded.
    private static let longestText = 400

    /// So many findings stand open, and the others under a word.
    private static let openFindings = 6

    private init(longest: Int?) { self.longest = longest }

    /// Of any text, in characters; nil leaves them whole.
    private let longest: Int?

    /// At most `maximumBytes` long: of a document with more to say, what stands first in each part is kept, and what was left out is said.
    package static func print(_ document: Document) -> String {
        let printer = MarkdownPrinter(longest: nil)
        let parts = document.blocks.map { printer.block($0, MarkdownBudget(bytes: nil, document)) }
        let whole = printer.joined(document, parts)
        if whole.utf8.count <= maximumBytes { return whole }
        let short = MarkdownPrinter(longest: longestText)
        let frame = short.joined(document, []).utf8.count + 2 * document.blocks.count
        let rooms = MarkdownBudget.shares(
            of: maximumBytes - frame,
            among: zip(document.blocks, parts).map { ($0.weight, $1.utf8.count) })
        return short.joined(
            document,
            zip(document.blocks, rooms).map { block, bytes in
                short.block(block, MarkdownBudget(bytes: bytes, document))
            })
    }

    private func joined(_ document: Document, _ parts: [String]) -> String {
        let footer = document.footer.map { text($0) }.joined(separator: " · ")
        let all = [document.header.map(header) ?? ""] + parts + [footer]
        return all.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func header(_ header: Document.Header) -> String {
        let badge = header.badge.map { "\($0.word): " } ?? ""
        let alert = header.alert.map { notices($0, MarkdownBudget(bytes: nil, nil), isQuote: true) } ?? ""
        let lines =
            [
                "# \(badge)\(text(header.title))\(header.kind.map { ": " + MarkdownText.escaped($0) } ?? "")",
                header.summary.isEmpty ? "" : text(header.summary) + ".",
            ]
            + header.remarks.map { text($0) + "." } + [header.facts.map { text($0) }.joined(separator: " · "), alert]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    // MARK: - Blocks

    private func block(_ block: Document.Block, _ room: MarkdownBudget, level: Int = 2) -> String {
        switch block {
        case .section(let section): self.section(section, room, level)
        case .paragraph(let prose): text(prose)
        case .facts(let facts): self.facts(facts, room)
        case .table(let table): self.table(table, room)
        case .items(let items):
            list(items.texts, noun: items.noun, room)
        case .findings(let findings): self.findings(findings, room)
        case .card(let card): self.card(card, room, level)
        case .details(let details):
            details.reach < .files ? "" : folded(details.title, blocks(details.blocks, room, level))
        case .picture(.course(let series)): course(series.points.map(\.value))
        case .picture: ""
        case .notices(let notices): self.notices(notices, room, isQuote: false)
        case .verbatim(let verbatim): self.verbatim(verbatim)
        case .group(_, let blocks): self.blocks(blocks, room, level)
        }
    }

    /// What comes first gets the room that it needs, and what follows the rest of it.
    private func blocks(_ blocks: [Document.Block], _ room: MarkdownBudget, _ level: Int) -> String {
        var texts: [String] = []
        var room = room
        for (index, block) in blocks.enumerated() {
            if room.isUsedUp {
                texts.append(room.leftOut(blocks.count - index, "parts"))
                break
            }
            let text = self.block(block, room, level: level)
            if text.isEmpty { continue }
            texts.append(text)
            room.use(text)
        }
        return texts.joined(separator: "\n\n")
    }

    private func section(_ section: Document.Section, _ room: MarkdownBudget, _ level: Int) -> String {
        guard section.reach >= .files else { return "" }
        var room = room
        room.use(text(section.title) + "<details><summary></summary></details>\n\n\n\n")
        let content = blocks(section.blocks, room, level + 1)
        if content.isEmpty { return "" }
        return section.fold == .never
            ? "\(String(repeating: "#", count: level)) \(text(section.title))\n\n\(content)"
            : folded(section.title, content)
    }

    private func folded(_ title: Prose, _ content: String) -> String {
        content.isEmpty ? "" : "<details>\n<summary>\(text(title))</summary>\n\n\(content)\n\n</details>"
    }

    private func facts(_ facts: Document.Facts, _ room: MarkdownBudget) -> String {
        let title = facts.title.isEmpty ? "" : "**\(text(facts.title))**\n\n"
        let rows = facts.rows.map { row -> Prose in "\(row.0): \(row.1)" }
        return title + list(rows, noun: "facts", room)
    }

    private func list(_ texts: [Prose], noun: String, _ room: MarkdownBudget) -> String {
        let shown = room.fit(texts.map { prose in MarkdownBudget.Item { "- " + text(prose) } })
        return (shown.texts + (shown.leftOut > 0 ? ["- " + room.leftOut(shown.leftOut, noun)] : []))
            .joined(separator: "\n")
    }

    private func notices(_ notices: Document.Notices, _ room: MarkdownBudget, isQuote: Bool) -> String {
        guard !isQuote else {
            let label = MarkdownText.escaped(notices.label).capitalizedAtStart
            return notices.texts.map { "> **\(label):** \(text($0))." }.joined(separator: "\n>\n")
        }
        return list(notices.texts, noun: notices.label + "s", room)
    }

    private func verbatim(_ verbatim: Document.Verbatim) -> String {
        let lines = verbatim.lines.map { "- " + MarkdownText.code(cut($0)) }.joined(separator: "\n")
        return (verbatim.label.isEmpty ? "" : MarkdownText.escaped(verbatim.label) + ":\n\n") + lines
    }

    // MARK: - Findings

    private func card(_ card: Document.Card, _ room: MarkdownBudget, _ level: Int) -> String {
        let about = card.about.map { text($0) }.joined(separator: " · ")
        let picture = card.picture.map { block(.picture($0), room) } ?? ""
        let head = "\(String(repeating: "#", count: min(level, 6))) \(text(card.title))"
        let line = [about, picture].filter { !$0.isEmpty }.joined(separator: " · ")
        var room = room
        room.use(head + line)
        return [head, line, blocks(card.blocks, room, level + 1)].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func findings(_ findings: [Document.Finding], _ room: MarkdownBudget) -> String {
        func short(_ finding: Document.Finding) -> String { "- \(badge(finding.badge)) \(text(finding.headline))" }
        let shown = room.fit(
            findings.map { finding in
                MarkdownBudget.Item {
                    whole(finding)
                } short: {
                    short(finding)
                }
            })
        let open = min(Self.openFindings, shown.texts.count)
        var lines = Array(shown.texts[..<open])
        if shown.texts.count > open {
            // A comment is read on one screen: what else there is opens.
            lines += ["", "<details>", "<summary>\(shown.texts.count - open) more</summary>", ""]
            lines += Array(shown.texts[open...]) + ["", "</details>", ""]
        }
        if shown.shortened > 0 {
            lines.append("- the reasons of \(shown.shortened) of these are left out here\(room.elsewhere)")
        }
        if shown.leftOut > 0 { lines.append("- **\(shown.leftOut) more findings** are left out here\(room.elsewhere)") }
        return lines.joined(separator: "\n")
    }

    private func whole(_ finding: Document.Finding) -> String {
        let printer = MarkdownPrinter(longest: nil)
        func nested(_ prose: Prose, _ depth: Int = 1) -> String {
            String(repeating: "  ", count: depth) + "- " + printer.text(prose)
        }
        let verbatim = finding.verbatim.map { verbatim in
            [nested("\(verbatim.label):")] + verbatim.lines.map { nested("\(code: $0)", 2) }
        }
        let source = finding.source.isEmpty ? [] : [finding.source]
        let statistics =
            finding.statistics.isEmpty
            ? source.map { nested($0) }
            : ["  - <details><summary>Statistics</summary>", ""] + (finding.statistics + source).map { nested($0, 2) }
                + ["", "    </details>"]
        return
            (["- \(badge(finding.badge)) \(printer.text(finding.headline))"] + finding.lines.map { nested($0) }
            + (verbatim ?? []) + statistics)
            .joined(separator: "\n")
    }

    // MARK: - Tables

    private func table(_ table: Document.Table, _ room: MarkdownBudget) -> String {
        let table = table.reaching(.files)
        let isGrouped = table.groups.contains { $0.title != nil }
        let columns = (isGrouped ? [Document.Table.Column(table.groupTitle)] : []) + table.columns
        func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
        let head = [
            line(columns.map { MarkdownText.escaped($0.title) }),
            line(columns.map { $0.alignment == .right ? "---:" : "---" }),
        ]
        let rows = table.groups.flatMap { group in
            group.rows.map { row in
                MarkdownBudget.Item { line((isGrouped ? [text(group.title ?? "–")] : []) + row.map { text($0) }) }
            }
        }
        let shown = room.fit(rows)
        let more = shown.leftOut > 0 ? ["", room.leftOut(shown.leftOut, table.noun) + "."] : []
        return (head + shown.texts + more).joined(separator: "\n")
    }

    // MARK: - Text

    private func badge(_ badge: StatusBadge) -> String {
        (badge.symbol.isEmpty ? "" : badge.symbol + " ") + "**\(MarkdownText.escaped(badge.word))**"
    }

    func text(_ prose: Prose) -> String {
        prose.parts.enumerated().map { index, part in
            switch part {
            case .text(let text), .name(let text): MarkdownText.escaped(cut(text), isStart: index == 0)
            case .code(let text): MarkdownText.code(cut(text))
            case .digest(let text): MarkdownText.escaped(Prose.short(text), isStart: index == 0)
            case .strong(let prose): "**\(text(prose))**"
            case .quiet(let prose): text(prose)
            case .badge(let badge): self.badge(badge)
            case .mark(let badge): badge.symbol
            // Pages link to one another; a text that is pasted elsewhere has none of them beside it.
            case .link(let prose, let path):
                WebAddress(path, allowsHTTP: true).map { "[\(text(prose))](<\($0.text)>)" } ?? text(prose)
            case .picture(.course(let series)): course(series.points.map(\.value))
            case .picture: ""
            }
        }.joined()
    }

    private func course(_ values: [Double]) -> String {
        let text = Sparkline.text(values, columns: 24)
        return text.isEmpty ? "" : "`\(text)`"
    }

    private func cut(_ text: String) -> String {
        guard let longest, text.unicodeScalars.count > longest else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(longest))) + " …"
    }
}

extension Document.Block {
    fileprivate var weight: Double { if case .section(let section) = self { section.weight } else { 1 } }
}

extension String {
    fileprivate var capitalizedAtStart: String { prefix(1).uppercased() + dropFirst() }
}
