import Diagnostics
import Support

/// Why a chart could not be drawn; a run goes on without its charts.
public enum ChartError: DiagnosableError, Equatable {
    /// There is no gnuplot in PATH.
    case gnuplotMissing
    /// gnuplot could not be started, or ended with an error.
    case gnuplotFailed(chart: String, reason: String, messages: String)
    /// gnuplot said it was content, but the picture is missing or cut short.
    case incompletePicture(chart: String, messages: String)
    case file(FileError)

    public var blame: Blame {
        switch self {
        case .gnuplotMissing, .gnuplotFailed, .incompletePicture: .machine
        case .file(let error): error.blame
        }
    }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .gnuplotMissing:
            [
                Diagnostic(
                    code: "chart.gnuplot-missing", "cannot draw charts: gnuplot is not installed",
                    hint: "apt-get install --no-install-recommends gnuplot-nox")
            ]
        case .gnuplotFailed(let chart, let reason, let messages):
            [
                Diagnostic(
                    code: "chart.gnuplot-failed", "cannot draw chart '\(chart)': \(reason)",
                    cause: messages.isEmpty ? nil : messages)
            ]
        case .incompletePicture(let chart, let messages):
            [
                Diagnostic(
                    code: "chart.incomplete", "gnuplot left no complete picture of chart '\(chart)'",
                    hint: "check the free space of the temporary folder (TMPDIR)",
                    cause: messages.isEmpty ? nil : messages)
            ]
        case .file(let error):
            error.diagnostics
        }
    }
}
