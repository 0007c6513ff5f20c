import Foundation
import Harness
import Records
import Reports

/// Words a calibration for the console: what it means in a line, the evidence, what gates would take, what to do.
struct CalibrationText {
    var usesColour: Bool
    /// Columns of the terminal.
    var width: Int

    func render(_ report: CalibrationReport, machine: DoctorReport) -> String {
        let summary = CalibrationSummary(report)
        var lines = [styled(summary.headline, as: summary.isGood ? "1;32" : "1;33")]
        if let end = ending(report) { lines += ["", end] }
        let evidence = evidence(report)
        if !evidence.isEmpty { lines += [""] + evidence }
        for variant in report.variants { lines += [""] + table(variant) }
        let legend = legend(report)
        if !legend.isEmpty { lines += [""] + legend }
        let advice = CalibrationAdvice(report, machine: machine).lines
        if !advice.isEmpty { lines += [""] + advice.map { wrapped($0, first: "  - ", indent: "    ") } }
        return lines.joined(separator: "\n")
    }

    private func ending(_ report: CalibrationReport) -> String? {
        let gates = report.gates.gates
        let done =
            "\(gates == 0 ? "before the first gate ended" : "after \(CalibrationSummary.count(gates, "gate"))"), "
            + "\(Quantity.duration(seconds: report.spentSeconds)) of \(Quantity.duration(seconds: report.requestedSeconds))"
        return switch report.ending {
        case .complete: nil
        case .interrupted: "Stopped \(done); a gate that was cut off is not counted."
        case .failed: "Ended by an error \(done); this is what was measured until then."
        }
    }

    private func evidence(_ report: CalibrationReport) -> [String] {
        let gates = report.gates
        guard let failed = gates.falseAlarmRate, let undecided = gates.undecidedShare else { return [] }
        let promise = Self.percent(report.allowedFalseAlarmRate, digits: 0)
        let indent = String(repeating: " ", count: 16)
        return [
            wrapped(
                "\(gates.failed) of \(gates.gates) gates: \(Self.percent(failed.value)), "
                    + "95 % interval \(Self.range(failed)); at most \(promise) is promised",
                first: "  false alarms  ", indent: indent),
            wrapped(
                "\(gates.undecided) of \(gates.gates) gates: \(Self.percent(undecided.value)), "
                    + "95 % interval \(Self.range(undecided))",
                first: "  undecided     ", indent: indent),
        ]
    }

    private func legend(_ report: CalibrationReport) -> [String] {
        let forecasts = report.variants.flatMap(\.forecasts)
        guard !forecasts.isEmpty else { return [] }
        let legend = ["stops from: the smallest slowdown that four of five such gates fail"]
        let mark = "* more than one in five such gates would end undecided"
        return (legend + (forecasts.contains(where: Self.isMarked) ? [mark] : []))
            .map { wrapped($0, first: "    ", indent: "    ") }
    }

    private func table(_ variant: VariantCalibration) -> [String] {
        var about = "\(variant.name) against itself: \(CalibrationSummary.count(variant.gates.gates, "gate"))"
        if let launches = variant.meanLaunches { about += String(format: " of %.1f launches", launches) }
        if let seconds = variant.secondsPerLaunch { about += ", \(Quantity.duration(seconds: seconds)) a launch" }
        if let spread = variant.launchSpread {
            about += "; launches differ by \(Self.percent(spread.value, digits: 2)) (\(Self.range(spread, digits: 2)))"
        }
        guard !variant.forecasts.isEmpty else { return [wrapped(about, first: "  ", indent: "  ")] }
        let header = ["margin", "time if equal", "if twice the margin slower", "stops from"]
        let rows = variant.forecasts.map { forecast in
            [
                Quantity.limitText(forecast.margin, as: .relativeChange), Self.time(forecast.unchanged),
                Self.time(forecast.doubled), Quantity.relativeChange(forecast.detectableChange.value),
            ]
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        let lines = ([header] + rows).map { cells in
            "    "
                + zip(cells, widths).map { TextColumns.padded($0, to: $1, alignsRight: true) }.joined(separator: "  ")
        }
        return [wrapped(about, first: "  ", indent: "  ")] + lines
    }

    private func wrapped(_ text: String, first: String, indent: String) -> String {
        TextColumns.wrapped(text, to: width, indent: indent, firstIndent: first)
    }

    private func styled(_ text: String, as style: String) -> String {
        let text = wrapped(text, first: "", indent: "")
        return usesColour ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
    }

    private static func isMarked(_ time: GateTime) -> Bool { time.undecidedShare > 0.2 }

    private static func isMarked(_ forecast: MarginForecast) -> Bool {
        isMarked(forecast.unchanged) || isMarked(forecast.doubled)
    }

    private static func time(_ time: GateTime) -> String {
        let low = Quantity.duration(seconds: time.seconds.low), high = Quantity.duration(seconds: time.seconds.high)
        // The blanks keep the numbers of a column below each other.
        return (low == high ? low : "\(low) to \(high)") + (isMarked(time) ? " *" : "  ")
    }

    static func percent(_ share: Double, digits: Int = 1) -> String { String(format: "%.*f %%", digits, share * 100) }

    private static func range(_ estimate: Estimate, digits: Int = 1) -> String {
        String(format: "%.*f to %.*f %%", digits, estimate.low * 100, digits, estimate.high * 100)
    }
}
