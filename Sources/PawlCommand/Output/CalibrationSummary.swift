import Foundation
import Records
import Reports

/// A calibration in one sentence.
struct CalibrationSummary {
    let headline: String
    /// Whether gates of the margin work here.
    let isGood: Bool

    init(_ report: CalibrationReport) {
        let margin = Quantity.limitText(report.margin, as: .relativeChange)
        let gates = Wording.count(report.gates.gates, "gate")
        let forecasts = report.variants.map { ($0, $0.forecast(margin: report.margin)) }
        guard report.gates.gates > 0, let seconds = report.secondsPerGate else {
            (headline, isGood) = ("No gate was finished: calibrate for longer.", false)
            return
        }
        let alarms = report.gates.failed == 0 ? "no false alarm" : Wording.count(report.gates.failed, "false alarm")
        if report.breaksThePromise {
            headline =
                "Do not trust gates of \(margin) here: \(alarms) in \(gates) of equal things, where at most "
                + "\(Wording.percent(report.allowedFalseAlarmRate, digits: 0)) is promised."
            isGood = false
        } else if let noisy = forecasts.first(where: { $0.1?.isSharp == false }) {
            let spread = noisy.0.launchSpread?.value ?? 0
            let subject = report.variants.count == 1 ? "" : " of \(noisy.0.name)"
            headline =
                "This machine is too noisy for gates of \(margin): launches\(subject) differ by "
                + "\(Wording.percent(spread)); \(alarms) in \(gates), \(report.gates.undecided) undecided."
            isGood = false
        } else {
            headline =
                "Gates of \(margin) work here: \(alarms) in \(gates) of equal things, \(report.gates.undecided) undecided, "
                + "\(Quantity.duration(seconds: seconds)) each."
            isGood = true
        }
    }
}
