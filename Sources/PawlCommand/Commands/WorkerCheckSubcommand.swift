import Foundation
import GoldenSets
import RuntimeLibraries
import Worker

/// `pawl worker check -- COMMAND...`
enum WorkerCheckSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: [WorkerSubcommand.name, "check"], abstract: "hold any worker against the protocol and say what is wrong",
        discussion: """
            Every sentence of docs/worker-protocol.md that a worker can break is tried, against fresh processes of the
            command. Without a model that is all that needs none; with one, and samples that fit it, all the rest.
            Code 0: nothing is wrong; 1: something is.
            """,
        positionals: [
            .init(
                name: "COMMAND", abstract: "the worker's program and its arguments, as in a suite's 'worker'",
                isRepeated: true, isCommand: true)
        ],
        options: [
            .init(name: "--model", value: "FILE", abstract: "a model that the worker runs"),
            .init(
                name: "--golden-set", value: "DIR", abstract: "samples for the model: a folder with a golden.yaml",
                completion: .folders),
            .init(
                name: "--runtime", value: "NAME==VERSION",
                abstract: "what loads the model, where the worker has several runtimes or versions", completion: .none),
            .init(
                name: "--threads", value: "N", abstract: "threads inside one operator (default: 1)", completion: .none),
            .init(
                name: "--option", value: "KEY=VALUE", abstract: "an entry of the suite's 'options' for this runtime",
                isRepeatable: true, completion: .none),
            .init(
                name: "--timeout", value: "TIME", abstract: "the longest that one reply may take (default: 30s)",
                completion: .none),
            .format,
        ],
        examples: [
            .init(command: "pawl worker check -- ./my-worker --fast", explanation: "what needs no model"),
            .init(
                command: "pawl worker check --model a.onnx --golden-set a --runtime onnxruntime==1.31.1 -- pawl worker",
                explanation: "everything, of pawl's own worker"),
            .init(
                command: "pawl worker check -- ssh board ./my-worker", explanation: "a worker on another machine"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        let subject = try subject(arguments, in: context)
        let signals = InterruptionSignals(context.interruption)
        return try withExtendedLifetime(signals) {
            let wantsText = !context.wantsJSON(arguments)
            var section = ""
            let report = try ConformanceRun(subject, interruption: context.interruption).report { finding in
                guard wantsText else { return }
                context.write(finding.document(after: section))
                section = finding.section
            }
            if wantsText {
                context.write(report.summary)
            } else {
                try context.writeJSON(ConformanceJSON(report))
            }
            return report.failures == 0 ? .passed : .gateFailed
        }
    }

    private static func subject(
        _ arguments: ParsedArguments, in context: CommandContext
    ) throws -> ConformanceSubject {
        var command = arguments.positionals
        if command[0].contains("/") { command[0] = context.absolute(command[0]) }
        var subject = ConformanceSubject(command: command, environment: context.environment)
        switch (arguments["--model"], arguments["--golden-set"]) {
        case (let model?, let folder?):
            subject.material = .init(
                modelPath: context.absolute(model),
                goldenSet: try GoldenSet.open(folder: context.absolute(folder), verifyingDigests: true))
        case (nil, nil): break
        case (let model, _):
            throw UsageError(
                message: model == nil ? "--golden-set needs --model" : "--model needs --golden-set",
                hint: "a model and the samples that it is fed go together")
        }
        subject.runtime = try arguments["--runtime"].map { text in
            let requirement = try RuntimeRequirement(parsing: text)
            return RuntimeAddress(name: requirement.name, version: requirement.version)
        }
        if let text = arguments["--threads"] {
            guard let threads = Int(text), 1...1024 ~= threads else {
                throw UsageError(message: "--threads cannot be '\(text)'", hint: "a whole number, 1 to 1024")
            }
            subject.threads = threads
        }
        for text in arguments.all("--option") {
            guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
                throw UsageError(message: "--option cannot be '\(text)'", hint: "write it as KEY=VALUE")
            }
            subject.configuration[String(text[..<sign])] = String(text[text.index(after: sign)...])
        }
        if let seconds = try arguments.duration("--timeout") { subject.timeoutSeconds = seconds }
        return subject
    }
}
