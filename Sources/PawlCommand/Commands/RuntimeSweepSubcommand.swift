/// `pawl runtime sweep NAME`
enum RuntimeSweepSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "sweep"],
        abstract: "find every operator that differs between two versions, builds or runtimes",
        discussion: """
            Two releases, two builds of your own, or two runtimes, operator by operator:

            Numbers: the tests of operators that the package 'onnx' carries, inputs with right outputs, run on both. Told
            are those that are right on one and wrong on the other, that one refuses, that end the process, and that are
            right by other bits. A right value differs from the known one by at most 1e-7 + 1e-3 of it, as for ONNX's
            own runner.

            Time: models of one operator each, of sizes that models on phones have, in interleaved launches of fresh
            processes, as long as the evidence asks for it. A change is reported where there is none with a probability
            of at most 1 % over all operators; one of --step is missed with 2 %, larger ones less often.

            Exit code 0: everything is decided, changed or not. 3: something is not, or --budget or Ctrl-C ended it.
            docs/sweep.md explains the method.
            """,
        positionals: [
            .init(
                name: "NAME", abstract: "the runtime: onnxruntime or openvino",
                suggestions: ["onnxruntime", "openvino"],
                completion: .none)
        ],
        options: [
            .init(
                name: "--from", value: "VERSION",
                abstract: "the first version or build (default: the oldest that is known)", completion: .none),
            .init(
                name: "--to", value: "VERSION",
                abstract: "the second version or build (default: the newest that is known)", completion: .none),
            .init(
                name: "--against", value: "NAME[==VERSION]",
                abstract: "another runtime in place of a second version", suggestions: ["openvino", "onnxruntime"],
                completion: .none),
            .init(
                name: "--only", value: "PART", abstract: "leave the other part out",
                choices: OperatorSweep.Part.allCases.map(\.rawValue), completion: .none),
            .init(
                name: "--operators", value: "GLOB",
                abstract: "limit to operators, tests or models whose name matches; several with commas between",
                suggestions: ["Conv", "MatMul", "Gemm", "Softmax", "QLinear*"], completion: .none),
            .init(
                name: "--node-tests", value: "DIR",
                abstract: "a folder of tests as onnx has them (default: those in .pawl/python)", completion: .folders),
            .init(
                name: "--step", value: "PERCENT",
                abstract: "the smallest change of a time that must be found (default: 5%)", completion: .none),
            .init(
                name: "--builds", value: "DIR",
                abstract: "instead of releases: builds of your own, one a folder of DIR",
                completion: .folders),
            .onlyInstalled, .onlyLocked, .sweepBudget, .onBusy, .waitUntilIdle,
            .init(
                name: "--out", value: "DIR", abstract: "write sweep.html, sweep.md and sweep.json",
                completion: .folders),
            .format, .seed,
        ],
        examples: [
            .init(
                command: "pawl runtime sweep onnxruntime --from 1.20.1 --to 1.31.1",
                explanation: "which operators changed their time or their numbers?"),
            .init(
                command: "pawl runtime sweep onnxruntime --from 1.20.1 --only numbers --node-tests onnx-1.16.2",
                explanation: "numbers alone, by the tests in an unpacked package"),
            .init(
                command:
                    "pawl runtime sweep onnxruntime --from 1.30.0 --only time --operators 'Conv,QLinear*' --step 10%",
                explanation: "the time of some operators, changes of a tenth and more"),
            .init(
                command: "pawl runtime sweep onnxruntime --from 1.31.1 --against openvino==2026.4.1",
                explanation: "which operators are faster, or wrong, on which runtime?"),
            .init(
                command: "pawl runtime sweep onnxruntime --builds ../onnxruntime/builds --from main --to mine",
                explanation: "two builds of your own: builds/main/lib/libonnxruntime.so, builds/mine/..."),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        try OperatorSweep(arguments: arguments, context: context).execute()
    }
}
