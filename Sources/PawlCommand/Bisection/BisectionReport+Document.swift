import Foundation
import Records
import Reports
import Statistics

extension BisectionReport {
    /// What changed in a sentence, then every version.
    ///
    /// - Parameter chart: of the values over the versions, for pages.
    func document(chart: RenderedChart? = nil) -> Document {
        Document(
            header: .init(
                badge: badge, title: "\(name: cell) on \(name: runtime): \(metric.title)", summary: Prose(summary),
                remarks: [Prose(promise)], kind: "bisect"),
            blocks: (chart.map { [.picture(.chart($0))] } ?? []) + [.table(table), .facts(.init(facts))] + notices)
    }

    private var badge: StatusBadge {
        if !isWhole { return StatusBadge("UNDECIDED", .undecided) }
        return changes > 0 ? StatusBadge("CHANGED", .note) : StatusBadge("UNCHANGED", .passed)
    }

    // MARK: - In words

    private var summary: String {
        let changed = versions.filter { $0.comparison?.decision == .changed }
        let scope = Wording.count(versions.count, "version")
        let places = changed.map { "\($0.version) (\(change($0) ?? "outputs differ"))" }
        var text =
            changed.isEmpty
            ? "no change\(isMeasured ? " of \(step) or more" : "") found in \(scope)"
            : "changed at \(places.joined(separator: ", ")); \(scope)"
        let failed = versions.count { $0.failure != nil }
        if failed > 0 { text += ", \(failed) of which cannot be measured" }
        switch ending {
        case .interrupted: text += "; stopped before the end"
        case .budget: text += "; the time allowed was over"
        case .complete: break
        }
        if undecided > 0 { text += "; \(Wording.count(undecided, "pair")) of neighbours undecided" }
        return text
    }

    private var step: String { Quantity.limitText(smallestChange, as: .relativeChange) }

    private var promise: String {
        guard isMeasured else {
            let against = metric.origin == .comparison ? ", against the first version that runs" : ""
            return "Answers are evaluated once for each version\(against), and compared exactly."
        }
        let (alarm, power) = (Wording.percent(falseAlarm, digits: 0), Wording.percent(1 - miss, digits: 0))
        return
            "A change of \(step) is found with \(power) probability; one where there is none, in the whole sweep, with at "
            + "most \(alarm)."
    }

    private var facts: [(String, Prose)] {
        var facts: [(String, Prose)] = []
        if plateaus.count > 1 {
            let levels = plateaus.map { plateau in
                let versions = plateau.first == plateau.last ? plateau.first : "\(plateau.first) to \(plateau.last)"
                return "\(versions): \(plateau.value.map { Quantity.text($0, metric.dimension) } ?? "no value")"
            }
            facts.append(("levels", Prose(levels.joined(separator: "; "))))
        }
        facts.append(("suite", "\(name: suite)"))
        let measured = isMeasured ? "\(Wording.count(launches, "launch", "launches")) of a pair, " : ""
        facts.append(("measured", Prose(measured + Quantity.duration(seconds: seconds) + ", seed \(seed)")))
        return facts
    }

    private var notices: [Document.Block] {
        var texts = creeping
        if disturbedLaunches > 0 {
            let programs = busiestPrograms.isEmpty ? "" : " (\(busiestPrograms.joined(separator: ", ")))"
            texts.append(
                "other programs\(Prose(programs)) disturbed \(disturbedLaunches) of \(launches) launches: small changes are "
                    + "better looked at again on a calm machine")
        }
        return texts.isEmpty ? [] : [.notices(.init("warning", .undecided, texts))]
    }

    /// Ten releases that each cost half a percent are no step anywhere. The values of versions only describe, so this proves nothing.
    private var creeping: [Prose] {
        guard isMeasured else { return [] }
        return plateaus.compactMap { plateau -> Prose? in
            let ends = [plateau.first, plateau.last].map { end in versions.first { $0.version == end }?.value }
            guard let first = ends[0], let last = ends[1], first > 0, abs(last / first - 1) >= smallestChange else {
                return nil
            }
            return """
                \(name: plateau.last) lies \(Quantity.relativeChange(last / first - 1)) from \(name: plateau.first), with no step of \
                \(step) between: small ones may add up; `pawl gate` with `--with` and `--against-with` holds the two beside each other
                """
        }
    }

    // MARK: - Version by version

    private var table: Document.Table {
        var columns: [Document.Table.Column] = [
            .init("version"), .init(metric.title, .right), .init("finding"),
            .init("against the one before", wraps: true),
        ]
        columns.append(isMeasured ? .init("launches", .right, priority: 1) : .init("outputs", priority: 1))
        return Document.Table(
            .cells, caption: "Each version and what changed there", columns: columns, rows: versions.map(row),
            noun: "versions")
    }

    private func row(_ version: Version) -> [Prose] {
        let value = version.value.map { Quantity.text($0, metric.dimension) } ?? "–"
        let last =
            isMeasured
            ? version.comparison.map { "\($0.launches)" } ?? ""
            : version.outputsAsBefore.map { $0 ? "identical" : "differ" } ?? ""
        guard let failure = version.failure else {
            return [
                "\(name: version.version)", Prose(value), finding(version), Prose(evidence(version)), Prose(last),
            ]
        }
        return [
            "\(name: version.version)", "–", "\(StatusBadge("fails", .error))",
            "\(failure.phase): \(name: failure.message)", "",
        ]
    }

    private func finding(_ version: Version) -> Prose {
        guard let comparison = version.comparison else { return "" }
        switch comparison.decision {
        case .unchanged: return "\(quiet: "same")"
        case .undecided: return "\(StatusBadge("undecided", .undecided))"
        case .changed:
            guard let change = comparison.change, change != 0 else { return "\(StatusBadge("differs", .note))" }
            let isBetter = (change > 0) == (metric.direction == .higherIsBetter)
            return isBetter ? "\(StatusBadge("better", .passed))" : "\(StatusBadge("worse", .failed))"
        }
    }

    /// "+5.0 % (+4.1 % to +5.9 %)"
    private func evidence(_ version: Version) -> String {
        guard let comparison = version.comparison, let change = change(version) else { return "" }
        let gap = comparison.from == before(version) ? "" : ", against \(comparison.from)"
        guard isMeasured, let low = comparison.low, let high = comparison.high else { return change + gap }
        let ends = [low, high].map { $0.isFinite ? Quantity.relativeChange($0) : "?" }
        return "\(change) (\(ends[0]) to \(ends[1]))\(gap)"
    }

    private func before(_ version: Version) -> String? {
        versions.firstIndex { $0.version == version.version }.flatMap { $0 > 0 ? versions[$0 - 1].version : nil }
    }

    /// The change that a version brought, as its metric counts; nil where it is none, or not known.
    func change(_ version: Version) -> String? {
        guard let change = version.comparison?.change, change.isFinite else { return nil }
        guard !isMeasured else { return Quantity.relativeChange(change) }
        guard change != 0, let value = version.value else { return nil }
        return Wording.change(from: value - change, to: value, metric)
    }
}
