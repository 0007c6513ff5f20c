import Foundation
import Records

/// A run as the text formats show it: its cells and their figures. Launches and predictions may be left out.
public struct ExportedRun: Sendable {
    public var run: RunRecord
    /// By cell id, in base units; what is stored, so that runs whose raw values are gone have them too.
    public var summaries: [Int: [Metric: Double]]

    public init(run: RunRecord, summaries: [Int: [Metric: Double]]) {
        self.run = run
        self.summaries = summaries
    }

    /// Finite values of a cell in the order of `Metric`.
    public func values(of cell: CellRecord) -> [(metric: Metric, value: Double)] {
        let values = summaries[cell.id] ?? [:]
        return Metric.allCases.compactMap { metric in
            values[metric].flatMap { $0.isFinite ? (metric, $0) : nil }
        }
    }

    /// `failed`, `measured` or `not_measured`, as in the view `cell_summary`.
    public func status(of cell: CellRecord) -> String {
        if cell.failure != nil { return "failed" }
        let isMeasured = cell.accuracy != nil || values(of: cell).contains { $0.metric != .modelSize }
        return isMeasured || !cell.launches.isEmpty ? "measured" : "not_measured"
    }

    /// Why a cell has no (or not all) values, in the words of the view `cell_summary`.
    public func failure(of cell: CellRecord) -> String? {
        cell.failure.map { "\($0.kind.rawValue) while \($0.phase): \($0.message)" }
    }
}

extension RunRecord {
    /// Whether the timings behind the summaries have aged out: launches are there, and not one of them has a block.
    public var lacksRawValues: Bool {
        let launches = cells.flatMap(\.launches)
        return !launches.isEmpty && launches.allSatisfy { $0.blocks.isEmpty }
    }
}

/// Moments as RFC 3339 in UTC, to the second.
enum StandardTime {
    /// `2026-01-31T12:30:05Z`.
    static func text(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day().time(includingFractionalSeconds: false)) + "Z"
    }
}
