import Foundation
import Gating
import Records
import ResultsStore
import Support

/// `pawl-bench history`: writes years of nights of an imagined suite through the real store, and prunes them as users would.
struct HistoryCommand {
    static let usage = """
        Usage: pawl-bench history --out FILE [--years Y] [--cells N] [--keep-raw DAYS] [--seed N]

        Writes a results database of Y years (default 3) of nightly runs of N cells (default 200), through the same store as
        'pawl gate', and lets raw values older than DAYS (default 30) age out as 'pawl prune' does. FILE must not be there.
        The same seed (default 1) gives the same runs, up to their dates. Takes minutes in a release build.
        """

    var out: String
    var years: Double
    var cells: Int
    var rawDays: Double
    var seed: UInt64

    init(_ arguments: [String]) throws(TraceError) {
        var options = CommandOptions(arguments)
        out = try options.text("--out") ?? ""
        years = try options.number("--years", in: 0.01...20) ?? 3
        cells = Int(try options.number("--cells", in: 1...10_000) ?? 200)
        rawDays = try options.number("--keep-raw", in: 0...10_000) ?? 30
        seed = UInt64(try options.number("--seed", in: 0...1e9) ?? 1)
        guard try options.rest().isEmpty, !out.isEmpty else {
            throw .wrongArgument("history needs --out and nothing else", hint: "pawl-bench history --help")
        }
        guard !FileManager.default.fileExists(atPath: out) else {
            throw .wrongArgument("\(out) is there already", hint: "name another file")
        }
    }

    func run(progress: (String) -> Void) throws {
        let now = Date()
        let nights = max(1, Int((years * 365).rounded()))
        let history = SyntheticHistory(cells: cells, nights: nights, end: now, seed: seed)
        let store = try ResultsStore(path: out)
        for night in 0..<nights {
            let run = history.run(night: night)
            try store.save(run, summaries: Self.summaries(of: run))
            // Once a month, so that the file never holds much more than it will keep.
            guard night % 30 == 29 || night == nights - 1 else { continue }
            _ = try store.prune(
                before: history.startedAt(night: night).addingTimeInterval(-rawDays * 86_400), now: run.startedAt,
                ageing: { $0.ageing(recorded: $1) })
            progress("night \(night + 1) of \(nights): \(store.fileBytes() / 1_000_000) MB")
        }
        try store.reclaimSpace()
        progress("\(out): \(nights) runs of \(cells) cells, \(store.fileBytes() / 1_000_000) MB")
    }

    static func summaries(of run: RunRecord) -> [Int: [Metric: Double]] {
        Dictionary(uniqueKeysWithValues: run.cells.map { ($0.id, summary(of: $0)) })
    }

    static func summary(of cell: CellRecord) -> [Metric: Double] {
        let summary = cell.summary
        let values = Metric.allCases.compactMap { metric in summary.value(metric).map { (metric, $0) } }
        return Dictionary(uniqueKeysWithValues: values)
    }
}
