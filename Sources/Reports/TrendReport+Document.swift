import Foundation
import Records
import Trends

extension TrendReport {
    /// What changed most first, each series with its picture; then what stayed as it was.
    ///
    /// - Parameters:
    ///   - charts: pictures by the place of their series; a series without one has its course.
    ///   - title: the suite's name where nil.
    ///   - commits: where commits can be looked at; nil where that is not known.
    package func document(
        charts: [Int: RenderedChart] = [:], title: String? = nil, commits: CommitLinks? = nil
    ) -> Document {
        func cards(_ places: [Int]) -> [Document.Block] {
            places.map { .card(series[$0].card(chart: charts[$0], identifier: "series-\($0 + 1)", commits)) }
        }
        let changed = series.indices.filter { series[$0].isNoteworthy }
        let charted = series.indices.filter { !series[$0].isNoteworthy && charts[$0] != nil }
        let quiet = series.indices.filter { !series[$0].isNoteworthy && charts[$0] == nil }.map { series[$0] }
        let short = quiet.count { $0.finding == .tooShort }
        let kinds = [
            quiet.count > short ? "\(quiet.count - short) series without a change" : nil,
            short > 0 ? "\(short) too short to tell" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        let blocks: [Document.Block?] = [
            changed.isEmpty ? nil : .section(.init("changed", "What changed", cards(changed), weight: 3)),
            charted.isEmpty ? nil : .section(.init("charted", "Without a change of level", cards(charted))),
            quiet.isEmpty
                ? nil
                : .section(
                    .init(
                        "quiet", Prose(kinds), [.table(SeriesTable.quiet(quiet))] + SeriesTable.remarks(quiet),
                        fold: .inMarkdown)),
            notes.isEmpty
                ? nil
                : .section(.init("notes", "Notes", [.notices(.init("note", .quiet, notes.map { Prose($0) }))])),
        ]
        return Document(
            header: Document.Header(
                title: Prose(parts: [.name(title ?? suite)]), summary: Prose(TrendWords.tally(self)),
                remarks: [Prose(TrendWords.scope(self))], kind: "trend"),
            blocks: blocks.compactMap { $0 },
            footer: [
                "Times are UTC. Bands hold 95 % of single runs; a shade is where a level changed with 95 % confidence."
            ],
            elsewhere: "--out FOLDER writes them all")
    }

    /// The charts that `document` has a place for: of every series that changed.
    ///
    /// - Parameter isDrawn: which other series have one.
    package func charts(
        marks: [TrendMark] = [], where isDrawn: (TrendSeries) -> Bool = { $0.isNoteworthy }
    ) -> [Int: TrendChart] {
        Dictionary(
            uniqueKeysWithValues: series.enumerated().filter { isDrawn($0.element) }
                .compactMap { index, series in TrendChart(series, marks: marks).map { (index, $0) } })
    }
}

extension TrendSeries {
    /// The series with its chart, and every change of its level in words.
    func card(chart: RenderedChart?, identifier: String, _ commits: CommitLinks?) -> Document.Card {
        let findings = courseFindings + changes.reversed().map { finding($0, commits) }
        let about: [Prose?] = [
            "latest \(SeriesFacts(self).latestText)", "\(Wording.count(points.count, TrendText.point(of: self)))",
            finding == .tooShort
                ? "too short to tell"
                : TrendWords.scatter(self).map { Prose($0) },
            stated == nil ? "on \(name: machine.device ?? machine.hostName)" : nil,
            isAnchor ? "anchor: only the machine can change it" : nil, TrendWords.season(self).map { Prose($0) },
            TrendWords.twoLevels(self).map { Prose($0) },
        ]
        let order: [Standing] = [.failed, .note, .undecided, .quiet, .passed]
        let worst = findings.map(\.badge.standing).min {
            (order.firstIndex(of: $0) ?? order.count) < (order.firstIndex(of: $1) ?? order.count)
        }
        return Document.Card(
            identifier, standing: worst ?? .quiet, title: "\(name: TrendText.cell(self)): \(measure.title)",
            about: about.compactMap { $0 }, picture: chart.map { .chart($0) } ?? .course(self),
            blocks: [.findings(findings)] + otherEvents)
    }

    private var courseFindings: [Document.Finding] {
        let standing: Standing =
            switch wanders ? nil : standingDrift?.verdict {
            case .regression: .failed
            case .improvement: .passed
            case .machine: .note
            case .change, nil: .undecided
            }
        return TrendWords.courses(self).map { text in
            Document.Finding(badge: StatusBadge(TrendWords.courseWord(self), standing), headline: Prose(text))
        }
    }

    private func finding(_ change: TrendChange, _ commits: CommitLinks?) -> Document.Finding {
        let headline = TrendWords.headline(change, measure)
        let rest = String(TrendWords.size(change, of: self).dropFirst(headline.count))
        return Document.Finding(
            badge: TrendWords.badge(change), headline: "\(strong: Prose(headline))\(rest)",
            lines: TrendWords.details(change, of: self, commits))
    }

    /// What happened without a change of level there.
    private var otherEvents: [Document.Block] {
        let places = Set(changes.map(\.position))
        let others = events.filter { !places.contains($0.position) && points.indices.contains($0.position) }
        guard !others.isEmpty else { return [] }
        let texts = others.map { event -> Prose in "\(TrendText.moment(event.position, of: self)): \(event.text)" }
        return [
            .details(
                .init(
                    "\(Wording.count(others.count, "event")) without a change of level",
                    [.items(.init(texts, noun: "events"))],
                    reach: .pages))
        ]
    }
}
