/// `pawl-bench synthesize`: writes traces of imagined machines.
struct SynthesizeCommand {
    static let usage = """
        Usage: pawl-bench synthesize --out FILE [--gates N] [--launches L] [--run-seconds S] [--seed N]

        Writes N traces (default 300) of every kind of noise at 0, +2, +3 and +5 %: independent, drift (AR(1)), bursts,
        heavy tails and a periodic neighbour. The same seed (default 1) gives the same file.
        """

    var out: String
    var gates: Int
    var launches: Int
    var runSeconds: Double
    var seed: UInt64

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        out = try options.text("--out") ?? ""
        gates = Int(try options.number("--gates", in: 1...100_000) ?? 300)
        launches = Int(try options.number("--launches", in: 2...1024) ?? 32)
        runSeconds = try options.number("--run-seconds", in: 0...3600) ?? 4
        seed = UInt64(try options.number("--seed", in: 0...1e9) ?? 1)
        guard try options.rest().isEmpty, !out.isEmpty else {
            throw .wrongArgument("synthesize needs --out and nothing else", hint: "pawl-bench synthesize --help")
        }
    }

    func run() throws(TraceError) {
        let traces = SyntheticTrace.all(gates: gates, launches: launches, runSeconds: runSeconds, seed: seed)
        let session = RecordingSession(source: "synthetic", facts: ["seed": "\(seed)", "gates": "\(gates)"])
        try TraceFile.write(traces, session: session, to: out)
    }
}
