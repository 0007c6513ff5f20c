import Charts
import Foundation
import Measures
import Records
import Trends

/// How every report of a trend says the same thing.
enum TrendWords {
    static func cell(_ address: CellAddress) -> String { "\(address.model)/\(address.variant)" }

    /// `2 regressions (1 new), 1 improvement, 41 series of 12 cells without a change`
    static func tally(_ report: TrendReport) -> String {
        let changes = report.series.flatMap(\.changes)
        let found = changes.filter { $0.certainty == .found }
        let standing = changes.filter(\.isStandingRegression)
        let kinds = [(standing.count(where: \.isNew), "new"), (standing.count { $0.acceptedBy != nil }, "accepted")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let cells = Set(report.series.map(\.cell)).count
        let quiet = report.series.count { $0.finding == .unchanged }
        let short = report.series.count { $0.finding == .tooShort }
        let parts = [
            count(standing.count, "regression") + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"),
            optional(
                found.filter { $0.verdict == .regression && $0.isRecovered }.count, "regression made good",
                "regressions made good"),
            optional(found.filter { $0.verdict == .improvement }.count, "improvement", "improvements"),
            optional(
                found.filter { $0.verdict == .machine }.count, "change of the machine", "changes of the machine"),
            optional(changes.count - found.count, "probable change", "probable changes"),
            quiet > 0 || short == 0
                ? "\(quiet) of \(report.series.count) series of \(count(cells, "cell")) without a change" : nil,
            short > 0
                ? "\(short)\(quiet > 0 ? "" : " of \(report.series.count) series of \(count(cells, "cell"))") too short to tell"
                : nil,
        ]
        return parts.compactMap { $0 }.joined(separator: ", ")
    }

    /// `90 runs on bench-1 since 2026-01-31, the last of them 2026-04-30 02:00:12 UTC`
    static func scope(_ report: TrendReport) -> String {
        let hosts = Set(report.series.map { $0.machine.fingerprint == nil ? "all machines" : $0.machine.hostName })
        let on = hosts.isEmpty ? "" : " on " + hosts.sorted().joined(separator: ", ")
        let last = report.series.compactMap { $0.points.last?.facts.startedAt }.max()
        return count(report.runs, "run") + on + " since \(day(report.since))"
            + (last.map { ", the last of them \(ReportTime.text($0))" } ?? "")
    }

    static func word(_ change: TrendChange) -> String { TrendText.word(of: change).uppercased() }

    static func size(_ value: Double, _ metric: Metric) -> String { TrendText.size(value, metric) }

    /// `+5.0 %`, or `probably +70 %`
    static func headline(_ change: TrendChange, _ metric: Metric) -> String {
        (change.certainty == .probable ? "probably " : "") + size(change.size, metric)
    }

    /// `+5.0 % (+4.1 % to +5.9 %), 10.0 ms -> 10.5 ms`
    static func size(_ change: TrendChange, of series: TrendSeries) -> String {
        let metric = series.metric
        let interval =
            change.low == change.high
            ? "" : " (\(size(change.low, metric)) to \(size(change.high, metric)))"
        return headline(change, metric) + interval + ", " + levels(change, metric)
    }

    /// With as many decimals as it takes to tell the two apart.
    private static func levels(_ change: TrendChange, _ metric: Metric) -> String {
        let candidates = (0...6).map { decimals in
            [change.before, change.after].map { Quantity.text($0, metric.dimension, minimumDecimals: decimals) }
        }
        let texts = candidates.first { $0[0] != $0[1] } ?? candidates[0]
        return texts.joined(separator: " -> ")
    }

    /// When, between which commits, and how soon it was found, as far as known.
    static func details(_ change: TrendChange, of series: TrendSeries) -> [String] {
        [
            place(change, of: series), commits(change), delay(change, of: series), events(change), correction(change),
            acceptance(change),
        ].compactMap { $0 }
    }

    static func place(_ change: TrendChange, of series: TrendSeries) -> String {
        let days = [change.earliest, change.position, change.latest].map { day(series.points[$0].facts.startedAt) }
        return days[0] == days[2]
            ? "since \(days[1])" : "since \(days[1]) (not before \(days[0]), not after \(days[2]))"
    }

    static func commits(_ change: TrendChange) -> String? {
        guard let first = change.commits.first, let last = change.commits.last else { return nil }
        guard change.commits.count > 1 else {
            return "commit \(short(first)) before and after: it was not the checkout"
        }
        let more = change.commits.count - 2
        return "commits \(short(first))..\(short(last))"
            + (more > 0 ? " (\(count(more, "measured commit")) between)" : "")
    }

    private static func delay(_ change: TrendChange, of series: TrendSeries) -> String {
        guard change.certainty == .found else {
            let end = series.changes.first { $0.position > change.position }?.position ?? series.points.count
            return "\(count(end - change.position, "run")) of the new level so far, too few to be sure"
        }
        return (change.delay == 1 ? "found at once" : "found by run \(change.delay) of the new level")
            + (change.isNew ? ", new" : "")
    }

    private static func events(_ change: TrendChange) -> String? {
        change.events.isEmpty ? nil : "changed with it: " + change.events.map(\.text).joined(separator: "; ")
    }

    private static func correction(_ change: TrendChange) -> String? {
        change.isAnchorCorrected ? "the anchor moved as well; the size is what is left without that" : nil
    }

    private static func acceptance(_ change: TrendChange) -> String? {
        change.acceptedBy.map { "accepted: the run that was promoted to \($0) has it" }
    }

    /// `±0.8 %`, as values scatter about their level.
    static func noise(_ series: TrendSeries) -> String? {
        guard !series.metric.isExact, let noise = series.noise else { return nil }
        let text = size(noise, series.metric)
        return "±" + (text.hasPrefix("+") ? String(text.dropFirst()) : text)
    }

    /// What a line of a quiet series says last: how much it scatters, or that it is too short.
    static func state(_ series: TrendSeries) -> String? {
        series.finding == .tooShort
            ? "\(count(series.points.count, "point")), too short to tell" : noise(series)
    }

    static func latest(_ series: TrendSeries) -> String {
        let value = series.levels.last?.value ?? series.points.last?.value
        return value.map { Quantity.text($0, series.metric.dimension) } ?? "–"
    }

    static func count(_ number: Int, _ what: String) -> String { number == 1 ? "1 \(what)" : "\(number) \(what)s" }

    private static func optional(_ number: Int, _ one: String, _ more: String) -> String? {
        number == 0 ? nil : number == 1 ? "1 \(one)" : "\(number) \(more)"
    }

    static func day(_ date: Date) -> String { String(ReportTime.zoneless(date).prefix(10)) }

    /// The first digits of a commit; a modified checkout keeps its mark.
    private static func short(_ commit: String) -> String {
        let mark = "-dirty"
        return commit.hasSuffix(mark) ? commit.prefix(7) + mark : String(commit.prefix(7))
    }
}
