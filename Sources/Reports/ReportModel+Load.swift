import Foundation
import Gating
import Records

extension ReportModel {
    /// How much of the run other programs disturbed, in one sentence for every report; nil when nothing did.
    ///
    /// "31 of 48 launches were disturbed: other programs took 1.4 of 2 cores (stress-ng, cc1plus); the processor ran slower ..."
    var loadBanner: String? {
        var clauses: [String] = []
        if load.disturbedLaunches > 0 {
            let programs = load.programs.isEmpty ? "" : " (\(load.programs.joined(separator: ", ")))"
            let cause =
                load.foreignCores.map { "other programs took \(Self.cores($0, of: load.cores))\(programs)" }
                ?? "workers had to wait for the processor"
            clauses.append("\(load.disturbedLaunches) of \(Self.launches(load.launches)) disturbed: \(cause)")
        }
        if load.slowedLaunches > 0 {
            let percent = Int(((load.worstSlowdown - 1) * 100).rounded())
            clauses.append(
                "the processor ran slower before \(load.slowedLaunches) of \(load.launches) launches (by up to \(percent) %)"
            )
        }
        if load.pauseSeconds > 1 {
            clauses.append(
                "launches waited \(Quantity.duration(seconds: load.pauseSeconds)) for the machine to calm down")
        }
        return clauses.isEmpty ? nil : clauses.joined(separator: "; ")
    }

    private static func launches(_ count: Int) -> String { count == 1 ? "1 launch was" : "\(count) launches were" }

    private static func cores(_ value: Double, of all: Int?) -> String {
        let text = String(format: "%.1f", value)
        return all.map { "\(text) of \($0) core\($0 == 1 ? "" : "s")" } ?? "\(text) cores"
    }
}

extension JSONReport {
    /// Null when nothing disturbed the run.
    static func load(_ model: ReportModel) -> JSONValue {
        guard let banner = model.loadBanner else { return .null }
        let load = model.load
        return [
            "summary": .string(banner), "launches": .integer(load.launches),
            "disturbed_launches": .integer(load.disturbedLaunches), "foreign_cores": .optional(load.foreignCores),
            "cores": .optional(load.cores), "programs": .array(load.programs.map { .string($0) }),
            "slowed_launches": .integer(load.slowedLaunches), "worst_slowdown": .number(load.worstSlowdown),
            "pause_seconds": .number(load.pauseSeconds),
        ]
    }
}
