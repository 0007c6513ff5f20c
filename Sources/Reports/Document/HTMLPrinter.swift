/// Prints a document as the content of a page.
package struct HTMLPrinter: Sendable {
    /// A page that needs nothing else.
    package static func print(_ document: Document) -> String { page(document).html }

    static func page(_ document: Document) -> HTMLPage {
        let printer = HTMLPrinter()
        let header = document.header
        let badge = header?.badge.map { $0.word + ": " } ?? ""
        let kind = header?.kind.map { ": " + $0 } ?? ""
        let parts = [header.map(printer.header) ?? ""] + document.blocks.map { printer.block($0, level: 2) }
        return HTMLPage(
            title: "\(badge)\(header?.title.plain ?? "Pawl")\(kind) – Pawl", main: lines(parts),
            footer: document.footer.isEmpty ? "" : "<p>\(printer.list(document.footer))</p>")
    }

    private static func lines(_ parts: [String]) -> String { parts.filter { !$0.isEmpty }.joined(separator: "\n") }

    private func header(_ header: Document.Header) -> String {
        let remarks = header.remarks.map { "<p class=\"facts\">\(text($0))</p>" }
        let facts = header.facts.isEmpty ? [] : ["<p class=\"facts\">\(list(header.facts))</p>"]
        let alert = header.alert.map { alert in
            alert.texts.map {
                "<p class=\"load\">\(HTMLText.escaped(alert.label.prefix(1).uppercased() + alert.label.dropFirst())): "
                    + "\(text($0)).</p>"
            }
        }
        let tone = header.badge.map { "verdict \(Self.standing($0.standing))" } ?? "title"
        let word = header.badge.map { ["<p class=\"word\">\(HTMLText.escaped($0.word))</p>"] } ?? []
        let summary = header.summary.isEmpty ? [] : ["<p class=\"tally\">\(text(header.summary))</p>"]
        return Self.lines(
            ["<header class=\"\(tone)\">"] + word + ["<h1>\(text(header.title))</h1>"] + summary + remarks + facts
                + (alert ?? []) + ["</header>"])
    }

    // MARK: - Blocks

    private func block(_ block: Document.Block, level: Int, isNested: Bool = false) -> String {
        switch block {
        case .section(let section): self.section(section, level)
        case .paragraph(let prose): "<p>\(text(prose))</p>"
        case .facts(let facts): self.facts(facts, level)
        case .table(let table): HTMLTable(table, text: { self.text($0, isInTable: true) }).html
        case .items(let items): self.items(items.texts)
        case .findings(let findings):
            Self.lines(findings.map { isNested ? nested($0) : finding($0, level) })
        case .card(let card): self.card(card, level)
        case .details(let details):
            folded(text(details.title), Self.lines(details.blocks.map { self.block($0, level: level) }))
        case .picture(let picture): figure(picture)
        case .notices(let notices): items(notices.texts)
        case .verbatim(let verbatim): self.verbatim(verbatim)
        case .group(let layout, let blocks):
            "<div class=\"\(layout.rawValue)\">\n\(Self.lines(blocks.map { self.block($0, level: level) }))\n</div>"
        }
    }

    private func section(_ section: Document.Section, _ level: Int) -> String {
        let content = Self.lines(section.blocks.map { block($0, level: level + 1) })
        if content.isEmpty { return "" }
        let title = "<h\(level) id=\"\(section.identifier)\">\(text(section.title))</h\(level)>"
        let body =
            section.fold == .inFiles
            ? "<details class=\"fold\"><summary>\(title)</summary>\n\(content)\n</details>" : "\(title)\n\(content)"
        return "<section aria-labelledby=\"\(section.identifier)\">\n\(body)\n</section>"
    }

    private func folded(_ title: String, _ content: String) -> String {
        content.isEmpty ? "" : "<details><summary>\(title)</summary>\n\(content)\n</details>"
    }

    private func facts(_ facts: Document.Facts, _ level: Int) -> String {
        let rows = facts.rows.map { "<div><dt>\(HTMLText.escaped($0.0))</dt><dd>\(text($0.1))</dd></div>" }
        let title = facts.title.isEmpty ? "" : "<h\(level)>\(text(facts.title))</h\(level)>\n"
        return "<section class=\"facts\">\n\(title)<dl>\n\(Self.lines(rows))\n</dl>\n</section>"
    }

    private func items(_ texts: [Prose]) -> String {
        texts.isEmpty ? "" : "<ul>\n\(Self.lines(texts.map { "<li>\(text($0))</li>" }))\n</ul>"
    }

    private func verbatim(_ verbatim: Document.Verbatim) -> String {
        guard !verbatim.lines.isEmpty else { return "" }
        let text = verbatim.lines.map(HTMLText.escaped).joined(separator: "\n")
        return "<pre tabindex=\"0\" aria-label=\"\(HTMLText.escaped(verbatim.label))\">\(text)</pre>"
    }

    private func figure(_ picture: Picture) -> String {
        let svg = self.picture(picture)
        return svg.isEmpty ? "" : "<figure>\n\(svg)</figure>"
    }

    // MARK: - Findings

    private func finding(_ finding: Document.Finding, _ level: Int) -> String {
        let subject = finding.subject.isEmpty ? "" : " <span>\(text(finding.subject))</span>"
        return Self.lines([
            "<article class=\"card \(Self.standing(finding.badge.standing))\">",
            "<p class=\"about\">\(badge(finding.badge))\(subject)</p>",
            "<h\(level)>\(text(finding.headline))</h\(level)>",
            finding.picture.map(picture) ?? "", items(finding.lines), finding.verbatim.map(verbatim) ?? "",
            finding.source.isEmpty ? "" : "<p class=\"rule\">\(text(finding.source))</p>",
            folded("Statistics", items(finding.statistics)), "</article>",
        ])
    }

    /// Within the card of what it is about.
    private func nested(_ finding: Document.Finding) -> String {
        let lines = finding.lines.isEmpty ? "" : "<p class=\"quiet\">\(text(finding.lines.joined("; ")))</p>"
        return Self.lines([
            "<div>", "<p>\(badge(finding.badge)) \(text(finding.headline))</p>", lines,
            folded("Statistics", items(finding.statistics)), "</div>",
        ])
    }

    private func card(_ card: Document.Card, _ level: Int) -> String {
        let about = card.about.isEmpty ? "" : "<p class=\"quiet\">\(list(card.about))</p>"
        let figure = card.picture.map(figure) ?? ""
        let blocks = card.blocks.map { block($0, level: level + 1, isNested: true) }
        return Self.lines(
            [
                "<article class=\"card \(figure.isEmpty ? "" : "pictured ")\(Self.standing(card.standing))\" "
                    + "aria-labelledby=\"\(card.identifier)\">",
                "<div>", "<h\(level) id=\"\(card.identifier)\">\(text(card.title))</h\(level)>", about,
            ] + blocks + ["</div>", figure, "</article>"])
    }

    // MARK: - Text

    private func list(_ texts: [Prose]) -> String { texts.map { text($0) }.joined(separator: " · ") }

    private func text(_ prose: Prose, isInTable: Bool = false) -> String {
        prose.parts.map { part in
            switch part {
            case .text(let text): HTMLText.escaped(text)
            case .name(let text): HTMLText.name(text)
            case .code(let text): "<code>\(HTMLText.escaped(text))</code>"
            case .digest(let digest): self.digest(digest)
            case .strong(let prose): "<strong>\(text(prose))</strong>"
            case .quiet(let prose):
                isInTable ? "<small>\(text(prose))</small>" : "<span class=\"quiet\">\(text(prose))</span>"
            case .badge(let badge): self.badge(badge)
            case .mark(let badge):
                "<span class=\"mark \(Self.standing(badge.standing))\" title=\"\(HTMLText.escaped(badge.word))\">"
                    + "\(HTMLText.escaped(badge.symbol))<span class=\"spoken\"> \(HTMLText.escaped(badge.word))</span></span>"
            case .link(let prose, let path): "<a href=\"\(HTMLText.escaped(path))\">\(text(prose))</a>"
            case .picture(let picture): self.picture(picture)
            }
        }.joined()
    }

    /// Closed it is its first digits, open all of them, to be copied.
    private func digest(_ digest: String) -> String {
        let short = HTMLText.name(Prose.short(digest))
        guard digest.count > Prose.short(digest).count else { return short }
        return
            "<details class=\"digest\"><summary>\(short)…</summary><code>\(HTMLText.escaped(digest))</code></details>"
    }

    private func picture(_ picture: Picture) -> String {
        switch picture {
        case .chart(let chart): chart.inlineSVG
        case .course(let series): Sparkline.svg(series)
        case .strip(let strip): strip.svg
        }
    }

    private func badge(_ badge: StatusBadge) -> String {
        let symbol =
            badge.symbol.isEmpty ? "" : "<span aria-hidden=\"true\">\(HTMLText.escaped(badge.symbol))</span> "
        return "<span class=\"badge \(Self.standing(badge.standing))\">\(symbol)\(HTMLText.escaped(badge.word))</span>"
    }

    private static func standing(_ standing: Standing) -> String { standing.rawValue }
}
