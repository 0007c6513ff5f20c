import Foundation
import Records
import Trends

/// How every report of a trend says the same thing.
enum TrendWords {
    static func cell(_ address: CellAddress) -> String {
        address.variant.isEmpty ? address.model : "\(address.model)/\(address.variant)"
    }

    /// `2 regressions (1 new), 1 improvement, 41 series of 12 cells without a change`
    static func tally(_ report: TrendReport) -> String {
        let changes = report.series.flatMap(\.changes)
        let found = changes.filter { $0.certainty == .found }
        let standing = changes.filter(\.isStandingRegression)
        let kinds = [(standing.count(where: \.isNew), "new"), (standing.count { $0.acceptedBy != nil }, "accepted")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let drifts = report.series.flatMap { series in
            series.drifts.map { drift in
                (isWorse: drift.verdict == .regression, isOver: drift.range.upperBound < series.points.count)
            }
        }
        let ofDrifts = [(drifts.count { $0.isWorse }, "for the worse"), (drifts.count { $0.isOver }, "over")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        let isDirected = report.series.isEmpty || report.series.contains { $0.measure.hasDirection }
        let plain = changes.count { $0.verdict == .change && $0.certainty == .found }
        let regressions =
            Wording.count(standing.count, "regression") + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))")
        let parts = [
            isDirected ? regressions : nil, optional(plain, "change", "changes"),
            optional(drifts.count, "drift", "drifts").map {
                $0 + (ofDrifts.isEmpty ? "" : " (\(ofDrifts.joined(separator: ", ")))")
            },
            optional(report.series.count(where: \.wanders), "series wanders", "series wander"),
            optional(
                found.filter { $0.verdict == .regression && $0.isRecovered }.count, "regression made good",
                "regressions made good"),
            optional(found.filter { $0.verdict == .improvement }.count, "improvement", "improvements"),
            optional(
                found.filter { $0.verdict == .machine }.count, "change of the machine", "changes of the machine"),
            optional(changes.count - found.count, "probable change", "probable changes"),
        ].compactMap { $0 }
        return (parts + rest(of: report, isAlone: parts.isEmpty)).joined(separator: ", ")
    }

    /// `41 of 44 series of 12 cells without a change, 1 too short to tell`; of the one series of a file `no change`.
    private static func rest(of report: TrendReport, isAlone: Bool) -> [String] {
        let quiet = report.series.count { $0.finding == .unchanged }
        let short = report.series.count { $0.finding == .tooShort }
        let cells = report.file == nil ? " of \(Wording.count(Set(report.series.map(\.cell)).count, "cell"))" : ""
        let isOne = report.file != nil && report.series.count == 1
        let all = isOne ? "" : " of \(report.series.count) series" + cells
        // Where every series changed, none is left to speak of.
        let others =
            quiet > 0 || isAlone && short == 0 || report.series.isEmpty
            ? isOne ? "no change" : "\(quiet)\(all) without a change" : nil
        let tooShort =
            short > 0 ? isOne ? "too short to tell" : "\(short)\(quiet > 0 ? "" : all) too short to tell" : nil
        return [others, tooShort].compactMap { $0 }
    }

    /// `90 runs on bench-1 since 2026-01-31, the last of them 2026-04-30 02:00:12 UTC`
    static func scope(_ report: TrendReport) -> String {
        if let file = report.file {
            let ends = report.series.flatMap { [$0.points.first, $0.points.last].compactMap(\.self) }
            let first = ends.min { $0.startedAt < $1.startedAt }?.facts.run
            let last = ends.max { $0.startedAt < $1.startedAt }?.facts.run
            return Wording.count(report.series.reduce(0) { $0 + $1.points.count }, "value") + " of \(file)"
                + (first.map { ", from \($0) to \(last ?? $0)" } ?? "")
        }
        let hosts = Set(report.series.map { $0.machine.fingerprint == nil ? "all machines" : $0.machine.hostName })
        let on = hosts.isEmpty ? "" : " on " + hosts.sorted().joined(separator: ", ")
        let last = report.series.compactMap { $0.points.last?.facts.startedAt }.max()
        return Wording.count(report.runs, "run") + on + " since \(Wording.day(report.since))"
            + (last.map { ", the last of them \(ReportTime.text($0))" } ?? "")
    }

    static func word(_ change: TrendChange) -> String { TrendText.word(of: change).uppercased() }

