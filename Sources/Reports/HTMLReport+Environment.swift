import Foundation
import Gating
import Records

extension HTMLReport {
    static func environment(_ model: ReportModel) -> String {
        let run = model.run
        var groups: [(String, [(String, String)])] = [
            (
                "run",
                [
                    ("suite", HTMLText.name(run.suite.file)), ("suite digest", HTMLText.name(run.suite.digest)),
                    ("seed", "\(run.seed)"), ("status", run.status.rawValue),
                    ("machine fingerprint", HTMLText.name(run.environment.machineFingerprint)),
                ]
            )
        ]
        for set in run.goldenSets {
            let facts = [
                ("samples", "\(set.groupedSamples ?? set.sampleNames.count)"), ("classes", "\(set.classNames.count)"),
                ("task", HTMLText.name(set.task)), ("digest", HTMLText.name(set.digest)),
            ]
            let judged =
                set.groupedSamples.map { _ in [("groups, outputs averaged", "\(set.sampleNames.count)")] } ?? []
            groups.append(("golden set \(set.id) \(set.version)", facts + judged))
        }
        for cell in run.cells {
            let options = cell.runtime.options.sorted { $0.key < $1.key }
            let facts = [
                ("measured on", HTMLText.name(cell.device ?? run.environment.hostName)),
                ("runtime", HTMLText.name("\(cell.runtime.name) \(cell.runtime.version), \(cell.runtime.provider)")),
                ("library digest", HTMLText.name(cell.runtime.libraryDigest)),
                ("model file", HTMLText.name(cell.modelFile.path)),
                ("model digest", HTMLText.name(cell.modelFile.digest)),
                ("launches", "\(cell.launchCount)"),
                ("time spent", Quantity.duration(seconds: cell.secondsSpent)),
                ("answers", HTMLText.escaped(answers(cell))),
            ]
            groups.append((cell.name, facts + options.map { ($0.key, HTMLText.name($0.value)) }))
        }
        var names: [String] = []
        for fact in run.environment.facts where !names.contains(fact.group) { names.append(fact.group) }
        groups += names.map { name in
            (name, run.environment.facts.filter { $0.group == name }.map { ($0.key, text(of: $0.value)) })
        }
        let blocks = groups.map { title, facts in
            let items = facts.map {
                "<div><dt>\(HTMLText.escaped($0.replacing("_", with: " ")))</dt><dd>\($1)</dd></div>"
            }
            return
                "<section class=\"facts\">\n<h3>\(HTMLText.name(title))</h3>\n<dl>\n\(items.joined(separator: "\n"))\n</dl>\n</section>"
        }
        return section(
            "environment", "Environment", "<div class=\"environment\">\n\(blocks.joined(separator: "\n"))\n</div>")
    }

    private static func answers(_ cell: CellRecord) -> String {
        guard let origin = cell.accuracy?.origin else { return cell.accuracy == nil ? "none" : "of this run" }
        let reused = origin.reusedFromRun.map { AnswerText.source(run: $0, evaluatedAt: origin.evaluatedAt) }
        return (reused.map { "reused from \($0)" } ?? "of this run") + "; scores \(origin.scoresDigest.prefix(12))"
    }

    private static func text(of value: EnvironmentRecord.Value) -> String {
        switch value {
        case .text(let text): HTMLText.name(text)
        case .number(let number, "bytes"): Quantity.text(number, .bytes)
        case .number(let number, let unit):
            HTMLText.escaped(
                (number == number.rounded() && abs(number) < 1e15
                    ? String(Int64(number)) : Quantity.significant(number, digits: 4))
                    + (unit.isEmpty ? "" : " " + unit))
        case .unavailable(let reason): "<em>unavailable: \(HTMLText.escaped(reason))</em>"
        }
    }
}
