import Foundation
import Harness
import Reports
import Suites
import TestSupport
import Testing

@testable import PawlCommand

@Suite("A calibration in words and as JSON", .hangLimit)
struct CalibrationTextTests {
    private func text(_ report: CalibrationReport, width: Int = 110) -> String {
        TerminalPrinter(width: width).print(report.document(machine: CalibrationReports.machine))
    }

    @Test("a quiet machine")
    func quiet() {
        Snapshot.expect(text(CalibrationReports.quiet), matches: "calibration-quiet.txt")
    }

    @Test("a noisy machine, stopped by Ctrl-C: what is known, and what to do")
    func noisy() {
        var report = CalibrationReports.quiet
        report.ending = .interrupted
        report.spentSeconds = 31
        report.variants[0].forecasts = CalibrationReport.margins.map {
            CalibrationReports.forecast($0, isSharp: $0 > 0.03)
        }
        report.variants.append(report.variants[0])
        report.variants[1].name = "filetype/int8"
        report.variants[1].forecasts = []
        report.variants[1].gates = CalibrationReports.tally(gates: 0, rate: nil)
        report.variants[1].meanLaunches = nil
        Snapshot.expect(text(report), matches: "calibration-noisy.txt")
    }

    @Test("JSON for scripts")
    func json() throws {
        let output = RecordedOutput()
        let context = CommandContext(
            environment: [:], workingFolder: "/", output: output, worker: .init(arguments: ["/bin/false"]))
        try context.writeJSON(
            CalibratedMachine(calibration: CalibrationReports.quiet, machine: CalibrationReports.machine))
        Snapshot.expect(output.result, matches: "calibration.json")
    }

    @Test("false alarms beyond the promise are the headline, whatever the noise")
    func alarms() {
        var report = CalibrationReports.quiet
        report.gates = CalibrationReports.tally(
            gates: 20, failed: 3, rate: CalibrationReports.estimate(0.15, 0.032, 0.379))
        let text = text(report)
        #expect(text.hasPrefix("Do not trust gates of 3 % here: 3 false alarms in 20 gates of equal things"))
        #expect(text.contains("3 of 20 gates: 15.0 %, 95 % interval 3.2 to 37.9 %; at most 1 % is promised"))
        #expect(text.contains("more failed than chance explains"))
        #expect(text.contains("stop what else runs here"))
        #expect(!text.contains("would, in about"))
    }

    @Test("nothing finished is said, and no rate is made up")
    func nothing() {
        var report = CalibrationReports.quiet
        report.ending = .failed
        report.gates = CalibrationReports.tally(gates: 0, rate: nil)
        report.secondsPerGate = nil
        report.variants[0].gates = report.gates
        report.variants[0].meanLaunches = nil
        let text = text(report)
        #expect(text.hasPrefix("No gate was finished"))
        #expect(text.contains("Ended by an error before the first gate ended"))
        #expect(!text.contains("false alarms"))
    }

    @Test("progress tells gate, launch, what it came to so far and the time left", arguments: [true, false])
    func progress(usesBar: Bool) {
        let output = RecordedOutput()
        let progress = CalibrationProgress(output: output, usesBar: usesBar, usesColour: false, seconds: 1e6)
        progress.observe(.gateBegan(number: 1, variant: "m/a", mostLaunches: 32))
        progress.observe(.within(.waitingForAnotherRun(holder: "process 7", seconds: 600)))
        progress.observe(.within(.waitingForAnotherRun(holder: "process 7", seconds: 600)))
        progress.forecasting(variants: 2)
        let text = output.diagnostic
        #expect(text.contains("gating equal things for 11 d 13 h; Ctrl-C ends it"))
        #expect(text.components(separatedBy: "another pawl is measuring").count == 2)
        #expect(text.contains("working out what gates of 2 variants take here"))
        let bar = "gate 1: launch 0/32; 0 failed, 0 undecided; about 11 d 13 h left  m/a"
        #expect(text.contains(bar) == usesBar && text.contains("░") == usesBar)
    }

    @Test("lines keep within the terminal", arguments: [80, 110])
    func width(columns: Int) {
        for line in text(CalibrationReports.quiet, width: columns).split(separator: "\n") {
            #expect(line.count <= columns, "\(line)")
        }
    }
}
