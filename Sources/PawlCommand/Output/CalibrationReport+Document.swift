import Foundation
import Harness
import Records
import Reports

extension CalibrationReport {
    /// What it means in a line, the evidence, what gates would take, what to do.
    func document(machine: DoctorReport) -> Document {
        let summary = CalibrationSummary(self)
        let forecasts = variants.flatMap(\.forecasts)
        let mark = "* more than one in five such gates would end undecided"
        let legend =
            forecasts.isEmpty
            ? []
            : ["stops from: the smallest slowdown that four of five such gates fail"]
                + (forecasts.contains(where: \.isMarked) ? [mark] : [])
        let advice = CalibrationAdvice(self, machine: machine).lines
        return Document(
            header: .init(title: "\(StatusBadge(summary.headline, summary.isGood ? .passed : .undecided))"),
            blocks: (endingText.map { [.paragraph(Prose($0))] } ?? [])
                + (evidence.isEmpty ? [] : [.facts(.init(evidence))])
                + variants.flatMap(blocks)
                + (legend.isEmpty ? [] : [.items(.init(legend.map { Prose($0) }, noun: "remarks"))])
                + (advice.isEmpty ? [] : [.items(.init(advice.map { Prose($0) }, noun: "advices"))]))
    }

    private var endingText: String? {
        let done =
            "\(gates.gates == 0 ? "before the first gate ended" : "after \(Wording.count(gates.gates, "gate"))"), "
            + "\(Quantity.duration(seconds: spentSeconds)) of \(Quantity.duration(seconds: requestedSeconds))"
        return switch ending {
        case .complete: nil
        case .interrupted: "Stopped \(done); a gate that was cut off is not counted."
        case .failed: "Ended by an error \(done); this is what was measured until then."
        }
    }

    private var evidence: [(String, Prose)] {
        guard let failed = gates.falseAlarmRate, let undecided = gates.undecidedShare else { return [] }
        let promise = Wording.percent(allowedFalseAlarmRate, digits: 0)
        return [
            (
                "false alarms",
                "\(gates.failed) of \(gates.gates) gates: \(Wording.percent(failed.value)), 95 % interval \(failed.range()); at most \(promise) is promised"
            ),
            (
                "undecided",
                "\(gates.undecided) of \(gates.gates) gates: \(Wording.percent(undecided.value)), 95 % interval \(undecided.range())"
            ),
        ]
    }

    private func blocks(_ variant: VariantCalibration) -> [Document.Block] {
        var about = "\(variant.name) against itself: \(Wording.count(variant.gates.gates, "gate"))"
        if let launches = variant.meanLaunches { about += String(format: " of %.1f launches", launches) }
        if let seconds = variant.secondsPerLaunch { about += ", \(Quantity.duration(seconds: seconds)) a launch" }
        if let spread = variant.launchSpread {
            about += "; launches differ by \(Wording.percent(spread.value, digits: 2)) (\(spread.range(digits: 2)))"
        }
        let titles = ["margin", "time if equal", "if twice the margin slower", "stops from"]
        let table = Document.Table(
            .cells, caption: "What gates would take", columns: titles.map { .init($0, .right) },
            rows: variant.forecasts.map { forecast in
                [
                    Prose(Quantity.limitText(forecast.margin, as: .relativeChange)), Prose(forecast.unchanged.text),
                    Prose(forecast.doubled.text), Prose(Quantity.relativeChange(forecast.detectableChange.value)),
                ]
            }, noun: "margins")
        return [.paragraph(Prose(about))] + (variant.forecasts.isEmpty ? [] : [.table(table)])
    }
}

extension ExpectedGateTime {
    fileprivate var isMarked: Bool { undecidedShare > 0.2 }

    fileprivate var text: String {
        let ends = [seconds.low, seconds.high].map { Quantity.duration(seconds: $0) }
        return (ends[0] == ends[1] ? ends[0] : "\(ends[0]) to \(ends[1])") + (isMarked ? " *" : "")
    }
}

extension MarginForecast {
    fileprivate var isMarked: Bool { unchanged.isMarked || doubled.isMarked }
}

extension Estimate {
    fileprivate func range(digits: Int = 1) -> String {
        String(format: "%.*f to %.*f %%", digits, low * 100, digits, high * 100)
    }
}
