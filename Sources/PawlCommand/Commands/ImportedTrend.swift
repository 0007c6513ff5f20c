import Diagnostics
import Foundation
import Records
import Support
import Trends

/// A trend of series from anyone's file: `pawl trend --csv`.
struct ImportedTrend {
    /// As given; `-` is standard input.
    var file: String
    var separator: Character?
    var direction: Metric.Direction?
    var minimumRelativeChange: Double?
    var since: Date?
    var newSince: Date?

    private var name: String { file == "-" ? "standard input" : (file as NSString).lastPathComponent }
    private var stem: String { file == "-" ? "input" : (name as NSString).deletingPathExtension }

    /// - Throws: `UsageError` for options that do not go with a file.
    init(_ arguments: ParsedArguments, file: String, now: Date) throws(UsageError) {
        self.file = file
        let others = ["--metric", "--only", "--machine", "--all-machines", "--include-gates", "--order", "--db"]
        if let other = others.first(where: { arguments.has($0) || arguments[$0] != nil }) {
            throw UsageError(
                message: "\(other) is for recorded runs, and --csv reads a file", hint: "leave one of them out")
        }
        guard !(arguments.has("--lower-is-better") && arguments.has("--higher-is-better")) else {
            throw UsageError(
                message: "--lower-is-better and --higher-is-better exclude each other", hint: "give one of them")
        }
        direction =
            arguments.has("--lower-is-better")
            ? .lowerIsBetter : arguments.has("--higher-is-better") ? .higherIsBetter : nil
        if let text = arguments["--separator"] {
            let words: [String: Character] = ["comma": ",", "semicolon": ";", "tab": "\t", "\\t": "\t"]
            guard let separator = words[text] ?? (text.count == 1 ? text.first : nil), separator != "\"",
                !separator.isNewline
            else {
                throw UsageError(
                    message: "--separator cannot be '\(text.prefix(20))'",
                    hint: "one character, or comma, semicolon, tab")
            }
            self.separator = separator
        }
        minimumRelativeChange = try arguments.relativeChange("--min-change", example: "1%")
        since = try arguments.moment("--since", now: now)
        newSince = try arguments.moment("--new-since", now: now)
    }

    /// - Throws: `SeriesFileError`, and `UsageError` when no row is left.
    func report(in context: CommandContext) throws -> TrendReport {
        let table = try SeriesFile(bytes(context), separator: separator, name: name)
        let rows = table.rows.filter { $0.moment >= since ?? .distantPast }.enumerated()
            .sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }.map(\.element)
        guard let first = rows.first, let last = rows.last else {
            throw UsageError(message: "no row of \(name) is as young as --since asks", hint: "look further back")
        }
        let measure = TrendMeasure.Stated(
            name: table.valueName, direction: direction, changesByRatio: rows.allSatisfy { $0.value > 0 })
        var options = TrendOptions(
            since: first.moment, until: last.moment, order: .started, minimumRelativeChange: minimumRelativeChange,
            newSince: newSince)
        options.metrics = [Self.metric]
        let (history, events) = history(rows)
        options.stated = ImportedSeries(measure: measure, events: events, file: name, countsTime: table.countsTime)
        return TrendAnalysis(options: options).report(history, suite: stem)
    }

    /// Any metric: `ImportedSeries` says what the values are.
    private static let metric = Metric.meanAbsoluteError

    private func bytes(_ context: CommandContext) throws(SeriesFileError) -> [UInt8] {
        guard file == "-" else {
            do {
                let mapped = try MappedFile(path: context.absolute(file), limit: UInt64(SeriesFile.maximumBytes))
                return withExtendedLifetime(mapped) { Array(mapped.bytes) }
            } catch {
                throw .unreadable(name, error.diagnostics.map(\.message).joined(separator: "; "))
            }
        }
        var data = Data()
        while data.count <= SeriesFile.maximumBytes {
            guard let chunk = try? FileHandle.standardInput.read(upToCount: 1 << 20), !chunk.isEmpty else { break }
            data.append(chunk)
        }
        return Array(data)
    }

    private func history(_ rows: [SeriesFile.Row]) -> (SuiteHistory, [ImportedSeries.Place: String]) {
        var runs: [SuiteHistory.Run] = []
        var points: [String: [HistoryPoint]] = [:]
        var lastEvent: [String: String] = [:]
        var events: [ImportedSeries.Place: String] = [:]
        for row in rows {
            if runs.last?.startedAt != row.moment {
                runs.append(
                    SuiteHistory.Run(
                        id: row.time, recording: runs.count + 1, kind: .nightly, status: .complete,
                        startedAt: row.moment, hostName: name, machineFingerprint: "file"))
            }
            let series = row.series ?? ""
            let facts = HistoryFacts(
                run: runs[runs.count - 1].id, recording: runs.count, kind: .nightly, startedAt: row.moment,
                hostName: name, machineFingerprint: "file", gitCommit: row.commit, pawlVersion: "",
                runtimeVersion: "", modelDigest: "")
            points[series, default: []].append(HistoryPoint(facts, value: row.value))
            // A column that repeats what holds tells an event where it changes.
            if let event = row.event, event != lastEvent[series] {
                events[ImportedSeries.Place(cell: cell(series), recording: runs.count)] = event
            }
            lastEvent[series] = row.event
        }
        let series = points.sorted { $0.key < $1.key }.map { name, points in
            SuiteHistory.Series(cell: cell(name), metric: Self.metric, points: points)
        }
        return (SuiteHistory(runs: runs, series: series), events)
    }

    private func cell(_ series: String) -> CellAddress {
        CellAddress(suite: stem, model: stem, variant: series, runtimeLabel: "")
    }
}
