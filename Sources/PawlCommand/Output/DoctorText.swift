import Foundation
import Harness
import Records
import Reports

/// Words a doctor's report for the console: what to improve first, then everything that is known.
struct DoctorText {
    var usesColour: Bool
    /// Columns of the terminal.
    var width: Int

    func render(_ report: DoctorReport) -> String {
        let warnings = report.advices.count { $0.severity == .warning }
        let headline =
            warnings == 0
            ? "This machine is fit to measure on."
            : "\(warnings) thing\(warnings == 1 ? "" : "s") would make measurements here steadier."
        return ([headline, ""] + advices(report.advices) + [""] + facts(report.environment)).joined(separator: "\n")
    }

    private func advices(_ advices: [DoctorReport.Advice]) -> [String] {
        let order: [DoctorReport.Advice.Severity] = [.warning, .note, .ok]
        return order.flatMap { severity in
            advices.filter { $0.severity == severity }.flatMap { advice in
                [wrapped(advice.title, first: "  \(mark(severity)) ")]
                    + (advice.action.map { [wrapped($0, first: Self.margin)] } ?? [])
            }
        }
    }

    private static let margin = "       "

    /// - Parameter first: as wide as the margin on the screen; styling has no width.
    private func wrapped(_ text: String, first: String) -> String {
        let lines = TextColumns.wrapped(text, to: width, indent: Self.margin, firstIndent: Self.margin)
        return first + lines.dropFirst(Self.margin.count)
    }

    private func mark(_ severity: DoctorReport.Advice.Severity) -> String {
        let (word, colour) =
            switch severity {
            case .ok: ("ok  ", "32")
            case .note: ("note", "36")
            case .warning: ("WARN", "1;33")
            }
        return usesColour ? "\u{1B}[\(colour)m\(word)\u{1B}[0m" : word
    }

    private func facts(_ environment: EnvironmentRecord) -> [String] {
        let width = environment.facts.map { $0.group.count + $0.key.count + 1 }.max() ?? 0
        let lines = environment.facts.map { fact in
            let name = "\(fact.group).\(fact.key)".padding(toLength: width, withPad: " ", startingAt: 0)
            return "  \(name)  \(text(of: fact.value))"
        }
        return ["\(environment.hostName), fingerprint \(environment.machineFingerprint.prefix(12))"] + lines
    }

    private func text(of value: EnvironmentRecord.Value) -> String {
        switch value {
        case .text(let text): text
        case .number(let number, let unit):
            (number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)")
                + (unit.isEmpty ? "" : " \(unit)")
        case .unavailable(let reason): "unavailable: \(reason)"
        }
    }
}
