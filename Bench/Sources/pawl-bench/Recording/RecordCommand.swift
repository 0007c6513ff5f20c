import Diagnostics
import Foundation
import Harness
import PawlCommand
import Records
import Suites
import Support

/// `pawl-bench record`: fills a trace file until a time or a number of traces is reached.
struct RecordCommand {
    static let usage = """
        Usage: pawl-bench record SUITE --out FILE (--minutes M | --gates N) [options]

        Records launches of each model's reference against itself and against its other variants, for 'replay'. Goes on
        where an earlier recording into FILE stopped. Quiet machines only: nothing else should run.

        --out FILE        trace file, made or continued
        --minutes M       begin no trace after so many minutes
        --gates N         stop when FILE holds so many traces
        --model NAME      only this model of the suite
        --changes LIST    only these changes beside no change, in percent, such as 2,3,5 (0 for none)
        --launches L      launches a trace (default 32)
        --run-seconds S   each side in one stretch, for rules that measure so (default 4; 0 for none)
        --latencies       keep every inference, not only each block's median and mean
        """

    var suite: String
    var out: String
    var minutes: Double?
    var gates: Int?
    var model: String?
    var changes: [Double]?
    var launches = 32
    var runSeconds = 4.0
    var keepsLatencies = false

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        out = try options.text("--out") ?? ""
        minutes = try options.number("--minutes", in: 0.01...100_000)
        gates = try options.number("--gates", in: 1...1_000_000).map { Int($0) }
        model = try options.text("--model")
        changes = try options.numbers("--changes")
        launches = Int(try options.number("--launches", in: 2...1024) ?? 32)
        runSeconds = try options.number("--run-seconds", in: 0...3600) ?? 4
        keepsLatencies = options.flag("--latencies")
        let files = try options.rest()
        guard files.count == 1, !out.isEmpty, minutes != nil || gates != nil else {
            throw .wrongArgument(
                "record needs a suite, --out and --minutes or --gates", hint: "pawl-bench record --help")
        }
        suite = files[0]
    }

    func run(progress: (String) -> Void) throws {
        let pairs = try RecordedPair.all(inSuite: suite, model: model, changes: changes, launches: launches)
        let earlier = FileManager.default.fileExists(atPath: out) ? try TraceFile.read(out) : TraceFile.Content()
        var recorded = earlier.traces.reduce(into: [:]) { $0[$1.origin, default: 0] += 1 }
        let file = try TraceAppender(path: out, wholeBytes: earlier.wholeBytes)
        try file.append(session(pairs))

        let interruption = Interruption()
        // The first signal lets the trace at hand go; a second ends the process.
        let signals = InterruptionSignals(interruption)
        defer { withExtendedLifetime(signals) {} }
        let recorder = TraceRecorder(
            worker: CommandContext.ofThisProcess().worker, interruption: interruption, runSeconds: runSeconds,
            keepsLatencies: keepsLatencies)
        let start = Date()
        while !interruption.wasTriggered, minutes.map({ Date().timeIntervalSince(start) < $0 * 60 }) ?? true,
            gates.map({ recorded.values.reduce(0, +) < $0 }) ?? true
        {
            let pair = pairs[RecordingSchedule.next(pairs.map(\.origin), recorded: recorded)]
            let began = Date()
            guard let trace = try recorder.record(pair, seed: UInt64.random(in: 0...UInt64(UInt32.max))) else { break }
            try file.append(trace)
            recorded[pair.origin, default: 0] += 1
            progress(
                "\(recorded.values.reduce(0, +)): \(pair.origin.group) \(pair.origin.baseline) "
                    + "\(pair.origin.candidate): \(trace.launches.count) launches in "
                    + String(
                        format: "%.1f s, %.1f s in all", Double(trace.launchesNanoseconds) / 1e9,
                        Date().timeIntervalSince(began)))
        }
    }

    private func session(_ pairs: [RecordedPair]) -> RecordingSession {
        let environment = HostEnvironment.capture(
            gitFolder: FileManager.default.currentDirectoryPath, pawlVersion: pawlVersion)
        var facts: [String: String] = [
            "git commit": environment.gitCommit ?? "", "pawl": pawlVersion,
            "runtime": pairs[0].baseline.runtime.name + " " + pairs[0].baseline.runtime.version,
        ]
        for fact in environment.facts where ["cpu", "memory", "kernel"].contains(fact.group) {
            switch fact.value {
            case .text(let text): if text.utf8.count < 200 { facts["\(fact.group) \(fact.key)"] = text }
            case .number(let number, let unit): facts["\(fact.group) \(fact.key)"] = "\(number) \(unit)"
            case .unavailable: break
            }
        }
        return RecordingSession(source: "recorded", facts: facts)
    }
}
