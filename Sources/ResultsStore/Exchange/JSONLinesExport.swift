import Diagnostics
import Foundation
import Records

/// Runs as JSON lines (jsonlines.org): one object a cell with the columns of the view `cell_summary`, numbers as numbers.
public enum JSONLinesExport {
    /// - Returns: lines that each end in a line feed; keys sorted.
    /// - Throws: `EncodingError`, which no record leads to.
    public static func lines(of exported: ExportedRun) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try exported.run.cells.map { cell in
            let line = String(decoding: try encoder.encode(object(cell, of: exported)), as: UTF8.self)
            return TerminalText.escapedJSON(line) + "\n"
        }.joined()
    }

    /// A metric without a value has no key; any other column without one is null.
    private static func object(_ cell: CellRecord, of exported: ExportedRun) -> [String: Value] {
        let run = exported.run
        var object: [String: Value] = [
            "run_id": .text(run.id), "started_at": .text(StandardTime.text(run.startedAt)),
            "run_kind": .text(run.kind.rawValue), "run_status": .text(run.status.rawValue),
            "suite": .text(run.suite.name), "side": .text(cell.side.rawValue), "model": .text(cell.model),
            "variant": .text(cell.variant), "runtime_label": .text(cell.runtimeLabel),
            "runtime": .text(cell.runtime.name), "runtime_version": .text(cell.runtime.version),
            "provider": .text(cell.runtime.provider), "host_name": .text(run.environment.hostName),
            "machine_fingerprint": .text(run.environment.machineFingerprint), "device": .optional(cell.device),
            "git_commit": .optional(run.environment.gitCommit), "model_digest": .text(cell.modelFile.digest),
            "status": .text(exported.status(of: cell)), "failure": .optional(exported.failure(of: cell)),
        ]
        for (metric, value) in exported.values(of: cell) { object[metric.columnName] = .number(value) }
        return object
    }

    private enum Value: Encodable {
        case text(String)
        case number(Double)
        case null

        static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .null: try container.encodeNil()
            }
        }
    }
}
