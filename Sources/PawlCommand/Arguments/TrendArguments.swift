import Diagnostics
import Foundation
import Records
import Trends

/// The options of a trend as the command line gives them.
struct TrendArguments {
    private let arguments: ParsedArguments
    private let now: Date

    /// How far back histories go: 90 days.
    static let defaultSeconds = 90.0 * 86_400

    init(_ arguments: ParsedArguments, now: Date) {
        self.arguments = arguments
        self.now = now
    }

    /// - Throws: `UsageError` for what cannot be meant.
    func options() throws(UsageError) -> TrendOptions {
        guard !(arguments.has("--all-machines") && arguments["--machine"] != nil) else {
            throw UsageError(message: "--machine and --all-machines exclude each other", hint: "give one of them")
        }
        return TrendOptions(
            since: try arguments.moment("--since", now: now)
                ?? now.addingTimeInterval(-Self.defaultSeconds),
            until: now, metrics: try metrics(), includesGateRuns: arguments.has("--include-gates"),
            mixesMachines: arguments.has("--all-machines"), machine: arguments["--machine"],
            order: arguments["--order"].flatMap(TrendOptions.Order.init) ?? .recorded,
            minimumRelativeChange: try arguments.relativeChange("--min-change", example: "1%"),
            newSince: try arguments.moment("--new-since", now: now))
    }

    private func metrics() throws(UsageError) -> Set<Metric>? {
        guard let text = arguments["--metric"] else { return nil }
        var metrics: Set<Metric> = []
        for word in text.split(separator: ",").map({ $0.trimmingCharacters(in: .whitespaces) }) {
            guard let metric = Metric(rawValue: word) else {
                throw UsageError(
                    message: "--metric: there is no metric '\(word)'",
                    hint: Suggestion.hint(for: word, among: Metric.allCases.map(\.rawValue)))
            }
            metrics.insert(metric)
        }
        guard !metrics.isEmpty else {
            throw UsageError(message: "--metric names no metric", hint: "write it like --metric latency_p50,accuracy")
        }
        return metrics
    }
}

extension ParsedArguments {
    /// A moment as a length of time before now, a day, or a moment of RFC 3339, all in UTC; nil when the option is not given.
    func moment(_ option: String, now: Date) throws(UsageError) -> Date? {
        guard let text = self[option] else { return nil }
        if let day = try? Date(text, strategy: Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()),
            text.count == 10
        {
            return day
        }
        if let moment = try? Date(text, strategy: .iso8601) { return moment }
        let hint = "write it like 90d, 36h, 2026-01-31 or 2026-01-31T12:00:00Z"
        do throws(QuantityError) {
            return now.addingTimeInterval(-(try Quantity.parseDuration(text)))
        } catch {
            throw UsageError(message: "\(option) cannot be '\(text)'", hint: hint)
        }
    }
}
