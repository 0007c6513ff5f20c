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

    /// A field of text. Where a spreadsheet would begin a formula it gets an apostrophe, which shows what follows as text: at its
    /// beginning, also behind blanks, and behind what separates cells elsewhere: in many countries that is a semicolon, and quotes
    /// in the middle of what is a cell then protect nothing.
    ///
    /// - Source: OWASP, "CSV Injection".
    static func text(_ text: String) -> String {
        var safe = String.UnicodeScalarView()
        var pending = String.UnicodeScalarView()
        var isCellStart = true
        for scalar in text.unicodeScalars {
            if isCellStart, isBlank(scalar) {
                pending.append(scalar)
                continue
            }
            let isFirst = safe.isEmpty && pending.isEmpty
            if isCellStart, isFormulaStart(scalar) || isFirst && separators.contains(scalar) { safe.append("'") }
            safe.append(contentsOf: pending)
            pending = String.UnicodeScalarView()
            safe.append(scalar)
            isCellStart = separators.contains(scalar)
        }
        safe.append(contentsOf: pending)
        let field = String(safe)
        guard field.unicodeScalars.contains(where: { ",;\"\t\r\n".unicodeScalars.contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }

    private static let separators: Set<Unicode.Scalar> = [";", "\t", "\r", "\n"]

    /// What spreadsheets skip before a formula.
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace && !separators.contains(scalar) || scalar == "\"" || scalar == "\u{FEFF}"
    }

    /// Also of full width, as in Japan.
    private static func isFormulaStart(_ scalar: Unicode.Scalar) -> Bool {
        ["=", "+", "-", "@", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}"].contains(scalar)
    }
}
