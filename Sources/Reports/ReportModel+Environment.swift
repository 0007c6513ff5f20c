import Gating
import Records

extension ReportModel {
    /// Everything that is known of what the run ran on and with, by subject.
    var environmentFacts: [Document.Facts] {
        let own = Document.Facts(
            title: "run",
            [
                ("suite", "\(name: run.suite.file)"), ("suite digest", "\(digest: run.suite.digest)"),
                ("seed", Prose("\(run.seed)")), ("status", Prose(run.status.rawValue)),
                ("machine fingerprint", "\(digest: run.environment.machineFingerprint)"),
            ])
        let sets = run.goldenSets.map { set in
            let groups: [(String, Prose)] =
                set.groupedSamples.map { _ in [("groups, outputs averaged", "\(set.sampleNames.count)")] } ?? []
            return Document.Facts(
                title: "golden set \(name: set.id) \(name: set.version)",
                [
                    ("samples", "\(set.groupedSamples ?? set.sampleNames.count)"),
                    ("classes", "\(set.classNames.count)"), ("task", "\(name: set.task)"),
                    ("digest", "\(digest: set.digest)"),
                ] + groups)
        }
        var groups: [String] = []
        for fact in run.environment.facts where !groups.contains(fact.group) { groups.append(fact.group) }
        let machine = groups.map { group in
            Document.Facts(
                title: "\(name: group)",
                run.environment.facts.filter { $0.group == group }
                    .map { ($0.key.replacing("_", with: " "), $0.value.prose) })
        }
        return [own] + sets + run.cells.map(facts) + machine
    }

    private func facts(_ cell: CellRecord) -> Document.Facts {
        let options = cell.runtime.options.sorted { $0.key < $1.key }.map { option -> (String, Prose) in
            (option.key.replacing("_", with: " "), "\(name: option.value)")
        }
        return Document.Facts(
            title: "\(name: cell.name)",
            [
                ("measured on", "\(name: cell.device ?? run.environment.hostName)"),
                ("runtime", "\(name: "\(cell.runtime.name) \(cell.runtime.version), \(cell.runtime.provider)")"),
                ("library digest", "\(digest: cell.runtime.libraryDigest)"),
                ("model file", "\(name: cell.modelFile.path)"), ("model digest", "\(digest: cell.modelFile.digest)"),
                ("launches", "\(cell.launchCount)"),
                ("time spent", Prose(Quantity.duration(seconds: cell.secondsSpent))),
                ("evaluation", Prose(evaluation(cell))),
            ] + (cell.runtime.origin.map { [("library", Prose($0.title))] } ?? []) + options)
    }

    private func evaluation(_ cell: CellRecord) -> String {
        guard let origin = cell.accuracy?.origin else { return cell.accuracy == nil ? "none" : "of this run" }
        let reused = origin.reusedFromRun.map { EvaluationText.source(run: $0, evaluatedAt: origin.evaluatedAt) }
        return (reused.map { "reused from \($0)" } ?? "of this run") + "; scores \(origin.scoresDigest.prefix(12))"
    }
}

extension EnvironmentRecord.Value {
    /// The one way to say a fact of a machine.
    package var prose: Prose {
        switch self {
        case .text(let text): "\(name: text)"
        case .number(let number, "bytes"): Prose(Quantity.text(number, .bytes))
        case .number(let number, let unit):
            Prose(
                (number == number.rounded() && abs(number) < 1e15
                    ? String(Int64(number)) : Quantity.significant(number, digits: 4))
                    + (unit.isEmpty ? "" : " " + unit))
        case .unavailable(let reason): "\(quiet: "unavailable: \(name: reason)")"
        }
    }
}
