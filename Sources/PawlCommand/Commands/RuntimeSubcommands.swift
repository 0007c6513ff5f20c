import Diagnostics
import Foundation
import Records
import RuntimeLibraries

/// `pawl runtime install NAME[==VERSION]`
enum RuntimeInstallSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "install"], abstract: "fetch, check and unpack a runtime into .pawl/runtimes",
        discussion: """
            Any version of the package index. Those that Pawl was tested with are known by their digests; others are
            looked up once, and their digests for all processors go into pawl.lock beside .pawl: commit it. From then on
            only those bytes are taken. With --locked, or CI=true, nothing is looked up.

            Packages are fetched with pip, checked, kept in the user's cache ($XDG_CACHE_HOME/pawl, else ~/.cache/pawl)
            and unpacked. Versions live side by side; what is there and whole is left alone. TVM, MNN, ncnn, LiteRT's
            interpreter and TensorFlow Lite Micro come with a worker in Python, and need Python 3.11, 3.12 or 3.13 to
            run.
            """,
        positionals: [
            .init(
                name: "NAME[==VERSION]",
                abstract: "such as litert (the newest), onnxruntime==1.32.0, or 'onnxruntime>=1.30,<1.32'",
                suggestions: RuntimeCatalogue.installable, completion: .none)
        ],
        options: [
            .init(
                name: "--locked", value: nil, abstract: "take what is tested or locked, and look nothing up",
                completion: .none)
        ],
        examples: [
            .init(command: "pawl runtime install onnxruntime==1.31.1", explanation: "the version the demo uses"),
            .init(command: "pawl runtime install litert", explanation: "the newest of the package index"),
            .init(
                command: "pawl runtime install 'onnxruntime>=1.30,<1.32'",
                explanation: "the newest of a range, as Python's packages write it (PEP 440)"),
            .init(command: "pawl runtime install ncnn==1.0.20261020", explanation: "ncnn, and the worker that runs it"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let request = try VersionRequest(parsing: arguments.positionals[0])
        let installer = context.runtimeInstaller(arguments)
        // Ctrl-C has to end pip as well, which runs in a process group of its own.
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let library = try installer.install(
                request, interruption: context.interruption, progress: context.tellStep)
            context.output.writeResult(
                "\(library.name)==\(library.version)  \(library.path)  \(library.origin.title)\n")
            return .passed
        }
    }
}

extension CommandContext {
    /// Fetches and locks, as far as the command and the machine let it.
    func runtimeInstaller(_ arguments: ParsedArguments) -> RuntimeInstaller {
        RuntimeInstaller(
            folder: pawlFolder, cache: .ofUser(environment: environment), environment: environment,
            policy: lockPolicy(arguments))
    }

    /// `--locked`, and `CI=true` as the services set it, look nothing up.
    func lockPolicy(_ arguments: ParsedArguments) -> LockPolicy {
        if arguments.has("--locked") { return .lockedOnly(because: "--locked") }
        let isBuild = !["", "0", "false"].contains((environment["CI"] ?? "").lowercased())
        return isBuild ? .lockedOnly(because: "CI=\(environment["CI"] ?? "")") : .resolve
    }

    func tellStep(_ step: InstallationStep) { output.writeDiagnostic("pawl: \(step)\n") }
}

/// `pawl runtime list`
enum RuntimeListSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "list"], abstract: "list the runtimes that are installed, tested or locked",
        discussion: """
            Of each it says who vouches for it: Pawl, whose tests ran with it, or the project, whose pawl.lock has its
            digests. Any other version of the package index can be installed, too.
            """,
        options: [.format],
        examples: [.init(command: "pawl runtime list", explanation: "what is here, and how to install the rest")])

    private struct Line: Codable {
        var name: String
        var version: String
        var isInstalled: Bool
        /// Nil where nobody vouches for it.
        var origin: LibraryOrigin?
        var installCommand: String

        var state: String {
            guard isInstalled else { return origin == .locked ? "\(installCommand) (locked)" : installCommand }
            return "installed, \(origin?.title ?? "in no pawl.lock: \(installCommand) locks it")"
        }
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let installed = InstalledRuntimes(in: context.pawlFolder)
        let present = Set(installed.list())
        let tested = RuntimeCatalogue.known.map(\.requirement)
        let locked = try installed.lockedVersions().filter { !tested.contains($0) }
        let unknown = present.subtracting(tested + locked).sorted { $0.description < $1.description }
        let lines = (tested + locked + unknown).map { requirement in
            Line(
                name: requirement.name, version: requirement.version, isInstalled: present.contains(requirement),
                origin: tested.contains(requirement) ? .tested : locked.contains(requirement) ? .locked : nil,
                installCommand: requirement.installCommand)
        }
        guard !context.wantsJSON(arguments) else {
            try context.writeJSON(lines)
            return .passed
        }
        let names = lines.map { "\($0.name)==\($0.version)" }
        let width = names.map(\.count).max() ?? 0
        for (line, name) in zip(lines, names) {
            let padded = name.padding(toLength: width, withPad: " ", startingAt: 0)
            context.output.writeResult("\(padded)  \(line.state)\n")
        }
        return .passed
    }
}

/// `pawl runtime verify`
enum RuntimeVerifySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "verify"], abstract: "check every installed runtime against its locked digests",
        options: [.format],
        examples: [.init(command: "pawl runtime verify", explanation: "is every library what it should be?")])

    private struct Line: Codable {
        var name: String
        var version: String
        var isWhole: Bool
        var problem: String?
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let findings = InstalledRuntimes(in: context.pawlFolder).verify()
        let code: ExitCode = findings.contains { $0.problem != nil } ? .incomplete : .passed
        guard !context.wantsJSON(arguments) else {
            try context.writeJSON(
                findings.map { runtime, problem in
                    Line(
                        name: runtime.name, version: runtime.version, isWhole: problem == nil,
                        problem: problem?.diagnostics.first?.message)
                })
            return code
        }
        if findings.isEmpty {
            context.output.writeResult("no runtime is installed in \(context.pawlFolder.runtimes)\n")
        }
        for (runtime, problem) in findings {
            context.output.writeResult("\(runtime)  \(problem == nil ? "whole" : "DAMAGED")\n")
            if let problem {
                let renderer = DiagnosticRenderer(usesColour: context.diagnosticUsesColour)
                context.output.writeDiagnostic(renderer.render(problem.diagnostics) + "\n")
            }
        }
        return code
    }
}

extension RuntimeCatalogue {
    /// What `pawl runtime install` offers at once: each runtime by its name, then each version that was tested.
    fileprivate static var installable: [String] { known.names + known.map { "\($0.requirement)" } }
}
