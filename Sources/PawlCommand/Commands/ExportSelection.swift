import Foundation
import Records
import ResultsStore
import Support

/// The runs that `pawl export` is asked for; each is read only when its turn comes.
struct ExportSelection {
    private let names: RunNames
    /// What each is called: a name of the command line, or an id.
    private let runs: [String]

    var count: Int { runs.count }

    /// - Throws: `UsageError` when the words contradict each other or nothing fits them.
    init(_ arguments: ParsedArguments, in context: CommandContext) throws {
        names = RunNames(arguments, in: context)
        let suite = arguments["--suite"]
        let selects = suite != nil || arguments.has("--all")
        guard arguments.positionals.isEmpty || !selects else {
            throw UsageError(message: "runs are named, and --suite or --all is given", hint: "use one of the two")
        }
        let since = try arguments.duration("--since").map { Date().addingTimeInterval(-$0) }
        guard since == nil || selects else {
            throw UsageError(message: "--since needs --suite or --all", hint: "such as --all --since 90d")
        }
        guard selects else {
            // The same run by two names is exported once.
            var seen: Set<String> = []
            runs = (arguments.positionals.isEmpty ? [StoredBaseline.latest] : arguments.positionals)
                .filter { seen.insert($0).inserted }
            return
        }
        let fitting = try names.store().runs(limit: .max).filter { run in
            (suite == nil || run.suite == suite) && since.map { run.startedAt >= $0 } ?? true
        }
        let ended = fitting.filter { $0.status != .running }
        guard !ended.isEmpty else {
            throw UsageError(
                message: "no run that ended fits"
                    + (fitting.isEmpty ? "" : ": \(fitting.count) still running or killed"),
                hint: "'pawl export --all' exports every run of \(names.databasePath)")
        }
        // Oldest first, as they happened.
        runs = ended.reversed().map(\.id)
    }

    /// Calls with each run, once.
    ///
    /// - Throws: what reading throws, `UsageError` for a run that is still being measured, and what `body` throws.
    func forEach(_ extent: ResultsStore.Extent, _ body: (RunNames.Found) throws -> Void) throws {
        var seen: Set<String> = []
        for name in runs {
            let found = try names.run(named: name, extent)
            guard found.run.status != .running else {
                throw UsageError(
                    message: "run \(found.run.id) is still being measured, or its process was killed",
                    hint: "export it when it has ended")
            }
            if seen.insert(found.run.id).inserted { try body(found) }
        }
    }
}

/// `pawl export --to bundle`: a file a run.
struct BundleExport {
    /// `--out`: a folder, or the file of the only run when it is called like one.
    let output: String?
    let context: CommandContext

    func write(_ selection: ExportSelection) throws {
        let isFile = output?.hasSuffix("." + RunBundle.fileExtension) ?? false
        guard !isFile || selection.count == 1 else {
            throw UsageError(
                message: "\(selection.count) runs do not fit into one bundle", hint: "name a folder with --out")
        }
        let folder = output ?? context.workingFolder
        try selection.forEach(.whole) { found in
            let bundle = try RunBundle(found.run, summaries: found.summaries)
            let path =
                isFile ? folder : (folder as NSString).appendingPathComponent(BundleFile.name(ofRun: bundle.run.id))
            try AtomicFile.write(bundle.data, to: path)
            if bundle.run.lacksRawValues {
                context.warn(
                    "run \(bundle.run.id): its raw values have aged out; the bundle has its summaries and verdicts")
            }
            context.output.writeResult(context.relative(path) + "\n")
        }
    }
}

/// `pawl export --mlflow URL`
struct MLflowExport {
    let url: String
    let experiment: String?
    let context: CommandContext

    /// - Throws: `TrackingError`, and what reading runs throws.
    func send(_ selection: ExportSelection) throws -> ExitCode {
        let address = try TrackingAddress(url)
        let credentials = TrackingCredentials(environment: context.environment)
        if address.isReadableOnTheWay, !credentials.isEmpty {
            context.warn("\(address) is not encrypted: the password or the token can be read on the way")
        }
        let exporter = MLflowExporter(MLflowClient(address, credentials: credentials))
        try selection.forEach(.withoutLaunches) { found in
            let exported = ExportedRun(run: found.run, summaries: found.summaries)
            switch try exporter.send(exported, experiment: experiment) {
            case .sent(let cells):
                context.output.writeResult(
                    "sent       \(found.run.id)  \(cells) \(cells == 1 ? "cell" : "cells") to \(address)\n")
            case .unchanged: context.output.writeResult("unchanged  \(found.run.id)  is there already\n")
            }
        }
        return .passed
    }
}
