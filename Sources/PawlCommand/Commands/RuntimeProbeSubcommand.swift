import Diagnostics
import Foundation
import Records
import RuntimeLibraries
import RuntimeProbes

/// `pawl runtime probe NAME==VERSION`, `pawl runtime probe --library PATH`
enum RuntimeProbeSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "probe"],
        abstract: "try what a runtime's library can do, over small models in a process of its own",
        discussion: """
            The library opens models of a few hundred bytes that pawl carries, and its answers are held against known
            numbers. What fails costs that feature only; when inference itself is wrong, nothing is measured with the
            library. A crash or a hang is a finding. Pawl does this by itself when it first sees a library that it was
            not tested with, and keeps what it found below .pawl/probes by the library's digest; this command tries anew.
            The exit code is 0 when the library can be measured with, 1 when not.
            """,
        positionals: [
            .init(
                name: "NAME[==VERSION]", abstract: "an installed runtime, or what --library is", isOptional: true,
                suggestions: RuntimeCatalogue.known.map { "\($0.requirement)" }.filter {
                    RuntimeProbe.covers(String($0.prefix { $0 != "=" }))
                }, completion: .none)
        ],
        options: [
            .init(
                name: "--library", value: "PATH", abstract: "a library of your own, in place of an installed runtime",
                completion: .files),
            .format,
        ],
        examples: [
            .init(command: "pawl runtime probe onnxruntime==1.31.1", explanation: "what is installed"),
            .init(
                command: "pawl runtime probe --library ../build/libonnxruntime.so",
                explanation: "a build of your own, which is asked for its version"),
            .init(
                command: "pawl runtime probe litert==2.3.0 --library build/libLiteRt.so",
                explanation: "one of LiteRT, which does not say its version"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let acceptance = LibraryAcceptance(context: context)
        let report: ProbeReport
        let origin: ProbeOutput.Origin
        if let given = arguments["--library"] {
            let build = try LocalBuild(path: URL(fileURLWithPath: context.absolute(given)).standardizedFileURL.path)
            report = try acceptance.probe(try subject(build, said: arguments.positionals.first))
            origin = ProbeOutput.Origin(path: build.path, origin: .local, bytes: build.bytes)
        } else {
            guard let name = arguments.positionals.first else {
                throw UsageError(
                    message: "which library?",
                    hint: "give an installed runtime, such as onnxruntime==1.31.1, or --library PATH")
            }
            let installed = InstalledRuntimes(in: context.pawlFolder)
            let requirement = try ModelInspection.requirement(name, in: installed)
            let library = try installed.library(name: requirement.name, version: requirement.version)
            guard library.worker == nil, RuntimeProbe.covers(library.name) else {
                throw UsageError(
                    message: "there is no probe for \(library.name), which a worker of its own runs",
                    hint: "'pawl worker check' holds a worker against the protocol")
            }
            report = try acceptance.probe(library.subject)
            origin = ProbeOutput.Origin(path: library.path, origin: library.origin, bytes: library.bytes)
        }
        let output = ProbeOutput(report: report, origin: origin)
        if context.wantsJSON(arguments) {
            try context.writeJSON(output.json)
        } else {
            context.write(output.document)
        }
        return report.refusal == nil ? .passed : .gateFailed
    }

    /// A library of one's own under the name and version that it is said to have, or asked for both.
    private static func subject(_ build: LocalBuild, said text: String?) throws -> RuntimeProbe.Subject {
        guard let text else {
            guard build.saysVersion else { throw LocalBuildError.noVersion(build) }
            return build.subject(name: build.runtime, version: "")
        }
        let parts = text.contains("=") ? try RuntimeRequirement(parsing: text) : nil
        let name = parts?.name ?? text
        guard build.isOf(name) else { throw LocalBuildError.otherRuntime(build, wanted: name) }
        guard build.saysVersion || parts != nil else { throw LocalBuildError.noVersion(build) }
        return build.subject(name: name, version: parts?.version ?? "")
    }
}
