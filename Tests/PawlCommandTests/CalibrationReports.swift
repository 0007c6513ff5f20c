import Foundation
import Harness
import Records

@testable import PawlCommand

/// Reports of calibrations as they are read from JSON, so that words and numbers can be held against each other.
enum CalibrationReports {
    static func estimate(_ value: Double, _ low: Double, _ high: Double) -> Estimate {
        Estimate(value: value, low: low, high: high)
    }

    static func forecast(_ margin: Double, isSharp: Bool = true) -> MarginForecast {
        func time(_ launches: Double, failed: Double, passed: Double) -> ExpectedGateTime {
            ExpectedGateTime(
                launches: estimate(launches, launches - 1, launches + 1),
                seconds: estimate(launches / 2, launches / 2 - 0.5, launches / 2 + 0.5), failedShare: failed,
                passedShare: passed, undecidedShare: 1 - failed - passed)
        }
        return MarginForecast(
            margin: margin, detectableChange: estimate(margin + 0.011, margin + 0.009, margin + 0.014),
            launchesNeeded: isSharp ? 20 : 90, unchanged: time(9, failed: 0, passed: isSharp ? 1 : 0.6),
            doubled: time(14, failed: isSharp ? 0.9625 : 0.3, passed: 0))
    }

    static func tally(gates: Int, failed: Int = 0, undecided: Int = 0, rate: Estimate?) -> GateTally {
        GateTally(
            gates: gates, passed: gates - failed - undecided, failed: failed, undecided: undecided,
            falseAlarmRate: rate, undecidedShare: gates == 0 ? nil : estimate(0, 0, 0.168433))
    }

    /// Of twenty gates on a quiet machine.
    static var quiet: CalibrationReport {
        let gates = tally(gates: 20, rate: estimate(0, 0, 0.168433))
        let variant = VariantCalibration(
            name: "filetype/fp32", gates: gates, launches: 180, meanLaunches: 9, secondsPerLaunch: 0.5,
            launchSpread: estimate(0.0102, 0.0091, 0.0115), forecasts: CalibrationReport.margins.map { forecast($0) })
        return CalibrationReport(
            suite: SuiteReference(name: "demo", file: "Suites/demo.yaml", digest: "d1"), margin: 0.03,
            looks: [8, 12, 16, 24, 32], allowedFalseAlarmRate: 0.01, seed: 7, requestedSeconds: 90,
            spentSeconds: 92.5, ending: .complete, confidence: 0.95, gates: gates, gatesToProve: 368,
            secondsPerGate: 4.5, variants: [variant])
    }

    /// Nothing but one warning is known of the machine.
    static let machine = DoctorReport(
        environment: EnvironmentRecord(hostName: "bench", machineFingerprint: "f1", facts: []),
        advices: [
            .init(.warning, topic: "load", title: "the load average is 3", action: "stop what else runs here"),
            .init(.warning, topic: "noise", title: "equal blocks differ", action: "quiet the machine"),
            .init(.ok, topic: "swap", title: "no swap is in use"),
        ])
}
