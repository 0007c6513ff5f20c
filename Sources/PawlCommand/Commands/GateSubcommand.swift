import Records

/// `pawl gate SUITE [--baseline NAME | --against SUITE2 | --against-run RUN]`
enum GateSubcommand: Subcommand {
    static let specification = CommandSpecification(
        path: ["gate"], abstract: "measure a suite and judge its gates",
        discussion: """
            Gates 'against: reference' compare the variants of one model within the suite. With --against, gates
            'against: baseline' compare each variant with the same-named variant of another checkout's suite. Both are
            measured interleaved, so that the machine's drift cancels. Measuring stops at the first planned look
            that decides; --budget bounds its time, and what it cannot decide by then is undecided. What a model
            predicts on its golden set is taken from an earlier run of the same database where nothing that could
            change it has changed; --fresh evaluates it all the same.

            With --baseline the baseline is a run that 'pawl baseline set' promoted to a name: its models are measured
            again beside the candidate, from the files that were kept, on the runtimes of that time. A variant whose
            files or runtime are gone is compared by its record, as with --against-run, and the report says so.

            With --against-run the baseline is the record of an earlier run on this machine, for when it cannot be
            measured again. Drift is not cancelled then; how much runs differ is estimated from at least five other
            runs in the database. 'latest' is the suite's last complete 'pawl run', never a gate's.

            --with and --against-with gate an upgrade of a runtime like a change of a model: the suite with one version
            as the candidate, with the other as the baseline. Both must be installed.

            Runtimes with a 'worker' may run on another machine. Files are sent there through the worker, once; --push
            copies them with a program: LABEL is the runtime's in the suite, or a pattern, and no shell reads COMMAND.

            What other programs on the machine do to a gate is told apart: a budget or margin that only their load
            breaks is undecided, not failed. --on-busy wait measures once the machine is calm, --on-busy refuse
            ends with exit code 3 before anything is measured when it is not.

            A latency gate that failed is explained by operator: both sides are profiled in interleaved launches for at
            most 20 s, 1 min for all cells together, and no longer than --budget. 'pawl explain' does the same for any
            cell; --no-explain leaves it out.

            --bisect-codes is for 'git bisect run': 0 when the gates pass, 1 when one fails, 125 for anything else, which
            git leaves out. Compare with what is the same at every commit: --baseline, --against or --against-run.

            --device adds the gates of a device class to the suite's: limits on latency, memory and size. Pawl ships
            phone, wearable and microcontroller. Times are those of this machine, not of the device.
            """,
        positionals: [.init(name: "SUITE", abstract: "a suite file")],
        options: [
            .init(
                name: "--baseline", value: "NAME[@VERSION]",
                abstract: "a promoted baseline to compare with, such as main",
                completion: .recorded(.baselines)),
            .init(name: "--against", value: "SUITE2", abstract: "the suite of the checkout to compare with"),
            .init(
                name: "--against-run", value: "RUN",
                abstract: "an earlier run to compare with: its id, the first digits of it, or latest",
                suggestions: ["latest"], completion: .recorded(.runs)), .with,
            .init(
                name: "--against-with", value: "LABEL=NAME==VERSION|LIBRARY",
                abstract: "the same for the baseline: the suite itself, or that of --against", completion: .none),
            .push, .device, .only, .budget, .onBusy, .waitUntilIdle, .fresh, .database, .artifacts, .output, .junitFile,
            .junitDialect,
            .onInconclusive, .noExplain, .bisectCodes, .format, .seed,
        ],
        examples: [
            .init(command: "pawl gate Suites/demo.yaml", explanation: "judge the variants against their reference"),
            .init(
                command: "pawl gate Suites/demo.yaml --against ../main/Suites/demo.yaml --out Results/pr",
                explanation: "judge a pull request against a checkout of main"),
            .init(
                command: "pawl gate Suites/demo.yaml --baseline main",
                explanation: "judge against the run that was promoted to the name main"),
            .init(
                command:
                    "pawl gate Suites/demo.yaml --with ort=onnxruntime==1.31.1 --against-with ort=onnxruntime==1.20.1",
                explanation: "judge an upgrade of the runtime"),
            .init(
                command: "pawl gate Suites/demo.yaml --baseline main --bisect-codes",
                explanation: "behind 'git bisect run': find the commit that made it slower"),
            .init(
                command: "pawl gate Suites/demo.yaml --on-busy wait --wait-for-calm 30m",
                explanation: "wait up to half an hour for other programs to end"),
            .init(
                command: "pawl gate Suites/demo.yaml --device phone",
                explanation: "judge the budgets of Suites/devices/phone.yaml as well"),
            .init(
                command: "pawl gate Suites/board.yaml --push 'board=scp -q {source} board:{destination}'",
                explanation: "copy files to the board with scp"),
            .init(
                command: "pawl gate Suites/demo.yaml --against-run latest",
                explanation: "judge against the record of the last 'pawl run' of this suite"),
            .init(
                command: "pawl gate Suites/demo.yaml --against-run 3f2a --db Results/bench.db",
                explanation: "judge against an earlier run by its id, in a database of its own"),
        ])

    static func run(_ arguments: ParsedArguments, in context: CommandContext) throws -> ExitCode {
        try MeasuredRun(kind: .gate, arguments: arguments, context: context).execute()
    }
}
