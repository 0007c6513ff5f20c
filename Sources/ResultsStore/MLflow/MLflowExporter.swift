import Foundation
import Records

/// Sends runs to MLflow: one run there for each run here, and below it one for each cell, with parameters, metrics in base units,
/// tags and verdicts. What is there already is left alone, and what was begun is ended, so that sending again is always right.
public struct MLflowExporter: Sendable {
    public enum Outcome: Sendable, Equatable {
        case sent(cells: Int)
        case unchanged
    }

    private let client: MLflowClient

    public init(_ client: MLflowClient) {
        self.client = client
    }

    /// - Parameter experiment: its name; nil means the suite's.
    /// - Throws: `TrackingError`; what was sent before stays, as runs that have not ended.
    public func send(_ exported: ExportedRun, experiment: String?) throws(TrackingError) -> Outcome {
        let run = exported.run
        let experiment = try client.experiment(named: experiment ?? run.suite.name)
        let known = try client.runs(ofPawlRun: run.id, experiment: experiment)
        if known[MLflowTag.ofTheRun]?.isEnded == true { return .unchanged }
        let parent: MLflowRun
        if let begun = known[MLflowTag.ofTheRun] {
            parent = begun
        } else {
            parent = try create(parentOf: run, experiment)
        }
        let parentTags = MLflowContent.tags(of: run)
        try client.log(parent, metrics: [], parameters: MLflowContent.parameters(of: run), tags: parentTags)
        for cell in run.cells {
            let begun = known[MLflowContent.key(of: cell)]
            if begun?.isEnded == true { continue }
            let child: MLflowRun
            if let begun { child = begun } else { child = try create(cell, of: run, below: parent, experiment) }
            try client.log(
                child, metrics: MLflowContent.metrics(of: cell, exported),
                parameters: MLflowContent.parameters(of: cell),
                tags: MLflowContent.tags(of: cell, exported))
            try client.end(
                child, status: cell.failure == nil ? "FINISHED" : "FAILED", at: MLflowContent.end(of: run))
        }
        // Last: a run that has ended is whole.
        try client.end(parent, status: MLflowContent.status(of: run), at: MLflowContent.end(of: run))
        return .sent(cells: run.cells.count)
    }

    private func create(parentOf run: RunRecord, _ experiment: String) throws(TrackingError) -> MLflowRun {
        try client.createRun(
            experiment: experiment, name: "\(run.suite.name) \(run.id.prefix(8))",
            startedAt: MLflowContent.milliseconds(run.startedAt),
            tags: [MLflowEntry(MLflowTag.run, run.id), MLflowEntry(MLflowTag.cell, MLflowTag.ofTheRun)])
    }

    private func create(
        _ cell: CellRecord, of run: RunRecord, below parent: MLflowRun, _ experiment: String
    ) throws(TrackingError) -> MLflowRun {
        try client.createRun(
            experiment: experiment, name: cell.name, startedAt: MLflowContent.milliseconds(run.startedAt),
            tags: [
                MLflowEntry(MLflowTag.run, run.id), MLflowEntry(MLflowTag.cell, MLflowContent.key(of: cell)),
                MLflowEntry("mlflow.parentRunId", parent.id),
            ])
    }
}
