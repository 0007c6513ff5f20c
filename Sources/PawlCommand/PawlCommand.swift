import Diagnostics
import Foundation
import Support

/// The command line: finds the subcommand, checks its arguments, runs it, words its errors.
public enum PawlCommand {
    /// In the order in which help lists them; of two that begin alike, the longer one first.
    static var groups: [(heading: String, subcommands: [any Subcommand.Type])] {
        [
            (
                "Measure and judge",
                [
                    InitSubcommand.self, RunSubcommand.self, GateSubcommand.self, ExplainSubcommand.self,
                    NightlySubcommand.self, ReportSubcommand.self, BadgeSubcommand.self,
                ]
            ),
            (
                "Baselines",
                [
                    BaselineSetSubcommand.self, BaselineListSubcommand.self, BaselineShowSubcommand.self,
                    BaselineHistorySubcommand.self, BaselineRollbackSubcommand.self, BaselineVerifySubcommand.self,
                    BaselineCleanSubcommand.self, BaselineExportSubcommand.self, BaselineImportSubcommand.self,
                ]
            ),
            (
                "History",
                [TrendSubcommand.self, HistorySubcommand.self, CompareSubcommand.self]
            ),
            (
                "Recorded data",
                [
                    ExportSubcommand.self, ImportSubcommand.self, PruneSubcommand.self, BackupSubcommand.self,
                    VerifyDatabaseSubcommand.self,
                ]
            ),
            (
                "Models and golden sets",
                [
                    GoldenCreateSubcommand.self, GoldenVerifySubcommand.self, GoldenDescribeSubcommand.self,
                    VariantsSensitivitySubcommand.self,
                ]
            ),
            (
                "Runtimes and workers",
                [
                    RuntimeInstallSubcommand.self, RuntimeListSubcommand.self, RuntimeVerifySubcommand.self,
                    RuntimeOutdatedSubcommand.self, RuntimeLockSubcommand.self, RuntimeRemoveSubcommand.self,
                    RuntimeProbeSubcommand.self, RuntimeCoverageSubcommand.self, RuntimeBisectSubcommand.self,
                    RuntimeSweepSubcommand.self,
                    WorkerCheckSubcommand.self, WorkerFilesSubcommand.self, WorkerSubcommand.self,
                ]
            ),
            ("Machine and shell", [DoctorSubcommand.self, CompletionSubcommand.self]),
        ]
    }

    private static var subcommands: [any Subcommand.Type] {
        groups.flatMap(\.subcommands) + [CompletionCandidatesSubcommand.self]
    }

    /// The description of every command for people, for help, completion and the README's check.
    public static var specifications: [CommandSpecification] {
        subcommands.map { $0.specification }.filter { !$0.isHidden }
    }

    /// - Parameter arguments: without the executable's name.
    public static func run(arguments: [String], context: CommandContext) -> ExitCode {
        // Whoever reads our output may stop early (`pawl gate ... | head`); what was measured is still to be recorded.
        signal(SIGPIPE, SIG_IGN)
        // A file that may grow no further is an error with words, not an end.
        signal(SIGXFSZ, SIG_IGN)
        var code = dispatch(arguments, context: context)
        if let failure = context.output.resultFailure {
            context.output.writeDiagnostic(
                "pawl: the result could not be written whole to standard output: \(failure)\n")
            if code == .passed { code = .incomplete }
        }
        // Also of a command line that cannot be understood, for git would take its code for the commit's.
        let isBisecting = arguments.first == "gate" && arguments.contains(CommandSpecification.Option.bisectCodes.name)
        return isBisecting ? code.forBisecting : code
    }

    private static func dispatch(_ arguments: [String], context: CommandContext) -> ExitCode {
        let output = context.output
        // `pawl help gate` is `pawl gate --help`.
        let arguments = arguments.first == "help" ? arguments.dropFirst() + ["--help"] : arguments
        guard let first = arguments.first, !isHelp(first) else {
            output.writeResult(
                HelpText.overview(of: groups.map { ($0.heading, $0.subcommands.map { $0.specification }) }) + "\n")
            return arguments.isEmpty ? .usage : .passed
        }
        let group = specifications.filter { $0.path[0] == first }
        if group.contains(where: { $0.path.count > 1 }), arguments.count > 1, isHelp(arguments[1]) {
            output.writeResult(HelpText.overview(ofGroup: first, group) + "\n")
            return .passed
        }
        if first == "--version" || first == "-V" {
            output.writeResult("pawl \(pawlVersion)\n")
            return .passed
        }
        do {
            let (subcommand, rest) = try find(arguments)
            if rest.prefix(while: { $0 != "--" }).contains(where: isHelp) {
                output.writeResult(HelpText.text(for: subcommand.specification) + "\n")
                return .passed
            }
            try ProcessLimits.check()
            return try subcommand.run(ParsedArguments(rest, for: subcommand.specification), in: context)
        } catch let error as any DiagnosableError {
            context.tell(error)
            return ExitCode(error)
        } catch {
            output.writeDiagnostic(
                "pawl: internal error: \(error)\nPlease report this with the command that led here.\n")
            return .bug
        }
    }

    private static func isHelp(_ word: String) -> Bool { word == "--help" || word == "-h" }

    private static func find(_ arguments: [String]) throws(UsageError) -> (any Subcommand.Type, ArraySlice<String>) {
        for subcommand in subcommands {
            let path = subcommand.specification.path
            if Array(arguments.prefix(path.count)) == path { return (subcommand, arguments.dropFirst(path.count)) }
        }
        let groups = specifications.filter { $0.path.count > 1 && $0.path[0] == arguments[0] }
        if !groups.isEmpty {
            let names = groups.map { $0.path[1] }
            if arguments.count > 1, !arguments[1].hasPrefix("-") {
                throw UsageError(
                    message: "unknown command '\(arguments[0]) \(arguments[1])'",
                    hint: Suggestion.hint(for: arguments[1], among: names))
            }
            throw UsageError(
                message: "'pawl \(arguments[0])' needs a command", hint: "one of: \(names.joined(separator: ", "))")
        }
        throw UsageError(
            message: "unknown command '\(arguments[0])'",
            hint: Suggestion.hint(
                for: arguments[0], among: Set(specifications.map { $0.path[0] } + ["--help", "--version"])))
    }
}

/// One of pawl's commands.
protocol Subcommand {
    static var specification: CommandSpecification { get }

    /// Runs with checked arguments.
    ///
    /// - Throws: a `DiagnosableError`; the entry point words it and returns what its `blame` asks for.
    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode
}
