import Foundation
import Records

/// `pawl nightly SUITE`
enum NightlySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["nightly"], abstract: "measure, judge and record a suite for its history, in one command",
        discussion: """
            Measures and judges as 'pawl gate' does. Besides, every variant is measured alone, as 'pawl run'
            does, so that the history has figures that can be compared from night to night. Reports go to
            Results/nightly/NAME, NAME being the suite file's, unless --out says otherwise.

            What is measured is kept in the database as it comes. When the process is killed, or the machine
            goes down, the next 'pawl nightly' of the suite carries the run on within a day: it keeps all
            answers and launches and goes on with what is missing, if it would measure the very same. --no-
            resume begins anew; --resume also carries on a run that was stopped with Ctrl-C.

            --budget bounds the night from its start to its report, over both parts of a run that was carried
            on. A tenth is kept free for operator profiles and the report. What it does not reach is undecided
            or not measured, and the exit code says so.

            Of one suite, one nightly run at a time measures into a database; a second one ends with exit code
            3, or waits with --wait. Runs of different suites take turns, launch by launch.
            """,
        positionals: [.init(name: "SUITE", abstract: "a suite file")],
        options: options,
        examples: [
            .init(
                command: "pawl nightly Suites/demo.yaml --budget 2h", explanation: "a night's work, at most two hours"),
            .init(
                command: "pawl nightly Suites/demo.yaml --against ../main/Suites/demo.yaml",
                explanation: "with a checkout as the baseline"),
            .init(
                command: "pawl nightly Suites/demo.yaml --wait 30m --resume",
                explanation: "after the one that is running; carry on what was stopped"),
        ])

    /// The gate's, so that both always judge by the same; three mean the whole night here.
    private static var options: [CommandSpecification.Option] {
        GateSubcommand.specification.options.map { option in
            switch option.name {
            case "--budget":
                .init(
                    name: "--budget", value: "TIME",
                    abstract: "time for the whole night, such as 30m or 2h; default: no end",
                    completion: .none)
            case "--out":
                .init(
                    name: "--out", value: "DIR", abstract: "where reports go (default: Results/nightly/NAME)",
                    completion: .folders)
            default: option
            }
        } + [
            .init(
                name: "--wait", value: "TIME", abstract: "wait so long for another nightly run of this suite",
                completion: .none),
            .init(
                name: "--resume", value: nil, abstract: "carry on a run also when it was stopped with Ctrl-C",
                completion: .none),
            .init(name: "--no-resume", value: nil, abstract: "begin anew, whatever was killed", completion: .none),
        ]
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        var arguments = arguments
        let name = URL(fileURLWithPath: arguments.positionals[0]).deletingPathExtension().lastPathComponent
        arguments.setDefault("Results/nightly/\(name)", for: "--out")
        return try MeasuredRun(kind: .nightly, arguments: arguments, context: context).execute()
    }
}
