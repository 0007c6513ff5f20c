import Foundation
import HostEnvironment
import Records

/// `pawl doctor`
enum DoctorSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["doctor"], abstract: "describe this machine and say what would make measurements steadier",
        discussion:
            "Reads the environment that every run records, then measures the clock and, for two seconds, the noise floor.",
        options: [.format],
        examples: [.init(command: "pawl doctor", explanation: "is this machine fit to measure on?")])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        context.output.writeDiagnostic("pawl: reading the environment, then measuring for about two seconds ...\n")
        let environment = context.captureEnvironment(gitFolder: context.workingFolder)
        let report = Doctor.measureAndExamine(environment: environment)
        if arguments["--format"] == "json" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            context.output.writeResult(String(decoding: try encoder.encode(report), as: UTF8.self) + "\n")
        } else {
            let text = DoctorText(usesColour: context.resultUsesColour, width: context.output.width)
            context.output.writeResult(text.render(report) + "\n")
        }
        return .passed
    }
}
