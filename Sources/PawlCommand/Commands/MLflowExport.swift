import Foundation
import Records
import ResultsStore

/// `pawl export --mlflow URL`
struct MLflowExport {
    let url: String
    let experiment: String?
    let context: CommandContext

    /// - Throws: `TrackingError`, and what reading runs throws.
    func send(_ selection: ExportSelection) throws -> ExitCode {
        let address = try TrackingAddress(url)
        let credentials = TrackingCredentials(environment: context.environment)
        if address.isReadableOnTheWay, !credentials.isEmpty {
            context.warn("\(address) is not encrypted: the password or the token can be read on the way")
        }
        let exporter = MLflowExporter(MLflowClient(address, credentials: credentials))
        try selection.forEach(.withoutLaunches) { found in
            let exported = ExportedRun(run: found.run, summaries: found.summaries)
            switch try exporter.send(exported, experiment: experiment) {
            case .sent(let cells):
                context.output.writeResult(
                    "sent       \(found.run.id)  \(cells) \(cells == 1 ? "cell" : "cells") to \(address)\n")
            case .unchanged: context.output.writeResult("unchanged  \(found.run.id)  is there already\n")
            }
        }
        return .passed
    }
}
