import Foundation
import Records
import Reports
import RuntimeLibraries

/// `pawl runtime lock [NAME[==VERSION]|SUITE...] [--update NAME]`
enum RuntimeLockSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "lock"], abstract: "write the digests of runtimes into pawl.lock, installing nothing",
        discussion: """
            pawl.lock lies beside .pawl and is made to be committed. It holds each version that the project chose itself,
            with its packages for all processors by their SHA-256. This machine's package is fetched and looked into
            first: a version that Pawl cannot open is not locked. Of a suite it locks what its 'runtimes' name; without
            a word it does so for all suites in the project's Suites folder. What Pawl was tested with needs no lock.
            With --update the index's digests replace those of every locked version of a runtime.
            """,
        positionals: [
            .init(
                name: "NAME[==VERSION]|SUITE", abstract: "as for 'pawl runtime install', or a suite file",
                isOptional: true, isRepeated: true, suggestions: RuntimeCatalogue.known.names)
        ],
        options: [
            .init(
                name: "--update", value: "NAME",
                abstract: "take anew what the index has of this runtime's locked versions",
                suggestions: RuntimeCatalogue.known.names, isRepeatable: true, completion: .none)
        ],
        examples: [
            .init(command: "pawl runtime lock", explanation: "whatever the project's suites are measured with"),
            .init(command: "pawl runtime lock onnxruntime==1.32.0", explanation: "for a build machine to install"),
            .init(
                command: "pawl runtime lock --update onnxruntime",
                explanation: "the index has new files, or others, and you know why"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let updated = arguments.all("--update")
        if case .lockedOnly(let cause) = context.lockPolicy(arguments), !updated.isEmpty {
            throw UsageError(
                message: "\(cause) looks nothing up, and --update is nothing else",
                hint: "run it on a machine of yours, and commit pawl.lock")
        }
        let wanted = try wanted(arguments, in: context)
        let installer = context.runtimeInstaller(arguments)
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            for (request, suites) in wanted {
                let requirement = try installer.lock(
                    request, interruption: context.interruption, progress: context.tellStep)
                let origin = try InstalledRuntimes(in: context.pawlFolder).origin(of: requirement)
                let places = suites.isEmpty ? "" : "  \(suites.joined(separator: ", "))"
                context.output.writeResult("\(requirement)  \(origin?.title ?? "not locked")\(places)\n")
            }
            for name in updated {
                let updates = try installer.updateLock(
                    of: name, interruption: context.interruption, progress: context.tellStep)
                if updates.isEmpty { context.output.writeResult("\(name)  no version of it is locked\n") }
                for update in updates { context.output.writeResult(update.words) }
            }
            return .passed
        }
    }

    /// What the command line names itself, then what its suites do, or those of the project where it names nothing at all.
    private static func wanted(
        _ arguments: ParsedArguments, in context: CommandContext
    ) throws -> [(request: VersionRequest, suites: [String])] {
        var files = arguments.positionals.filter { SuiteFolder.isSuite($0) || $0.contains("/") }
        let names = arguments.positionals.filter { !files.contains($0) }
        if arguments.positionals.isEmpty, arguments.all("--update").isEmpty {
            let folder = context.folder(of: context.pawlFolder.lockFile.path) + "/" + SuiteFolder.name
            files = SuiteFolder.suites(in: folder).map { context.relative(folder + "/" + $0) }
            guard !files.isEmpty else {
                throw UsageError(
                    message: "nothing to lock: there is no suite in \(folder)",
                    hint: "name a runtime, such as onnxruntime==1.32.0, or a suite file, or give --update NAME")
            }
        }
        let named = try NamedRuntimes(of: files, in: context)
        for line in named.others { context.output.writeDiagnostic("pawl: \(line)\n") }
        var wanted: [(request: VersionRequest, suites: [String])] = []
        for name in names { wanted.append((try VersionRequest(parsing: name), [])) }
        for runtime in named.all {
            wanted.append((try VersionRequest(parsing: "\(runtime.requirement)"), runtime.suites))
        }
        return wanted
    }
}

