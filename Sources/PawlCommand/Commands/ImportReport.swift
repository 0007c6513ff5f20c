import Diagnostics
import Foundation
import Records
import Reports
import ResultsStore

/// What became of each bundle: told at once to people, at the end to programs.
struct ImportReport {
    private struct Line: Encodable {
        var file: String
        /// `added`, `unchanged` or `refused`.
        var outcome: String
        var run: String?
        var suite: String?
        var host: String?
        var digest: String?
        var reason: String?
    }

    private struct Summary: Encodable {
        var added: Int
        var unchanged: Int
        var refused: Int
        var bundles: [Line]
    }

    private var lines: [Line] = []

    var refused: Int { count("refused") }

    mutating func note(_ name: String, _ bundle: RunBundle, _ outcome: ImportOutcome, in context: CommandContext) {
        let run = bundle.run
        lines.append(
            Line(
                file: name, outcome: outcome.rawValue, run: run.id, suite: run.suite.name,
                host: run.environment.hostName, digest: bundle.digest))
        if bundle.run.lacksRawValues, outcome == .added {
            context.warn("run \(run.id) came without raw values: they had aged out where it was exported")
        }
    }

    mutating func refuse(_ name: String, _ error: any Error, in context: CommandContext) {
        context.tell(error)
        let reason = (error as? any DiagnosableError)?.diagnostics.first.map { found in
            found.message + (found.cause.map { ": " + $0 } ?? "")
        }
        lines.append(Line(file: name, outcome: "refused", reason: reason ?? "\(error)"))
    }

    func write(asJSON: Bool, to context: CommandContext) {
        let summary = Summary(
            added: count("added"), unchanged: count("unchanged"), refused: refused, bundles: lines)
        if asJSON, (try? context.writeJSON(summary)) != nil { return }
        for line in lines {
            let about = line.run.map { "\($0)  \(line.suite ?? "") on \(line.host ?? "")  (\(line.file))" } ?? line.file
            context.output.writeResult(TextColumns.padded(line.outcome, to: 11) + PrintableText.clean(about) + "\n")
        }
        context.output.writeResult(
            "\(summary.added) added, \(summary.unchanged) there already, \(summary.refused) refused\n")
    }

    private func count(_ outcome: String) -> Int { lines.count { $0.outcome == outcome } }
}
