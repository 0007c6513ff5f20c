/// `pawl runtime bisect NAME SUITE`
enum RuntimeBisectSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["runtime", "bisect"], abstract: "find every release of a runtime at which a variant changed",
        discussion: """
            Measures one variant of a suite on every version of a runtime from --from to --to, and tells at which of
            them the metric changed, by how much, and how certain that is. Each version is compared with the next,
            interleaved, as long as the evidence asks for it. In a whole sweep a change is reported where there is none
            with a probability of at most 1 %; one of --step is missed with 2 %, larger ones less often. What the model
            puts out (accuracy, agreement and the like) is evaluated once for each version and compared exactly;
            agreement is with the first version.

            Versions that are not installed are fetched, as 'pawl runtime install' does. One that cannot be had, or fails
            to load or run the model, is shown as such, and its neighbours are compared with each other.

            Exit code 0: every pair of neighbours is decided. 3: some are not, or --budget or Ctrl-C ended it.
            docs/bisect.md explains the method.
            """,
        positionals: [
            .init(name: "NAME", abstract: "the runtime, such as onnxruntime", completion: .none),
            .init(name: "SUITE", abstract: "a suite file"),
        ],
        options: [
            .init(
                name: "--from", value: "VERSION",
                abstract: "the first version or build (default: the oldest that is known)",
                completion: .none),
            .init(
                name: "--to", value: "VERSION",
                abstract: "the last version or build (default: the newest that is known)",
                completion: .none),
            .init(
                name: "--only", value: "GLOB", abstract: "the variant to follow: model/variant, model or variant",
                completion: .recorded(.variants)),
            .init(
                name: "--metric", value: "METRIC",
                abstract: "what to compare: latency_p50 (default), load_time, peak_memory, accuracy, agreement, ...",
                suggestions: ["latency_p50", "load_time", "peak_memory", "accuracy", "agreement"], completion: .none),
            .init(
                name: "--step", value: "PERCENT",
                abstract: "the smallest change of a time or of memory that must be found (default: 3%)",
                completion: .none),
            .init(
                name: "--builds", value: "DIR",
                abstract: "instead of releases: builds of your own, one a folder of DIR, in the order of their names",
                completion: .folders),
            .onlyInstalled, .onlyLocked, .budget, .onBusy, .waitUntilIdle,
            .init(
                name: "--out", value: "DIR", abstract: "write bisect.html, bisect.md, bisect.json and the chart",
                completion: .folders),
            .format, .seed,
        ],
        examples: [
            .init(
                command:
                    "pawl runtime bisect onnxruntime Suites/demo.yaml --only filetype/fp32 --from 1.20.1 --to 1.31.1",
                explanation: "which release changed its latency?"),
            .init(
                command: "pawl runtime bisect onnxruntime Suites/demo.yaml --only filetype/fp32 --metric accuracy",
                explanation: "which release changed its predictions?"),
            .init(
                command: "pawl runtime bisect onnxruntime mine.yaml --only mine/int8 --builds ../onnxruntime/builds",
                explanation: "which of your own builds changed it? builds/1/lib/libonnxruntime.so, builds/2/..."),
            .init(
                command:
                    "pawl runtime bisect openvino mine.yaml --only mine/int8 --metric load_time --step 10% --out Results/load",
                explanation: "the time to load, changes of a tenth and more, with a report and a chart"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        try RuntimeBisection(arguments: arguments, context: context).execute()
    }
}
