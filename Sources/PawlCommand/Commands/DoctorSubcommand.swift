import Foundation
import Gating
import Harness
import Records
import Suites

/// `pawl doctor`
enum DoctorSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["doctor"], abstract: "describe this machine and say what would make measurements steadier",
        discussion: """
            Reads the environment that every run records, then measures the clock and, for two seconds, the noise
            floor. Of each runtime that is installed it says who vouches for it.

            With --calibrate it gates variants against copies of themselves for about the time given. Each is a whole
            gate, with fresh processes, looks and verdict, and ought to pass. How often they do not, and how long gates
            of other margins would take here, is the report. Without --suite it uses the reference of
            Suites/demo.yaml, which scripts/demo builds. Ctrl-C ends it and reports what there is.
            """,
        options: [
            .init(
                name: "--calibrate", value: "TIME", abstract: "gate equal things for so long, such as 5m or 90s",
                completion: .none),
            .init(name: "--suite", value: "SUITE", abstract: "calibrate with this suite's variants, in turn"),
            .only,
            .init(
                name: "--margin", value: "MARGIN", abstract: "max_increase of the gates (default: 3%)",
                completion: .none),
            .seed, .format,
        ],
        examples: [
            .init(command: "pawl doctor", explanation: "is this machine fit to measure on?"),
            .init(
                command: "pawl doctor --calibrate 5m",
                explanation: "how often do gates here cry wolf, and how long do they take?"),
            .init(
                command: "pawl doctor --calibrate 20m --suite Suites/demo.yaml --only 'filetype/int8-*' --margin 2%",
                explanation: "the same for your own variants and margin"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        if let calibrating = try CalibratingDoctor(arguments, in: context) {
            return try calibrating.execute { examine(in: context) }
        }
        let found = DoctorOutput(examine(in: context), in: context.pawlFolder)
        if context.wantsJSON(arguments) {
            try context.writeJSON(found)
        } else {
            context.write(found.document)
        }
        return .passed
    }

    private static func examine(in context: CommandContext) -> DoctorReport {
        context.output.writeDiagnostic("pawl: reading the environment, then measuring for about two seconds ...\n")
        let environment = context.captureEnvironment(gitFolder: context.workingFolder)
        return Doctor.measureAndExamine(environment: environment, detectable: .ofTheDefaultGate)
    }
}

extension DetectableChange {
    /// A gate of 3 % with all that a suite leaves out.
    static var ofTheDefaultGate: DetectableChange? {
        let margin = 0.03
        return GateForecaster(looks: MeasurementPolicy().looks).map { forecaster in
            DetectableChange(margin: margin, launches: forecaster.lastLook) {
                forecaster.detectableChange(margin: margin, launchDeviation: $0)
            }
        }
    }
}
