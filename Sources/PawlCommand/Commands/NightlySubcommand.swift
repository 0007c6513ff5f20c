import Diagnostics
import Foundation
import Records
import Reports
import ResultsStore
import Suites
import Support
import Trends

/// `pawl nightly SUITE`
enum NightlySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["nightly"], abstract: "measure, judge and record a suite for its history, in one command",
        discussion: """
            Measures and judges as 'pawl gate' does. Besides, every variant is measured alone, as 'pawl run'
            does, so that the history has figures that can be compared from night to night. Reports go to
            Results/nightly/NAME, NAME being the suite file's, unless --out says otherwise.

            What is measured is kept in the database as it comes. When the process is killed, or the machine
            goes down, the next 'pawl nightly' of the suite resumes the run within a day: it keeps all
            evaluations and launches and goes on with what is missing, if it would measure the very same.
            --no-resume starts over; --resume also resumes a run that was stopped with Ctrl-C.

            --budget bounds the night from its start to its report, over both parts of a run that was
            resumed. A tenth is kept free for operator profiles and the report. What it does not reach is
            undecided or not measured, and the exit code says so.

            Then the trend of the suite's history is found, this night included: trend.html and the like stand
            beside the report, with the JUnit file trend-junit.xml. One exit code tells the worst of both: a
            failed gate or a new regression is 1.

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
                explanation: "after the one that is running; resume what was stopped"),
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
                name: "--resume", value: nil, abstract: "resume a run also when it was stopped with Ctrl-C",
                completion: .none),
            .init(name: "--no-resume", value: nil, abstract: "start over, whatever was killed", completion: .none),
            .init(
                name: "--since", value: "TIME", abstract: "how far back the trend looks: 90d (the default), 2026-01-31",
                completion: .none),
            .init(
                name: "--fail-on", value: "POLICY",
                abstract: "when the trend fails: a new regression (default), any-regression not promoted, or never",
                choices: TrendPolicy.allCases.map(\.rawValue), completion: .none),
        ]
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        var arguments = arguments
        let name = URL(fileURLWithPath: arguments.positionals[0]).deletingPathExtension().lastPathComponent
        arguments.setDefault("Results/nightly/\(name)", for: "--out")
        let outcome = try MeasuredRun(kind: .nightly, arguments: arguments, context: context).execute()
        guard !context.interruption.wasTriggered else { return outcome }
        return outcome.joined(with: trend(arguments, in: context))
    }

    /// What the history says with this night in it. The night's own verdicts stand whatever becomes of it.
    private static func trend(_ arguments: ParsedArguments, in context: CommandContext) -> ExitCode {
        do {
            let suite = try context.readSuite(arguments.positionals[0]).name
            let policy = arguments["--fail-on"].flatMap(TrendPolicy.init) ?? .regression
            let store = try context.existingStore(arguments)
            let report = try TrendRun(
                suite: suite, store: store, options: TrendArguments(arguments, now: Date()).options(),
                selection: CellSelection(glob: arguments["--only"])
            ).report()
            let folder = arguments["--out"].map(context.absolute) ?? context.workingFolder
            // With --format json the run's results have standard output for themselves.
            try TrendPublication(
                report: report, policy: policy, marks: TrendMark.baselines(of: suite, in: store), arguments: arguments,
                context: context, junit: folder + "/trend-junit.xml", printsResult: !context.wantsJSON(arguments)
            ).publish()
            return policy.outcome(of: report)
        } catch let error as any DiagnosableError {
            context.tell(error)
            return ExitCode(error)
        } catch {
            context.tell(error)
            return .bug
        }
    }
}
