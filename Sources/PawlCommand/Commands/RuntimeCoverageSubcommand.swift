import Diagnostics
import Foundation
import InferenceCore
import ModelFormats
import RuntimeLibraries

/// `pawl runtime coverage MODEL`
enum RuntimeCoverageSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "coverage"], abstract: "list the operators of a model that a runtime cannot take",
        discussion: """
            Nothing is measured. The runtime opens the model in a process of its own. Where it refuses, each distinct
            operator is tried alone; those it refuses are listed with version, types, nodes and the runtime's words.
            Without --runtime every installed runtime that reads the file is asked. The exit code is 0 when all
            operators are taken, 1 when not.
            """,
        positionals: [.init(name: "MODEL", abstract: "the model file")],
        options: [
            .init(
                name: "--runtime", value: "NAME[==VERSION]",
                abstract: "the runtime to ask (default: all that are installed and read the file)", completion: .none),
            .init(
                name: "--provider", value: "NAME",
                abstract: "list what this execution provider of ONNX Runtime leaves to others", completion: .none),
            .format,
        ],
        examples: [
            .init(command: "pawl runtime coverage mine.onnx", explanation: "does every installed runtime take it?"),
            .init(
                command: "pawl runtime coverage mine.onnx --runtime onnxruntime-openvino==1.24.1 --provider openvino",
                explanation: "what would fall back to the processor's kernels?"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let given = arguments.positionals[0]
        let path = context.absolute(given)
        guard FileManager.default.fileExists(atPath: path) else {
            throw UsageError(message: "there is no model file \(given)", hint: "check the path")
        }
        // The processor's own provider is what there is without any.
        let provider = arguments["--provider"].flatMap { $0.lowercased() == "cpu" ? nil : $0 }
        let runtimes = try runtimes(for: path, arguments, in: context)
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let outputs = try runtimes.map { runtime in
                CoverageOutput(
                    runtime: runtime, provider: provider, report: try report(runtime, provider, path, in: context))
            }
            if context.wantsJSON(arguments) {
                try context.writeJSON(outputs.map(\.json))
            } else {
                for json in outputs { context.write(json.document(model: given)) }
            }
            return outputs.allSatisfy(\.report.isCovered) ? .passed : .gateFailed
        }
    }

    private static func report(
        _ runtime: RuntimeRequirement, _ provider: String?, _ path: String, in context: CommandContext
    ) throws -> CoverageReport {
        let worker = try CoverageWorker(runtime, provider: provider, context: context)
        let survey = CoverageSurvey(
            usesProvider: provider != nil,
            // OpenVINO compiles no convolution of unknown rank, say, whatever it does with one in a model.
            wantsShapes: runtime.name == "openvino", open: { try worker.open($0) },
            leftNodes: { try worker.leftNodes(path: $0) })
        return try survey.examine(modelAt: path)
    }

    private static func runtimes(
        for path: String, _ arguments: ParsedArguments, in context: CommandContext
    ) throws -> [RuntimeRequirement] {
        let installed = InstalledRuntimes(in: context.pawlFolder)
        guard let readers = RuntimeFormats.readers(of: path) else {
            throw UsageError(
                message: "no runtime reads files like \(arguments.positionals[0])",
                hint: "model files end in \(RuntimeFormats.extensions.map { "." + $0 }.joined(separator: ", "))")
        }
        let wantsProvider = arguments["--provider"] != nil
        guard let name = arguments["--runtime"] else {
            let found = installed.list().filter {
                readers.contains($0.name) && (!wantsProvider || $0.name.hasPrefix("onnxruntime"))
            }
            guard !found.isEmpty else {
                throw UsageError(
                    message: "no runtime that reads \(arguments.positionals[0]) is installed in \(installed.root)",
                    hint: "'pawl runtime list' says how to install one: \(readers.joined(separator: ", "))")
            }
            return found
        }
        let runtime = try ModelInspection.requirement(name, in: installed)
        guard readers.contains(runtime.name) else {
            throw UsageError(
                message: "\(runtime.name) does not read \(arguments.positionals[0])",
                hint: "these do: \(readers.joined(separator: ", "))")
        }
        guard !wantsProvider || runtime.name.hasPrefix("onnxruntime") else {
            throw UsageError(
                message: "\(runtime.name) has no execution providers", hint: "leave out --provider")
        }
        return [runtime]
    }
}