extension LockUpdate {
    /// A line for the version, and one for each file that is another now.
    fileprivate var words: String {
        if isGone { return "\(requirement)  no longer in the index; its entry stays\n" }
        let files = [("new", added), ("CHANGED", changed), ("gone", removed)].flatMap { word, files in
            files.map { "  \(word.padding(toLength: 7, withPad: " ", startingAt: 0))  \($0)\n" }
        }
        return "\(requirement)  \(files.isEmpty ? "unchanged" : "updated")\n" + files.joined()
    }
}

/// `pawl runtime outdated`
enum RuntimeOutdatedSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "outdated"], abstract: "list the runtimes of which the package index has a newer version",
        discussion: """
            Every runtime that is installed or locked is looked up; pre-releases and versions that were taken back are
            left out, as are those without a package for this machine.
            """,
        options: [.format],
        examples: [
            .init(command: "pawl runtime outdated", explanation: "what could next month's suite be measured with?")
        ])

    private struct Line: Codable {
        var name: String
        /// The newest that is installed or locked.
        var newestHere: String
        var newest: String
        /// How many versions lie between, the newest included.
        var newerVersions: Int
        var installCommand: String
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let installed = InstalledRuntimes(in: context.pawlFolder)
        let here = Dictionary(grouping: installed.list() + (try installed.lockedVersions()), by: \.name)
        let index = RuntimeIndex(folder: context.pawlFolder, environment: context.environment)
        let signals = InterruptionSignals(context.interruption)
        let lines = try withExtendedLifetime(signals) {
            try RuntimeCatalogue.known.names.compactMap { name -> Line? in
                guard let newestHere = here[name]?.compactMap({ RuntimeVersion($0.version) }).max() else { return nil }
                context.tellStep(.askingIndex(package: name))
                let newer = try index.versions(of: name, interruption: context.interruption).filter { $0 > newestHere }
                guard let newest = newer.last else { return nil }
                return Line(
                    name: name, newestHere: "\(newestHere)", newest: "\(newest)", newerVersions: newer.count,
                    installCommand: try RuntimeRequirement(name: name, version: "\(newest)").installCommand)
            }
        }
        guard !context.wantsJSON(arguments) else {
            try context.writeJSON(lines)
            return .passed
        }
        guard !lines.isEmpty else {
            let what = here.isEmpty ? "no runtime is installed or locked" : "nothing is newer than what is here"
            context.output.writeResult(what + "\n")
            return .passed
        }
        let table = Document.Table(
            .cells, caption: "Runtimes with newer versions",
            columns: [
                .init("runtime"), .init("here"), .init("newest"), .init("newer", .right),
                .init("install it with", priority: 1),
            ],
            rows: lines.map { line in
                [
                    "\(name: line.name)", "\(name: line.newestHere)", "\(name: line.newest)", "\(line.newerVersions)",
                    "\(name: line.installCommand)",
                ]
            }, noun: "runtimes")
        context.write(Document(blocks: [.table(table)]))
        return .passed
    }
}

/// `pawl runtime remove NAME==VERSION`
enum RuntimeRemoveSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "remove"], abstract: "remove an installed version of a runtime",
        discussion: """
            Its packages stay in the user's cache, and its digests in pawl.lock, so that installing it again needs no
            network. What was measured with it stays, too.
            """,
        positionals: [
            .init(
                name: "NAME==VERSION", abstract: "as 'pawl runtime list' has it",
                suggestions: RuntimeCatalogue.known.map { "\($0.requirement)" }, completion: .none)
        ],
        options: [
            .init(name: "--unlock", value: nil, abstract: "take it out of pawl.lock, too", completion: .none)
        ],
        examples: [
            .init(command: "pawl runtime remove onnxruntime==1.32.0", explanation: "make room; pawl.lock keeps it")
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let requirement = try RuntimeRequirement(parsing: arguments.positionals[0])
        let unlocks = arguments.has("--unlock")
        let isRemoved = try context.runtimeInstaller(arguments)
            .remove(requirement, unlocks: unlocks, interruption: context.interruption)
        guard isRemoved else {
            let folder = context.pawlFolder
            throw UsageError(
                message: "\(requirement) is not installed in \(folder.runtimes)"
                    + (unlocks ? ", nor is it in \(folder.lockFile.path)" : ""),
                hint: "'pawl runtime list' says what is")
        }
        context.output.writeResult("removed \(requirement)\n")
        return .passed
    }
}