    static func badge(_ change: TrendChange) -> StatusBadge {
        let standing: Standing =
            switch (change.certainty, change.verdict) {
            case (.probable, _): .undecided
            case (_, .regression): change.isRecovered ? .undecided : .failed
            case (_, .improvement): .passed
            case (_, .machine): .note
            case (_, .change): .quiet
            }
        return StatusBadge(word(change), standing)
    }

    static func size(_ value: Double, _ metric: TrendMeasure) -> String { TrendText.size(value, metric) }

    /// `+5.0 %`, or `probably +70 %`
    static func headline(_ change: TrendChange, _ metric: TrendMeasure) -> String {
        (change.certainty == .probable ? "probably " : "") + size(change.size, metric)
    }

    /// `+5.0 % (+4.1 % to +5.9 %), 10.0 ms -> 10.5 ms`
    static func size(_ change: TrendChange, of series: TrendSeries) -> String {
        let metric = series.measure
        return headline(change, metric) + TrendText.interval(size(change.low, metric), size(change.high, metric)) + ", "
            + levels(change, metric)
    }

    private static func levels(_ change: TrendChange, _ metric: TrendMeasure) -> String {
        distinct([change.before, change.after], metric).joined(separator: " -> ")
    }

    /// With as many decimals as it takes to tell the two apart.
    private static func distinct(_ pair: [Double], _ metric: TrendMeasure) -> [String] {
        let candidates = (0...6).map { decimals in
            pair.map { Quantity.text($0, metric.dimension, minimumDecimals: decimals) }
        }
        return candidates.first { $0[0] != $0[1] } ?? candidates[0]
    }

    /// When, between which commits, and how soon it was found, as far as known.
    static func details(_ change: TrendChange, of series: TrendSeries, _ links: CommitLinks? = nil) -> [Prose] {
        let details: [Prose?] = [
            Prose(place(change, of: series)), commits(change, links), Prose(delay(change, of: series)),
            events(change).map { Prose($0) }, correction(change).map { Prose($0) },
            acceptance(change).map { Prose($0) },
        ]
        return details.compactMap { $0 }
    }

    static func place(_ change: TrendChange, of series: TrendSeries) -> String {
        let days = [change.earliest, change.position, change.latest].map { TrendText.moment($0, of: series) }
        return days[0] == days[2]
            ? "since \(days[1])" : "since \(days[1]) (not before \(days[0]), not after \(days[2]))"
    }

    static func commits(_ change: TrendChange, _ links: CommitLinks? = nil) -> Prose? {
        guard let first = change.commits.first, let last = change.commits.last else { return nil }
        func digits(_ commit: String) -> Prose {
            "\(Prose(short(commit)), to: links?.address(of: withoutMark(commit)))"
        }
        guard change.commits.count > 1 else {
            return "commit \(digits(first)) before and after: it was not the checkout"
        }
        let more = change.commits.count - 2
        let between = more > 0 ? " (\(Wording.count(more, "measured commit")) between)" : ""
        guard let address = links?.address(from: withoutMark(first), to: withoutMark(last)) else {
            return "commits \(digits(first))..\(digits(last))\(between)"
        }
        return "commits \("\(short(first))..\(short(last))", to: address)\(between)"
    }

