import Diagnostics
import Foundation
import RuntimeLibraries

/// `pawl runtime install NAME[==VERSION]`
enum RuntimeInstallSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "install"], abstract: "fetch, check and unpack a runtime into .pawl/runtimes",
        discussion: """
            The package is fetched with pip, checked against the digest locked in pawl, kept in the user's cache
            ($XDG_CACHE_HOME/pawl, else ~/.cache/pawl) and unpacked. Versions live side by side. What is there and whole
            is left alone. Without a version it is the newest that Pawl was tested with. TVM, MNN, ncnn, LiteRT's
            interpreter and TensorFlow Lite Micro come with a worker in Python, and need Python 3.11, 3.12 or 3.13
            to run.
            """,
        positionals: [
            .init(
                name: "NAME[==VERSION]", abstract: "such as litert, or onnxruntime==1.31.1",
                suggestions: RuntimeCatalogue.installable, completion: .none)
        ],
        examples: [
            .init(command: "pawl runtime install onnxruntime==1.31.1", explanation: "the version the demo uses"),
            .init(command: "pawl runtime install litert", explanation: "the newest version that Pawl was tested with"),
            .init(command: "pawl runtime install ncnn==1.0.20261020", explanation: "ncnn, and the worker that runs it"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let name = arguments.positionals[0]
        let requirement =
            name.contains("=") || name.isEmpty
            ? try RuntimeRequirement(parsing: name) : try RuntimeCatalogue.known.newest(of: name)
        let installer = RuntimeInstaller(folder: context.pawlFolder, environment: context.environment)
        // Ctrl-C has to end pip as well, which runs in a process group of its own.
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let library = try installer.install(requirement, interruption: context.interruption) { step in
                context.output.writeDiagnostic("pawl: \(step)\n")
            }
            context.output.writeResult("\(requirement)  \(library.path)\n")
            return .passed
        }
    }
}

/// `pawl runtime list`
enum RuntimeListSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "list"], abstract: "list the runtimes that are installed and those that can be",
        options: [.format],
        examples: [.init(command: "pawl runtime list", explanation: "what is here, and how to install the rest")])

    private struct Line: Codable {
        var name: String
        var version: String
        var isInstalled: Bool
        var installCommand: String
    }

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let present = Set(InstalledRuntimes(root: context.pawlFolder.runtimes).list())
        let known = RuntimeCatalogue.known.map(\.requirement)
        let unknown = present.subtracting(known).sorted { $0.description < $1.description }
        let lines = (known + unknown).map { requirement in
            Line(
                name: requirement.name, version: requirement.version, isInstalled: present.contains(requirement),
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
            context.output.writeResult("\(padded)  \(line.isInstalled ? "installed" : line.installCommand)\n")
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
        let findings = InstalledRuntimes(root: context.pawlFolder.runtimes).verify()
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
    /// What `pawl runtime install` takes: each runtime by its name, then each version.
    fileprivate static var installable: [String] {
        var names: [String] = []
        for release in known where !names.contains(release.name) { names.append(release.name) }
        return names + known.map { "\($0.requirement)" }
    }
}
