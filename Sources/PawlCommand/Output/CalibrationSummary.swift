import Foundation
import Harness
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

/// What to do after a calibration.
struct CalibrationAdvice {
    let lines: [String]

    init(_ report: CalibrationReport, machine: DoctorReport) {
        let noisy = report.variants.filter { $0.forecast(margin: report.margin)?.isSharp == false }
        var lines = noisy.map { Self.remedies(for: $0, margin: report.margin) }
        if report.breaksThePromise {
            lines.append(
                "more failed than chance explains: something here disturbs one side of a pair more than the other")
        }
        if !noisy.isEmpty || report.breaksThePromise {
            lines += machine.advices.filter { $0.severity == .warning && $0.topic != "noise" }.map { advice in
                advice.title + (advice.action.map { ": \($0)" } ?? "")
            }
        }
        let missing = report.variants.filter { $0.gates.gates == 0 }.map(\.name)
        if !missing.isEmpty, report.gates.gates > 0 {
            lines.append("\(missing.joined(separator: ", ")): no gate was finished; calibrate for longer")
        }
        if let evidence = Self.moreEvidence(report) { lines.append(evidence) }
        self.lines = lines
    }

    private static func remedies(for variant: VariantCalibration, margin: Double) -> String {
        var remedies: [String] = []
        if let sharp = variant.forecasts.first(where: { $0.isSharp && $0.margin > margin }) {
            remedies.append("allow \(Quantity.limitText(sharp.margin, as: .relativeChange))")
        }
        if let launches = variant.forecast(margin: margin)?.launchesNeeded, let seconds = variant.secondsPerLaunch {
            let time = Quantity.duration(seconds: seconds * Double(launches))
            remedies.append("write measurement: { launches: \(launches) } in the suite (up to \(time) a gate)")
        }
        remedies.append("quiet the machine")
        return "\(variant.name): \(remedies.joined(separator: ", or "))"
    }

    /// A share of none is shown by many gates only, and a calibration is mostly short.
    private static func moreEvidence(_ report: CalibrationReport) -> String? {
        guard let rate = report.gates.falseAlarmRate, let seconds = report.secondsPerGate,
            rate.high > report.allowedFalseAlarmRate, !report.breaksThePromise
        else { return nil }
        let promise = Wording.percent(report.allowedFalseAlarmRate, digits: 0)
        let time = Quantity.duration(seconds: seconds * Double(report.gatesToProve))
        return
            "\(Wording.count(report.gates.gates, "gate")) cannot show that at most \(promise) are false alarms: "
            + "\(report.gatesToProve) without any would, in about \(time)"
    }
}
