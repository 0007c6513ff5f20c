/// `pawl variants sensitivity MODEL`
enum VariantsSensitivitySubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["variants", "sensitivity"],
        abstract: "find the layers that a quantisation hurts, and the fewest to keep in float",
        discussion: """
            Makes variants of a float model with some layers quantised and judges each by the gates on predictions:
            first all layers together, then each alone, then the smallest set to keep in single precision so that
            the gates pass.
            Prints that set, the command that makes the mixed variant, and its line for the suite.

            With --suite, MODEL is the name of one of its models: the variant that it names as reference is quantised,
            and the suite's golden set, runtime and gates decide. Otherwise MODEL is an .onnx file, with --golden,
            --runtime, and --max-drop or --gate.

            Variants are made by Pawl's model tools in Python (scripts/bootstrap installs them): --python, else
            $PAWL_PYTHON, else .pawl/python. Exit code 0: a set was found, or nothing need be kept. 1: the float
            model itself does not pass. 3: --budget or Ctrl-C ended the search.
            """,
        positionals: [.init(name: "MODEL", abstract: "a model's name in --suite, or an .onnx file")],
        options: [
            .init(name: "--suite", value: "SUITE", abstract: "a suite file that has the model"),
            .init(
                name: "--golden", value: "DIR", abstract: "the golden set to judge an .onnx file by",
                completion: .folders),
            .init(
                name: "--runtime", value: "NAME==VERSION", abstract: "the runtime to run an .onnx file with",
                completion: .none),
            .init(
                name: "--max-drop", value: "DROP",
                abstract: "what an .onnx file may lose of its task's first metric, such as '1 point'",
                completion: .none),
            .init(
                name: "--gate", value: "GATE",
                abstract: "a gate as suites write it, in braces, instead of --max-drop",
                completion: .none),
            .init(
                name: "--method", value: "METHOD", abstract: "how to quantise (default: int8-dynamic)",
                choices: ["int8-dynamic", "int8-qdq", "int4", "fp16"], completion: .none),
            .init(
                name: "--variant", value: "NAME",
                abstract: "the variant's name, which gates may ask for (default: METHOD-mixed)", completion: .none),
            .init(
                name: "--calibration", value: "DIR",
                abstract: "samples for int8-qdq (default: the folder calibration beside the model)",
                completion: .folders),
            .init(name: "--group", value: "N", abstract: "begin with groups of N neighbours", completion: .none),
            .init(
                name: "--by-type", value: nil, abstract: "begin with a group for each operator type",
                completion: .none),
            .init(
                name: "--keep-going", value: nil, abstract: "try each layer also when everything quantised passes",
                completion: .none),
            .init(
                name: "--budget", value: "TIME", abstract: "begin no trial after this time, such as 90s or 5m",
                completion: .none),
            .init(name: "--output", value: "FILE", abstract: "write the mixed variant to this file"),
            .init(name: "--python", value: "PYTHON", abstract: "the Python that has Pawl's model tools"), .format,
        ],
        examples: [
            .init(
                command: "pawl variants sensitivity filetype --suite Suites/demo.yaml --keep-going",
                explanation: "int8 passes for this model: which of its layers come closest to failing?"),
            .init(
                command:
                    "pawl variants sensitivity m.onnx --golden golden --runtime onnxruntime==1.31.1 --max-drop '1 point'",
                explanation: "the same for a model without a suite"),
            .init(
                command:
                    "pawl variants sensitivity filetype --suite Suites/demo.yaml --method int4 --output mixed.onnx",
                explanation: "keep the mixed variant that was found"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        try SensitivityRun(arguments: arguments, context: context).execute()
    }
}
