import Foundation
import Records

/// The order of a history's runs, and what is odd about their clocks.
///
/// Within a machine runs stand in the order in which they were recorded: a clock that was set back does not scramble them. Runs of
/// several machines are merged by their start, a run that was recorded later counting as started no earlier. Runs that were imported
/// stand where their start says: bundles come in any order.
struct TrendOrder {
    /// Position of a run by its recording.
    let position: [Int: Int]
    let notes: [String]

    init(_ runs: [SuiteHistory.Run], order: TrendOptions.Order, now: Date) {
        let recorded = runs.sorted { $0.recording < $1.recording }
        var latest: [String: Date] = [:]
        var turned: [SuiteHistory.Run] = []
        let keyed = recorded.map { run in
            guard !run.isImported else { return (start: run.startedAt, recording: run.recording) }
            let before = latest[run.machineFingerprint] ?? .distantPast
            if run.startedAt < before { turned.append(run) }
            let effective = max(before, run.startedAt)
            latest[run.machineFingerprint] = effective
            return (start: order == .recorded ? effective : run.startedAt, recording: run.recording)
        }
        let sorted = keyed.sorted { ($0.start, $0.recording) < ($1.start, $1.recording) }
        position = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1.recording, $0) })
        let early = runs.filter { $0.startedAt.timeIntervalSince(now) > Self.tolerance }
        notes = [Self.note(turned: turned, order), Self.note(future: early)].compactMap { $0 }
    }

    /// Clocks of two machines may differ by so much, in seconds, without a word.
    private static let tolerance = 600.0

    private static func note(turned: [SuiteHistory.Run], _ order: TrendOptions.Order) -> String? {
        guard let first = turned.first else { return nil }
        let runs = turned.count == 1 ? "1 run says that it" : "\(turned.count) runs say that they"
        let what =
            "\(runs) started before a run that was recorded earlier on the same machine (the first: \(first.id.prefix(8)), \(TrendTime.text(first.startedAt)))"
        switch order {
        case .recorded:
            return what + ": a clock was set back, or runs were brought from elsewhere. They stand in the order of "
                + "recording; --order started takes the clock's word"
        case .started: return what + ". They stand where their clock says, as --order started asks"
        }
    }

    private static func note(future runs: [SuiteHistory.Run]) -> String? {
        guard let last = runs.max(by: { $0.startedAt < $1.startedAt }) else { return nil }
        let text = runs.count == 1 ? "1 run is" : "\(runs.count) runs are"
        return
            "\(text) dated in the future (the last: \(last.id.prefix(8)), \(TrendTime.text(last.startedAt))): look at the clock of \(last.hostName)"
    }
}

enum TrendTime {
    /// `2026-01-31 12:30 UTC`
    static func text(_ date: Date) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
            .time(includingFractionalSeconds: false)
        return date.formatted(style).replacing("T", with: " ").prefix(16) + " UTC"
    }
}
