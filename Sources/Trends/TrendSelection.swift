import Foundation
import Records

/// Which of a history's points make a series, and what is told of the others.
struct TrendSelection {
    let options: TrendOptions
    /// Runs whose values count.
    let counted: [SuiteHistory.Run]
    /// The fingerprint that is shown; nil when machines are mixed, or there is no run.
    let machine: String?

    init(_ history: SuiteHistory, options: TrendOptions) {
        self.options = options
        counted = history.runs.filter { options.kinds.contains($0.kind) && $0.status != .running }
        let candidates = counted.filter { run in
            options.machine.map { run.hostName == $0 || run.machineFingerprint.hasPrefix($0) } ?? true
        }
        // Where bundles were imported, when a run was recorded says nothing.
        let byStart = options.order == .started || candidates.contains(where: \.isImported)
        let latest = candidates.max {
            byStart ? $0.startedAt < $1.startedAt : $0.recording < $1.recording
        }
        machine = options.mixesMachines ? nil : latest?.machineFingerprint
    }

    /// Runs that have a place in the series.
    var shownRuns: [SuiteHistory.Run] { counted.filter { machine == nil || $0.machineFingerprint == machine } }

    /// The points of a series on the machine shown, and the machine; a cell on another device only where it was measured last.
    func points(of series: SuiteHistory.Series) -> (points: [HistoryPoint], machine: TrendMachine)? {
        guard let machine else {
            return series.points.last.map { last in
                (
                    series.points,
                    TrendMachine(hostName: last.facts.hostName, fingerprint: nil, device: last.facts.device)
                )
            }
        }
        let here = series.points.filter { $0.facts.machineFingerprint == machine }
        guard let last = here.last?.facts else { return nil }
        return (
            here.filter { $0.facts.device == last.device },
            TrendMachine(hostName: last.hostName, fingerprint: machine, device: last.device)
        )
    }

    /// The metrics of each cell that are shown.
    func metrics(of history: SuiteHistory) -> [CellAddress: Set<Metric>] {
        var known: [CellAddress: Set<Metric>] = [:]
        for series in history.series { known[series.cell, default: []].insert(series.metric) }
        return known.mapValues(options.shown(among:))
    }

    /// What was left out, a line each.
    func notes(on history: SuiteHistory) -> [String] {
        let kinds = history.runs.filter { !options.kinds.contains($0.kind) }
        let running = history.runs.filter { options.kinds.contains($0.kind) && $0.status == .running }
        let stopped = shownRuns.filter { $0.status == .interrupted }
        let elsewhere = counted.filter { machine != nil && $0.machineFingerprint != machine }
        return [
            elsewhere.isEmpty ? nil : Self.note(elsewhere: elsewhere),
            kinds.isEmpty
                ? nil
                : "\(Self.runs(kinds.count)) of 'pawl gate' left out, because gates judge proposals that may never be merged; --include-gates counts them",
            running.isEmpty ? nil : "\(Self.runs(running.count)) left out: still being measured, or killed",
            stopped.isEmpty
                ? nil
                : "\(Self.runs(stopped.count)) stopped before the end: its timings are left out, its predictions and sizes count",
        ].compactMap { $0 }
    }

    private static func note(elsewhere runs: [SuiteHistory.Run]) -> String {
        let hosts = Dictionary(grouping: runs, by: \.machineFingerprint).values.compactMap(\.last)
            .map { "\($0.hostName), \($0.machineFingerprint.prefix(8))" }.sorted()
        let more = hosts.count > 3 ? ", ..." : ""
        return
            "\(Self.runs(runs.count)) on \(hosts.count == 1 ? "another machine" : "\(hosts.count) other machines") not shown (\(hosts.prefix(3).joined(separator: "; "))\(more)): --machine NAME shows one, --all-machines puts all into one series"
    }

    private static func runs(_ count: Int) -> String { count == 1 ? "1 run" : "\(count) runs" }
}
