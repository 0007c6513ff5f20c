import Records
import Reports

extension SensitivityReport {
    /// Rows on a terminal; the rest is elsewhere.
    private static let mostRows = 25

    /// What was asked, how each layer fared alone, what to keep in float, and how to make it.
    var document: Document {
        let groups = self.groups.map { " in \(Wording.count($0, "group"))" } ?? ""
        let sequences = self.sequences.map { " in \(Wording.count($0, "sequence"))" } ?? ""
        let everything = (everythingQuantised?.readings ?? []).map { "everything quantised: \($0.headline)" as Prose }
        var blocks: [Document.Block] = sweep.isEmpty ? [] : [.table(table)]
        blocks += conclusion
        if let command, keptInFloat?.isEmpty == false {
            blocks.append(.verbatim(.init("make it", [SensitivityRecipe.shellText(command)])))
            if let suiteLine { blocks.append(.verbatim(.init("in the suite", [suiteLine]))) }
        }
        return Document(
            header: .init(
                title: "\(name: model)",
                summary:
                    "\(method) on golden set \(name: goldenSet) (\(Wording.count(samples, "sample"))\(groups)\(sequences))",
                remarks: gates.map { "gate: \($0)" } + everything),
            blocks: blocks)
    }

    // MARK: - Table

    private var table: Document.Table {
        // The gate that everything quantised is farthest beyond.
        let readings = everythingQuantised?.readings ?? []
        let shown = readings.indices.max { readings[$0].allowanceUsed < readings[$1].allowanceUsed } ?? 0
        let hasNoise = sweep.contains { $0.alone.signalToNoiseDecibels != nil }
        let title = readings.indices.contains(shown) ? readings[shown].metric.title : "quality"
        return Document.Table(
            .cells, caption: "Each layer quantised alone, the most harmful first",
            columns: [
                .init("quantised alone", wraps: true), .init("operator", priority: 2, wraps: true),
                .init("weights", .right, priority: 1), .init(title),
            ] + (hasNoise ? [.init("SQNR", .right, priority: 3)] : []) + [.init("gates")],
            rows: sweep.map { entry in
                let reading = entry.alone.readings.indices.contains(shown) ? entry.alone.readings[shown] : nil
                let noise = entry.alone.signalToNoiseDecibels.map { Quantity.text($0, .decibels) } ?? ""
                return [
                    "\(name: Wording.names(entry.nodes, most: 1))", Prose(entry.operators.joined(separator: ", ")),
                    Prose(Quantity.text(Double(entry.weightBytes), .bytes)), Prose(reading?.valueText ?? ""),
                ] + (hasNoise ? [Prose(noise)] : []) + [entry.passes ? "pass" : entry.alone.verdict]
            }, noun: "less harmful", mostOnTerminal: Self.mostRows)
    }

    // MARK: - Conclusion

    private var conclusion: [Document.Block] {
        let cost = "\(Wording.count(trials, "variant")) tried in \(Quantity.duration(seconds: seconds))"
        switch ending {
        case .passesWhole:
            return [
                .paragraph("Nothing need be kept in float: everything quantised passes (\(cost))."),
                .paragraph(Prose(sizes)),
            ]
        case .stopped where keptInFloat == nil:
            return [
                .paragraph("Stopped before a set was found with which the gates pass (\(cost)); give it more time.")
            ]
        case .stopped, .found:
            let kept = keptInFloat ?? []
            let mixed = (self.mixed?.readings ?? []).map { "mixed: \($0.headline)" }
            return [
                .paragraph("Keep in float: \(name: kept.map(\.name).joined(separator: ", "))"),
                .items(.init(([standing(kept.count)] + mixed + fewer + [sizes, cost]).map { Prose($0) })),
            ]
        }
    }

    /// What a smaller set lacks.
    private var fewer: [String] {
        guard let nodes = undecidedKeptInFloat, let trial = undecidedMixed else { return [] }
        let names = nodes.isEmpty ? "nothing" : nodes.map(\.name).joined(separator: ", ")
        return trial.readings.filter { $0.state == .inconclusive }.map { "with only \(names) kept, \($0.headline)" }
    }

    private func standing(_ kept: Int) -> String {
        let share = "\(kept) of \(Wording.count(nodes.count, "layer")): "
        guard isMinimal else { return share + "the smallest set found before it was stopped; a smaller one may do" }
        if kept == 1 { return share + "without it the gates do not pass" }
        return share + "none of them can be given back"
            + (triedEverySingle
                ? ", and no single layer does; smaller sets of two and more may exist"
                : "; it is the smallest set found, not every one was tried")
    }

    private var sizes: String {
        func size(_ bytes: UInt64) -> String { Quantity.text(Double(bytes), .bytes) }
        var parts = ["float \(size(floatModelBytes))"]
        if let whole = everythingQuantised { parts.append("everything quantised \(size(whole.modelBytes))") }
        if let mixed, ending != .passesWhole {
            let ratio = Quantity.ratio(Double(mixed.modelBytes) / Double(max(floatModelBytes, 1)))
            parts.append("mixed \(size(mixed.modelBytes)), \(ratio) of float")
        }
        return "size: " + parts.joined(separator: ", ")
    }
}

extension Trial.Reading {
    /// The change, or the value, with its interval.
    fileprivate var valueText: String {
        guard let effect else { return "no value" }
        // Changes of a share of 1 are the only ones that a gate with one dimension tells in another unit.
        let isDrop = rule.contains(" below ")
        let isRise = rule.contains(" above ")
        func text(_ value: Double) -> String {
            guard isDrop || isRise else { return Quantity.text(value, metric.dimension) }
            let change = isDrop ? 0 - value : value
            return switch metric.dimension {
            case .proportion: Quantity.points(change)
            case .coefficient: Quantity.difference(change)
            default: Quantity.relativeChange(change)
            }
        }
        guard let low, let high, low < high else { return text(effect) }
        return "\(text(effect)) (\(text(isDrop ? high : low)) to \(text(isDrop ? low : high)))"
    }
}

extension Trial {
    fileprivate var verdict: Prose {
        let states = readings.map(\.state)
        return states.contains(.failed)
            ? "\(StatusBadge("FAIL", .failed))" : states.contains(.error) ? "no value" : "undecided"
    }
}
