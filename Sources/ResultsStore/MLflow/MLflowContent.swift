import Foundation
import Records

/// A run and its cells as MLflow parameters, metrics and tags.
enum MLflowContent {
    static func milliseconds(_ date: Date) -> Int64 { Int64(saturating: (date.timeIntervalSince1970 * 1000).rounded()) }

    static func end(of run: RunRecord) -> Int64 { milliseconds(run.finishedAt ?? run.startedAt) }

    static func status(of run: RunRecord) -> String {
        switch run.status {
        case .complete: "FINISHED"
        case .incomplete: "FAILED"
        case .interrupted, .running: "KILLED"
        }
    }

    /// What tells a cell from the others of its run.
    static func key(of cell: CellRecord) -> String {
        "\(cell.side.rawValue)/\(cell.model)/\(cell.variant)/\(cell.runtimeLabel)"
    }

    /// `latency_p50_seconds`: the metric's name and its base unit.
    static func name(of metric: Metric) -> String {
        metric.baseUnit.map { "\(metric.rawValue)_\($0)" } ?? metric.rawValue
    }

    static func metrics(of cell: CellRecord, _ exported: ExportedRun) -> [MLflowMetric] {
        exported.values(of: cell).map { metric, value in
            MLflowMetric(key: name(of: metric), value: metric.inBaseUnit(value), timestamp: end(of: exported.run))
        }
    }

    static func parameters(of run: RunRecord) -> [MLflowEntry] {
        [
            MLflowEntry("suite", run.suite.name), MLflowEntry("suite_digest", run.suite.digest),
            MLflowEntry("seed", "\(run.seed)"), MLflowEntry("kind", run.kind.rawValue),
        ]
    }

    static func parameters(of cell: CellRecord) -> [MLflowEntry] {
        [
            MLflowEntry("model", cell.model), MLflowEntry("variant", cell.variant),
            MLflowEntry("model_digest", cell.modelFile.digest), MLflowEntry("runtime", cell.runtime.name),
            MLflowEntry("runtime_version", cell.runtime.version), MLflowEntry("provider", cell.runtime.provider),
            MLflowEntry("runtime_library_digest", cell.runtime.libraryDigest),
            MLflowEntry("golden_set_digest", cell.goldenSetDigest),
        ] + cell.runtime.options.sorted { $0.key < $1.key }.map { MLflowEntry("option.\($0.key)", $0.value) }
    }

    static func tags(of run: RunRecord) -> [MLflowEntry] {
        let counts = Dictionary(grouping: run.verdicts, by: \.state).mapValues(\.count)
        return common(run)
            + counts.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                MLflowEntry("pawl.verdicts.\($0.key.rawValue)", "\($0.value)")
            }
            + verdicts(run.verdicts.filter { $0.cell == nil })
    }

    static func tags(of cell: CellRecord, _ exported: ExportedRun) -> [MLflowEntry] {
        common(exported.run)
            + [
                MLflowEntry("pawl.cell_status", exported.status(of: cell)),
                MLflowEntry("pawl.side", cell.side.rawValue),
            ]
            + [("pawl.device", cell.device), ("pawl.failure", exported.failure(of: cell))].compactMap { key, value in
                value.map { MLflowEntry(key, $0) }
            }
            + verdicts(exported.run.verdicts.filter { $0.cell == cell.id })
    }

    private static func common(_ run: RunRecord) -> [MLflowEntry] {
        let environment = run.environment
        return [
            ("pawl.suite", run.suite.name), ("pawl.run_status", run.status.rawValue),
            ("pawl.version", run.pawlVersion), ("pawl.host", environment.hostName),
            ("pawl.machine_fingerprint", environment.machineFingerprint),
            ("mlflow.source.git.commit", environment.gitCommit),
        ].compactMap { key, value in value.map { MLflowEntry(key, $0) } }
    }

    private static func verdicts(_ verdicts: [Verdict]) -> [MLflowEntry] {
        verdicts.map {
            MLflowEntry("pawl.gate.\($0.gate).\($0.metric.rawValue)", "\($0.state.rawValue): \($0.headline)")
        }
    }
}

/// A run of MLflow.
struct MLflowRun: Sendable {
    var id: String
    /// Not RUNNING any more: whole, if Pawl made it.
    var isEnded: Bool
}

/// A parameter or a tag.
struct MLflowEntry: Codable, Sendable, Equatable {
    var key: String
    var value: String

    /// Within what MLflow takes: names of letters, digits and `_-. :/`, at most 250; values of at most 5000 characters.
    init(_ key: String, _ value: String) {
        self.key = Self.name(key)
        self.value = String(value.prefix(5000))
    }

    static func name(_ text: String) -> String {
        String(
            text.map { character in
                let isPlain = character.isASCII && (character.isLetter || character.isNumber)
                return isPlain || "_-. :/".contains(character) ? character : "_"
            }.prefix(250))
    }
}

struct MLflowMetric: Encodable, Sendable, Equatable {
    var key: String
    var value: Double
    /// Milliseconds since 1970.
    var timestamp: Int64
    var step = 0
}

/// Tags by which Pawl finds its runs again.
enum MLflowTag {
    static let run = "pawl.run_id"
    /// `run` for the run itself, else the side and the cell's name.
    static let cell = "pawl.cell"
    static let ofTheRun = "run"
}
