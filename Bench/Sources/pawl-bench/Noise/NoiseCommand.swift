import Diagnostics
import Foundation
import Harness
import PawlCommand
import Records
import Support

/// `pawl-bench noise`: what load from outside does to gates.
struct NoiseCommand {
    static let usage = """
        Usage: pawl-bench noise [SUITE] [options]

        Gates a variant against a second copy of itself while busy processes of its own keep the machine loaded, and counts what
        the gates say. Each measured pair is four gates:

          relative, nothing changed   latency_p50 max_increase: 3 %, of equal files: to fail is a false alarm
          fixed, kept when quiet      latency_p99 max: three times what the quiet machine takes: to fail is a false alarm
          relative, broken            latency_p50 max_ratio: 0.5, of equal files: to fail is right
          fixed, broken               latency_p50 max: a quarter of what the quiet machine takes: to fail is right

        SUITE defaults to Suites/nightly.yaml. Nothing else should run meanwhile.

        --model NAME      model of the suite (default: digits)
        --loads LIST      busy processes, a level each (default: 0,2,8)
        --gates N         pairs a level (default: 100)
        --minutes M       end a level after so many minutes (default: 5)
        --launches L      launches a pair, judged once at the end (default: 8)
        --markdown        print the table as Markdown
        """

    private let suite: String
    private let model: String
    private let loads: [Int]
    private let gates: Int
    private let minutes: Double
    private let launches: Int
    private let asMarkdown: Bool

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        model = try options.text("--model") ?? "digits"
        let loads = try options.numbers("--loads") ?? [0, 2, 8]
        guard loads.allSatisfy({ $0 >= 0 && $0 <= 256 && $0 == $0.rounded() }) else {
            throw .wrongArgument("--loads are whole numbers up to 256", hint: "such as 0,2,8")
        }
        self.loads = loads.map { Int($0) }
        gates = Int(try options.number("--gates", in: 1...100_000) ?? 100)
        minutes = try options.number("--minutes", in: 0.01...10_000) ?? 5
        launches = Int(try options.number("--launches", in: 2...1024) ?? 8)
        asMarkdown = options.flag("--markdown")
        let files = try options.rest()
        guard files.count <= 1 else {
            throw .wrongArgument("noise takes one suite", hint: "pawl-bench noise --help")
        }
        suite = files.first ?? "Suites/nightly.yaml"
    }

    func run(progress: (String) -> Void) throws {
        let interruption = Interruption()
        let signals = InterruptionSignals(interruption)
        defer { withExtendedLifetime(signals) {} }
        let subject = try NoiseSubject(suite: suite, model: model, launches: launches, interruption: interruption)
        progress("\(subject.name): the quiet machine first, to have budgets from it ...")
        let quiet = try subject.quiet(pairs: 5)
        progress(
            "p50 \(Quantities.time(quiet.p50)), p99 \(Quantities.time(quiet.p99)): budgets of "
                + "\(Quantities.time(quiet.p99 * NoiseGates.slack)) to keep and \(Quantities.time(quiet.p50 / 4)) to break"
        )
        let judge = NoiseGates(quiet: quiet)
        var levels: [NoiseLevel] = []
        for load in loads where !interruption.wasTriggered {
            let generator = try LoadGenerator(processes: load)
            var level = NoiseLevel(load: load)
            let start = Date()
            while level.pairs < gates, Date().timeIntervalSince(start) < minutes * 60, !interruption.wasTriggered {
                guard let run = try subject.measure(seed: UInt64(load * 1_000_003 + level.pairs)) else { break }
                level.add(judge.states(of: run), run)
                if level.pairs % 10 == 0 { progress("load \(load): \(level.pairs) of \(gates) pairs") }
            }
            level.seconds = Date().timeIntervalSince(start)
            withExtendedLifetime(generator) {}
            levels.append(level)
        }
        print(NoiseTable(levels: levels, gates: gates).text(asMarkdown: asMarkdown))
    }
}
