import Diagnostics
import Foundation

/// Anyone's series: a table with a time and a value, and, where there are such columns, an event, a commit and a series' name.
struct SeriesFile {
    struct Row: Equatable {
        /// As written.
        var time: String
        /// Of whole numbers as many days since 1970, or seconds where one exceeds a million.
        var moment: Date
        var value: Double
        var event: String?
        var commit: String?
        var series: String?
    }

    var rows: [Row] = []
    /// Whether times are whole numbers rather than dates.
    var countsTime = false
    /// What the column of values is called.
    var valueName = "value"

    static let maximumBytes = 64 << 20
    static let maximumRows = 200_000
    static let maximumSeries = 1_000
    static let maximumName = 200

    /// - Parameters:
    ///   - separator: nil takes the one of comma, semicolon and tab that the first line has most of.
    ///   - name: of the file, for errors.
    init(_ bytes: [UInt8], separator: Character?, name: String) throws(SeriesFileError) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(name, "64 MiB") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(name) }
        let table = try Self.table(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text, separator, name)
        guard let header = table.first else { throw .empty(name) }
        let columns = try Columns(header.fields, name: name)
        let written = header.fields[columns.value].trimmingCharacters(in: .whitespaces)
        valueName = PrintableText.shortened(PrintableText.clean(written), to: 60)
        var names: Set<String> = []
        for line in table.dropFirst() {
            guard rows.count < Self.maximumRows else { throw .tooLarge(name, "200,000 rows") }
            let row = try Self.row(
                line, columns, width: header.fields.count, countsTime: rows.isEmpty ? nil : countsTime, name)
            if rows.isEmpty { countsTime = Int(row.time) != nil }
            if let series = row.series { names.insert(series) }
            guard names.count <= Self.maximumSeries else { throw .tooLarge(name, "1,000 series") }
            rows.append(row)
        }
        guard !rows.isEmpty else { throw .empty(name) }
        scaleCounts()
    }

    /// As dates, small numbers count days; larger ones are seconds since 1970.
    private mutating func scaleCounts() {
        guard countsTime else { return }
        if rows.contains(where: { abs($0.moment.timeIntervalSince1970) > Self.largestCount }) {
            countsTime = false
        } else {
            for index in rows.indices {
                rows[index].moment = Date(timeIntervalSince1970: rows[index].moment.timeIntervalSince1970 * 86_400)
            }
        }
    }

    private static let largestCount = 1_000_000.0

    // MARK: - Columns

    private struct Columns {
        var time: Int
        var value: Int
        var event: Int?
        var commit: Int?
        var series: Int?

        static let names: [(kind: String, words: [String])] = [
            ("time", ["time", "date", "datetime", "timestamp", "t", "index", "night", "run"]),
            ("value", ["value", "y"]), ("event", ["event", "events"]), ("commit", ["commit", "sha", "revision"]),
            ("series", ["series", "name", "metric", "benchmark"]),
        ]

        init(_ fields: [String], name: String) throws(SeriesFileError) {
            let words = fields.map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
            func place(_ kind: String) -> Int? {
                let known = Self.names.first { $0.kind == kind }?.words ?? []
                return known.lazy.compactMap { words.firstIndex(of: $0) }.first
            }
            guard let time = place("time") else { throw .noColumn(name, "time", fields) }
            (event, commit, series) = (place("event"), place("commit"), place("series"))
            let others = [time, event, commit, series]
            let left = fields.indices.filter { !others.contains($0) }
            // One column that nothing else explains holds the values, whatever its name.
            guard let value = place("value") ?? (left.count == 1 ? left[0] : nil) else {
                throw .noColumn(name, "value", fields)
            }
            (self.time, self.value) = (time, value)
        }
    }

    // MARK: - Rows

    private struct Line {
        var number: Int
        var fields: [String]
    }

    private static func row(
        _ line: Line, _ columns: Columns, width: Int, countsTime: Bool?, _ name: String
    ) throws(SeriesFileError) -> Row {
        guard line.fields.count == width else {
            throw .wrongWidth(name, line.number, found: line.fields.count, expected: width)
        }
        func text(_ column: Int?) -> String? {
            guard let column else { return nil }
            let text = line.fields[column].trimmingCharacters(in: .whitespaces)
            return text.isEmpty ? nil : String(text.prefix(maximumName))
        }
        guard let time = text(columns.time), let moment = moment(time, countsTime: countsTime) else {
            throw .wrongTime(name, line.number, text(columns.time) ?? "", isCount: countsTime)
        }
        guard let written = text(columns.value), let value = Double(written), value.isFinite, abs(value) < 1e300 else {
            throw .wrongValue(name, line.number, text(columns.value) ?? "")
        }
        return Row(
            time: time, moment: moment, value: value, event: text(columns.event), commit: text(columns.commit),
            series: text(columns.series))
    }

    /// A day of ISO 8601, a moment with or without its zone (UTC then), or a whole number.
    private static func moment(_ text: String, countsTime: Bool?) -> Date? {
        if countsTime != false, let number = Int(text) {
            return number.magnitude <= 10_000_000_000 ? Date(timeIntervalSince1970: Double(number)) : nil
        }
        guard countsTime != true, text.count >= 7 else { return nil }
        let spaced = text.replacing(" ", with: "T", maxReplacements: 1)
        let day = spaced.count == 7 ? spaced + "-01" : spaced
        let forms = day.count == 10 ? [day + "T00:00:00Z"] : [day, day + "Z", day + ":00Z"]
        return forms.lazy.compactMap { form in
            (try? Date(form, strategy: .iso8601))
                ?? (try? Date(form, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        }.first
    }

    /// RFC 4180 with any of three separators; blank lines, and lines that begin with #, are left out.
    private static func table(
        _ text: String, _ separator: Character?, _ name: String
    ) throws(SeriesFileError) -> [Line] {
        var lines: [Line] = []
        var separator = separator
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            if line.allSatisfy(\.isWhitespace) || line.first == "#" { continue }
            let by = separator ?? likeliest(in: line)
            separator = by
            guard let fields = fields(line, by: by) else { throw .openQuote(name, number) }
            lines.append(Line(number: number, fields: fields))
        }
        return lines
    }

    private static func likeliest(in line: Substring) -> Character {
        let counts = ([",", ";", "\t"] as [Character]).map { by in (by, line.count { $0 == by }) }
        return counts.max { $0.1 < $1.1 }?.0 ?? ","
    }

    /// - Returns: nil for a quote that never ends.
    private static func fields(_ line: Substring, by separator: Character) -> [String]? {
        var fields: [String] = [""], isQuoted = false, wasQuote = false
        for character in line {
            if isQuoted {
                if character == "\"" {
                    isQuoted = false; wasQuote = true
                } else {
                    fields[fields.count - 1].append(character)
                }
            } else if character == "\"", wasQuote {
                fields[fields.count - 1].append(character)
                isQuoted = true
            } else if character == "\"", fields[fields.count - 1].isEmpty {
                isQuoted = true
            } else if character == separator {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
            if character != "\"" { wasQuote = false }
        }
        return isQuoted ? nil : fields
    }
}

/// Why a table is no series.
enum SeriesFileError: DiagnosableError, Equatable {
    case unreadable(String, String)
    case tooLarge(String, String)
    case notText(String)
    case empty(String)
    case noColumn(String, String, [String])
    case wrongWidth(String, Int, found: Int, expected: Int)
    case wrongTime(String, Int, String, isCount: Bool?)
    case wrongValue(String, Int, String)
    case openQuote(String, Int)

    static let example = "a first line like 'time,value,event', then '2026-01-31,43.5,' and '2026-02-01,72.0,new model'"

    var blame: Blame { .input }

    var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .unreadable(let name, let cause):
            Diagnostic(code: "series.unreadable", "cannot read \(name)", cause: cause)
        case .tooLarge(let name, let limit):
            Diagnostic(
                code: "series.too-large", "\(name) has more than \(limit)",
                hint: "leave out the oldest rows, or give fewer series at a time")
        case .notText(let name):
            Diagnostic(code: "series.not-text", "\(name) is not UTF-8", hint: "save it as UTF-8")
        case .empty(let name):
            Diagnostic(code: "series.empty", "\(name) holds no row of values", hint: Self.example)
        case .noColumn(let name, let kind, let fields):
            Diagnostic(
                code: "series.no-column",
                "\(name) has no column '\(kind)': its first line names \(fields.prefix(12).map { "'\($0)'" }.joined(separator: ", "))",
                at: SourceLocation(file: name, line: 1, column: 1),
                hint: fields.count == 1
                    ? "\(Self.example); --separator names another than ',', ';' and tab" : Self.example)
        case .wrongWidth(let name, let line, let found, let expected):
            Diagnostic(
                code: "series.wrong-width", "this row has \(found) fields, the first line \(expected)",
                at: SourceLocation(file: name, line: line, column: 1),
                hint: "quote a field that holds the separator: \"a, b\"")
        case .wrongTime(let name, let line, let text, let isCount):
            Diagnostic(
                code: "series.wrong-time", "'\(text.prefix(60))' is no time",
                at: SourceLocation(file: name, line: line, column: 1),
                hint: isCount == true
                    ? "the rows before have whole numbers: give all of them numbers, or all of them dates"
                    : "write it like 2026-01-31, 2026-01-31T12:30:00Z, or as a whole number")
        case .wrongValue(let name, let line, let text):
            Diagnostic(
                code: "series.wrong-value", text.isEmpty ? "the value is missing" : "'\(text.prefix(60))' is no number",
                at: SourceLocation(file: name, line: line, column: 1),
                hint: text.contains(",")
                    ? "write decimals with a point: 43.5" : "leave a row out where nothing was measured")
        case .openQuote(let name, let line):
            Diagnostic(
                code: "series.open-quote", "a quoted field does not end in its line",
                at: SourceLocation(file: name, line: line, column: 1), hint: "close it with '\"'")
        }
    }
}
