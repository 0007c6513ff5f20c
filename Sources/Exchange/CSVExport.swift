import Foundation
import Records

/// Runs as CSV (RFC 4180): one row for each cell and metric, names and units of metrics as in the database.
public enum CSVExport {
    public static let header = row(columns)

    static let columns = [
        "run_id", "started_at_utc", "suite", "side", "model", "variant", "runtime_label", "runtime", "runtime_version",
        "provider", "host_name", "machine_fingerprint", "device", "git_commit", "status", "metric", "value",
    ]

    /// - Returns: lines that each end in CR LF. A cell without any value has one row whose metric and value are empty.
    public static func rows(of exported: ExportedRun) -> String {
        let run = exported.run
        return run.cells.map { cell in
            let start = [
                run.id, StandardTime.text(run.startedAt), run.suite.name, cell.side.rawValue, cell.model, cell.variant,
                cell.runtimeLabel, cell.runtime.name, cell.runtime.version, cell.runtime.provider,
                run.environment.hostName, run.environment.machineFingerprint, cell.device ?? "",
                run.environment.gitCommit ?? "", exported.status(of: cell),
            ].map(text)
            let values = exported.values(of: cell)
            guard !values.isEmpty else { return row(start + ["", ""]) }
            return values.map { row(start + [$0.metric.columnName, "\($0.value)"]) }.joined()
        }.joined()
    }

    private static func row(_ fields: [String]) -> String { fields.joined(separator: ",") + "\r\n" }

    /// A field of text. One that a spreadsheet would take for a formula gets an apostrophe in front, which shows it as text.
    static func text(_ text: String) -> String {
        let dangerous: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n"]
        let isFormula = text.unicodeScalars.first.map(dangerous.contains) ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
