import Explanation
import Foundation
import Records
import Reports

extension AccuracySection {
    /// Rows on a terminal; the rest is in the files.
    private static let mostRows = 12

    var headlines: [String] { [conclusion.plain] + causes.map { cause($0).plain } }

    var section: Document.Section {
        var blocks: [Document.Block] = [.paragraph("\(strong: conclusion)")]
        if !causes.isEmpty {
            let rest = causes.count - Self.mostRows
            let named = causes.prefix(Self.mostRows).map(cause)
            blocks.append(.items(.init(named + (rest > 0 ? ["and \(rest) more"] : []), noun: "layers")))
        }
        let remarks = remarks
        if !remarks.isEmpty { blocks.append(.items(.init(remarks))) }
        if !shown.isEmpty { blocks.append(.table(table)) }
        return .init("accuracy", "Accuracy by layer", blocks)
    }

    // MARK: - In words

    private var conclusion: Prose {
        switch ending {
        case .passes?: return "The gates pass: no layer breaks it."
        case .notRestored?:
            return "No layer breaks it: with all \(differingLayers) layers in float the gates still do not pass."
        case .found?, .stopped?:
            guard let first = causes.first else { return "Stopped before a cause was found; give it more time." }
            if causes.count == 1 {
                return "\(name: first.layer) breaks it: with it alone in float the gates pass."
            }
            return
                "\(Wording.count(causes.count, "layer")) of \(differingLayers) break it: with them in float the gates pass\(isMinimal ? ", and without any one of them they do not\(scope)" : "; stopped before smaller sets were tried")."
        case nil: return Prose(obstacle ?? "")
        }
    }

    private var scope: String { searchedSamples.map { " (judged on \(Wording.count($0, "sample")))" } ?? "" }

    private func cause(_ cause: Cause) -> Prose {
        let what =
            switch cause.part {
            case .weights?: ", its quantised weights"
            case .inputs?: ", the quantisation of what it reads"
            case nil: ""
            }
        let own = cause.ownSQNR.map { "; its own error \(Quantity.text($0, .decibels))" } ?? ""
        return
            "\(name: cause.layer) (\(name: cause.operatorType), weights \(Quantity.text(Double(cause.weightBytes), .bytes)))\(what)\(own)"
    }

    private var remarks: [Prose] {
        var remarks: [Prose] = []
        for reading in candidate?.readings ?? [] where reading.state != .passed {
            remarks.append("as it is: \(reading.headline)")
        }
        if !causes.isEmpty {
            for reading in restored?.readings ?? [] { remarks.append("restored: \(reading.headline)") }
        }
        if let first = firstDivergence {
            let sqnr = first.accumulated?.sqnr.map { Quantity.text($0, .decibels) } ?? "not comparable"
            remarks.append("first below \(Quantity.text(Self.divergedBelow, .decibels)): \(name: first.node) (\(sqnr))")
        }
        if ending != nil, let obstacle { remarks.append(Prose(obstacle)) }
        for path in savedParts { remarks.append("saved as a model of its own, with inputs: \(name: path)") }
        guard !values.isEmpty else { return remarks }
        remarks.append(
            Prose(
                "\(Wording.count(values.count, "value")) compared on \(Wording.count(samples, "sample")), "
                    + "\(Wording.count(trials, "model")) tried, \(Quantity.duration(seconds: seconds))"))
        return remarks
    }

    // MARK: - Table

    /// What layers add of their own, the most first; without one, the values in their order.
    private var shown: [Value] {
        let own = values.filter { $0.own != nil }
        guard !own.isEmpty else { return values.filter { $0.accumulated != nil } }
        return own.enumerated().sorted {
            (-($0.element.own?.suspicion ?? 0), $0.offset) < (-($1.element.own?.suspicion ?? 0), $1.offset)
        }.map(\.element)
    }

    private var table: Document.Table {
        let several = several
        return Document.Table(
            .cells, caption: "What each layer adds of its own, the most first",
            columns: [
                .init("layer", wraps: true), .init("operator", priority: 3, wraps: true), .init("own SQNR", .right),
                .init("SQNR", .right), .init("cosine", .right, priority: 2),
                .init("largest error", .right, priority: 1),
            ],
            rows: shown.map { value in
                [
                    "\(name: several.contains(value.node) ? "\(value.node): \(value.value)" : value.node)",
                    "\(name: value.operatorType)", decibels(value.own),
                    decibels(value.accumulated),
                    Prose(value.accumulated?.cosineSimilarity.map { String(format: "%.4f", $0) } ?? "–"),
                    Prose(value.accumulated?.maximumAbsoluteError.map { String(format: "%.3g", $0) } ?? "–"),
                ]
            }, noun: "layers", mostOnTerminal: Self.mostRows)
    }

    /// Nodes that give more than one value.
    private var several: Set<String> {
        Set(Dictionary(grouping: values, by: \.node).filter { $0.value.count > 1 }.keys)
    }

    private func decibels(_ comparison: ValueComparison?) -> Prose {
        guard let comparison else { return "–" }
        if comparison.notFinite > 0 { return "not finite" }
        guard let sqnr = comparison.sqnr else { return "other shape" }
        return Prose(sqnr >= 199 ? "equal" : Quantity.text(sqnr, .decibels))
    }
}