    private static func delay(_ change: TrendChange, of series: TrendSeries) -> String {
        guard change.certainty == .found else {
            let end = series.changes.first { $0.position > change.position }?.position ?? series.points.count
            return
                "\(Wording.count(end - change.position, TrendText.point(of: series))) of the new level so far, too few to be sure"
        }
        return
            (change.delay == 1
            ? "found at once" : "found by \(TrendText.point(of: series)) \(change.delay) of the new level")
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

    /// `±0.8 %`, as values scatter about their level: a standard deviation.
    static func noise(_ series: TrendSeries) -> String? { spread(series.noise, series) }

    /// `±1.6 %`: the band about a level in which 95 % of single values lie, as charts draw it.
    static func band(_ series: TrendSeries) -> String? { spread(series.band, series) }

    /// `95 % of single values within ±1.6 %`, and about what if not about a level.
    static func scatter(_ series: TrendSeries) -> String? {
        band(series).map { band in
            series.wanders
                ? "95 % of steps to the next value within \(band)"
                : "95 % of single values within \(band)" + (series.season == nil ? "" : " beside the pattern")
        }
    }

    private static func spread(_ size: Double?, _ series: TrendSeries) -> String? {
        guard !series.measure.isExact, let size else { return nil }
        return "±" + unsigned(size, series.measure)
    }

    /// What a line of a quiet series says last: how much it scatters, or that it is too short.
    static func state(_ series: TrendSeries) -> String? {
        series.finding == .tooShort
            ? "\(Wording.count(series.points.count, "point")), too short to tell" : noise(series)
    }

    static func latest(_ series: TrendSeries) -> String {
        let value = series.levels.last?.value ?? series.points.last?.value
        return value.map { Quantity.text($0, series.measure.dimension) } ?? "–"
    }

    private static func optional(_ number: Int, _ one: String, _ more: String) -> String? {
        number == 0 ? nil : Wording.count(number, one, more)
    }

    private static let modifiedMark = "-dirty"

    /// The first digits of a commit; a modified checkout keeps its mark.
    private static func short(_ commit: String) -> String {
        commit.hasSuffix(modifiedMark) ? commit.prefix(7) + modifiedMark : String(commit.prefix(7))
    }

    private static func withoutMark(_ commit: String) -> String {
        commit.hasSuffix(modifiedMark) ? String(commit.dropLast(modifiedMark.count)) : commit
    }

    // MARK: - Drifts and wanders

    /// `DRIFT`, `WANDERS`: the word before each of `courses`.
    static func courseWord(_ series: TrendSeries) -> String { series.wanders ? "WANDERS" : "DRIFT" }

    /// A line for each stretch along which values drift, latest first; or that they wander.
    static func courses(_ series: TrendSeries) -> [String] {
        if series.wanders {
            let values = series.points.map(\.value)
            let reach = [values.min() ?? 0, values.max() ?? 0].map { Quantity.text($0, series.measure.dimension) }
            return ["no level holds, and no slope: values lie between \(reach[0]) and \(reach[1])"]
        }
        return series.drifts.reversed().map { drift(of: series, $0) }
    }

    /// `+0.5 % a week (+0.4 % to +0.6 %) since 2026-01-31, 10.0 ms -> 10.6 ms, +6.2 % in all`
    private static func drift(of series: TrendSeries, _ drift: TrendDrift) -> String {
        let pace = pace(of: series, drift)
        func size(_ slope: Double) -> String {
            let value = series.measure.changesByRatio ? pow(1 + slope, pace.days) - 1 : slope * pace.days
            return TrendWords.size(value, series.measure)
        }
        let goesOn = drift.range.upperBound == series.points.count
        let end = TrendText.moment(drift.range.upperBound - 1, of: series)
        let levels = [drift.before, drift.after].map { Quantity.text($0, series.measure.dimension) }
        return "\(size(drift.slope)) \(pace.word)\(TrendText.interval(size(drift.low), size(drift.high))) since "
            + TrendText.moment(drift.range.lowerBound, of: series) + (goesOn ? "" : " until \(end)")
            + ", \(levels.joined(separator: " -> ")), \(TrendWords.size(drift.size, series.measure)) in all"
    }

    /// The time over which a slope is told, so that it is neither tiny nor huge.
    private static func pace(of series: TrendSeries, _ drift: TrendDrift) -> (days: Double, word: String) {
        let first = series.points[drift.range.lowerBound].startedAt
        let days = series.points[drift.range.upperBound - 1].startedAt.timeIntervalSince(first) / 86_400
        guard !series.countsTime else {
            return days < 40 ? (1, "a step") : days < 400 ? (10, "every 10 steps") : (100, "every 100 steps")
        }
        return days < 2
            ? (1.0 / 24, "an hour") : days < 21 ? (1, "a day") : days < 730 ? (7, "a week") : (365.25, "a year")
    }

    /// `a pattern of the week (±2.6 %) was taken out first`
    static func season(_ series: TrendSeries) -> String? {
        series.season.map { season in
            let pattern =
                season.period == 7 && !series.countsTime
                ? "a pattern of the week" : "a pattern that repeats every \(season.period) values"
            return "\(pattern) (±\(unsigned(season.reach, series.measure))) was taken out first"
        }
    }

    /// `single values lie at two levels by turns: 60 % at 10.0 ms, 40 % at 10.5 ms`
    static func twoLevels(_ series: TrendSeries) -> String? {
        series.twoLevels.map { levels in
            let texts = distinct([levels.low, levels.high], series.measure)
            let high = Int((100 * levels.highShare).rounded())
            return "single values lie at two levels by turns: \(100 - high) % at \(texts[0]), \(high) % at \(texts[1])"
        }
    }

    private static func unsigned(_ value: Double, _ measure: TrendMeasure) -> String {
        Wording.unsigned(size(value.magnitude, measure))
    }
}
