import Diagnostics
import Records
import Reports

/// A search's report for the console.
enum SensitivityText {
    /// Lines of the table; the rest is in the JSON.
    private static let rowLimit = 25

    static func render(_ report: SensitivityReport) -> String {
        var parts = [heading(report)]
        if !report.sweep.isEmpty { parts.append(table(report)) }
        parts.append(conclusion(report))
        if let command = report.command, report.keptInFloat?.isEmpty == false {
            parts.append("make it:\n  " + PrintableText.clean(SensitivityRecipe.shellText(command)))
            if let line = report.suiteLine { parts.append("in the suite:\n  \(line)") }
        }
        return parts.joined(separator: "\n\n")
    }

    private static func heading(_ report: SensitivityReport) -> String {
        var lines = [
            "\(report.model): \(report.method) on golden set \(report.goldenSet) ("
                + count(report.samples, "sample") + (report.groups.map { " in \(count($0, "group"))" } ?? "")
                + (report.sequences.map { " in \(count($0, "sequence"))" } ?? "")
                + ")"
        ]
        lines += report.gates.map { "gate: \($0)" }
        for reading in report.everythingQuantised?.readings ?? [] {
            lines.append("everything quantised: \(reading.headline)")
        }
        return lines.joined(separator: "\n")
    }

    // MARK: - Table

    private static func table(_ report: SensitivityReport) -> String {
        // The gate that everything quantised is farthest beyond.
        let readings = report.everythingQuantised?.readings ?? []
        let shown = readings.indices.max { readings[$0].allowanceUsed < readings[$1].allowanceUsed } ?? 0
        let hasNoise = report.sweep.contains { $0.alone.signalToNoiseDecibels != nil }
        let title = readings.indices.contains(shown) ? readings[shown].metric.title : "answers"
        var rows = [["quantised alone", "operator", "weights", title] + (hasNoise ? ["SQNR"] : []) + ["gates"]]
        for entry in report.sweep.prefix(rowLimit) {
            let reading = entry.alone.readings.indices.contains(shown) ? entry.alone.readings[shown] : nil
            rows.append(
                [
                    name(entry.nodes), entry.operators.joined(separator: ", "),
                    Quantity.text(Double(entry.weightBytes), .bytes), reading.map(value) ?? "",
                ] + (hasNoise ? [entry.alone.signalToNoiseDecibels.map { Quantity.text($0, .decibels) } ?? ""] : [])
                    + [entry.passes ? "pass" : verdict(entry.alone)])
        }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        var lines = rows.map { row in
            zip(row, widths).map { TextColumns.padded($0, to: $1) }.joined(separator: "  ").trimmedAtEnd
        }
        if report.sweep.count > rowLimit {
            lines.append("and \(report.sweep.count - rowLimit) less harmful; --format json has all")
        }
        return lines.joined(separator: "\n")
    }

    private static func name(_ nodes: [String]) -> String {
        let first = PrintableText.shortened(PrintableText.clean(nodes[0]), to: 48)
        return nodes.count == 1 ? first : "\(first) and \(nodes.count - 1) more"
    }

    /// The change, or the value, with its interval.
    private static func value(_ reading: Trial.Reading) -> String {
        guard let effect = reading.effect else { return "no value" }
        // Changes of a share of 1 are the only ones that a gate with one dimension tells in another unit.
        let isDrop = reading.rule.contains(" below ")
        let isRise = reading.rule.contains(" above ")
        func text(_ value: Double) -> String {
            guard isDrop || isRise else { return Quantity.text(value, reading.metric.dimension) }
            let change = isDrop ? 0 - value : value
            return switch reading.metric.dimension {
            case .proportion: Quantity.points(change)
            case .coefficient: Quantity.difference(change)
            default: Quantity.relativeChange(change)
            }
        }
        guard let low = reading.low, let high = reading.high, low < high else { return text(effect) }
        return "\(text(effect)) (\(text(isDrop ? high : low)) to \(text(isDrop ? low : high)))"
    }

    private static func verdict(_ trial: Trial) -> String {
        let states = trial.readings.map(\.state)
        return states.contains(.failed) ? "FAIL" : states.contains(.error) ? "no value" : "undecided"
    }

    // MARK: - Conclusion

    private static func conclusion(_ report: SensitivityReport) -> String {
        let cost = "\(count(report.trials, "variant")) tried in \(Quantity.duration(seconds: report.seconds))"
        switch report.ending {
        case .passesWhole:
            return "Nothing need be kept in float: everything quantised passes (\(cost)).\n" + sizes(report)
        case .stopped where report.keptInFloat == nil:
            return "Stopped before a set was found with which the gates pass (\(cost)); give it more time."
        case .stopped, .found:
            let kept = report.keptInFloat ?? []
            var lines = ["Keep in float: " + kept.map { PrintableText.clean($0.name) }.joined(separator: ", ")]
            lines.append("  " + standing(report, kept: kept.count))
            lines += (report.mixed?.readings ?? []).map { "  mixed: \($0.headline)" }
            lines += fewer(report)
            lines.append("  " + sizes(report))
            lines.append("  \(cost)")
            return lines.joined(separator: "\n")
        }
    }

    /// What a smaller set lacks.
    private static func fewer(_ report: SensitivityReport) -> [String] {
        guard let nodes = report.undecidedKeptInFloat, let trial = report.undecidedMixed else { return [] }
        let names = nodes.map { PrintableText.clean($0.name) }.joined(separator: ", ")
        return trial.readings.filter { $0.state == .inconclusive }.map {
            "  with only \(names.isEmpty ? "nothing" : names) kept, \($0.headline)"
        }
    }

    private static func standing(_ report: SensitivityReport, kept: Int) -> String {
        let share = "\(kept) of \(count(report.nodes.count, "layer")): "
        guard report.isMinimal else {
            return share + "the smallest set found before it was stopped; a smaller one may do"
        }
        if kept == 1 { return share + "without it the gates do not pass" }
        return share + "none of them can be given back"
            + (report.triedEverySingle
                ? ", and no single layer does; smaller sets of two and more may exist"
                : "; it is the smallest set found, not every one was tried")
    }

    private static func sizes(_ report: SensitivityReport) -> String {
        func size(_ bytes: UInt64) -> String { Quantity.text(Double(bytes), .bytes) }
        var parts = ["float \(size(report.floatModelBytes))"]
        if let whole = report.everythingQuantised { parts.append("everything quantised \(size(whole.modelBytes))") }
        if let mixed = report.mixed, report.ending != .passesWhole {
            let ratio = Quantity.ratio(Double(mixed.modelBytes) / Double(max(report.floatModelBytes, 1)))
            parts.append("mixed \(size(mixed.modelBytes)), \(ratio) of float")
        }
        return "size: " + parts.joined(separator: ", ")
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
