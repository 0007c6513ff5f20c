import Foundation
import Records
import ResultsStore
import Support
import TestSupport
import Testing

/// A workspace with one recorded run of a suite, and baselines in folders of its own.
struct BaselineScene {
    /// A hundredfold is a margin that no disturbance of the machine reaches.
    static let gates = [
        "{ metric: latency_p50, against: baseline, max_ratio: 100 }",
        "{ metric: accuracy, against: baseline, max_drop: 1 point }",
        "{ metric: model_size, against: baseline, max_ratio: 1 }",
    ]
    /// An improvement that equal models cannot show, so that the gate fails.
    static let failingGates = ["{ metric: model_size, against: reference, max_ratio: 0.5 }"]
    static let measurement =
        "{ launches: 6, looks: [6], quads: 1, block_inferences: 2, block_time: 200 us, warm_up_cap: 5 ms }"

    let workspace: Workspace
    let suite: String

    init(_ variants: KeyValuePairs<String, TestModel> = ["base": .rightClassifier]) throws {
        workspace = try Workspace(samples: 512)
        suite = try workspace.writeSuite(variants, gates: Self.gates, measurement: Self.measurement)
    }

    var artifacts: ArtifactStore { ArtifactStore(folder: workspace.file("artifacts")) }

    func store() throws -> ResultsStore { try ResultsStore(path: workspace.database, ifMissing: .refuse) }

    /// `pawl baseline ...`, with this scene's artifacts.
    func baseline(_ arguments: String..., database: String? = nil, artifacts: String = "artifacts") -> Workspace.Outcome
    {
        workspace.run(
            ["baseline"] + arguments + ["--artifacts", artifacts] + (database.map { ["--db", $0] } ?? []))
    }

    func gate(_ arguments: String..., suite other: String? = nil) -> Workspace.Outcome {
        workspace.run(["gate", other ?? suite, "--artifacts", "artifacts"] + arguments)
    }

    /// Records a run; its id.
    @discardableResult
    func run() throws -> String {
        let outcome = workspace.pawl("run", suite)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        return try #require(try workspace.latestRun()).id
    }

    /// Records a run and promotes it.
    @discardableResult
    func promote(_ name: String = "main") throws -> BaselinePromotion {
        try run()
        let outcome = baseline("set", name)
        #expect(outcome.code == 0, "\(outcome.diagnostic)")
        return try #require(try store().baselines(named: name).last)
    }

    func latest() throws -> RunRecord { try #require(try workspace.latestRun()) }

    func artifact(_ role: BaselineFile.Role, of promotion: BaselinePromotion, _ path: String? = nil) throws -> String {
        let file = try #require(promotion.files.first { $0.role == role && (path == nil || $0.path == path) })
        return artifacts.path(of: file.digest)
    }
}

extension RunRecord {
    var statesOfBaselineGates: [Verdict.State] { verdicts.filter { $0.against == .baseline }.map(\.state) }
}
