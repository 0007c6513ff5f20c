import Foundation
import Records

/// A run as the database has it, with its cells' figures when it was stored.
public struct StoredRunRecord: Sendable {
    public var run: RunRecord
    /// By cell id, in base units. They stay when raw values have aged out.
    public var summaries: [Int: [Metric: Double]]
}

extension ResultsStore {
    /// How much of a run to read.
    public enum Extent: Sendable {
        case whole
        /// Without launches, which are nearly all of a run's bytes.
        case withoutLaunches
    }

    /// The run with this id and its summaries; nil when there is none.
    ///
    /// - Throws: `StoreError.unreadableRecord`, `.corrupt`, `.locked`.
    public func storedRun(id: String, _ extent: Extent = .whole) throws(StoreError) -> StoredRunRecord? {
        try withConnection { connection throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                let keys = try connection.prepare(StoredQuery.runByID).rows(.text(id)) { $0.integer() }
                guard let key = keys.first,
                    let run = try RunReader(connection: connection).read(key, withLaunches: extent == .whole)
                else { return nil }
                return StoredRunRecord(
                    run: run, summaries: try SummaryReader(connection: connection).summaries(ofRun: key))
            }
        }
    }
}

/// One line of a list of runs.
public struct RunSummary: Sendable, Equatable {
    public var id: String
    public var kind: RunRecord.Kind
    public var status: RunRecord.Status
    public var suite: String
    public var startedAt: Date
    public var finishedAt: Date?
    public var hostName: String
    public var gitCommit: String?
    public var gitIsDirty: Bool?
    public var onInconclusive: InconclusivePolicy
    public var cellCount: Int
    public var failedCellCount: Int
    /// How many verdicts have each state; states without one are left out.
    public var verdicts: [Verdict.State: Int]

    public var verdictCount: Int { verdicts.values.reduce(0, +) }
    /// Verdicts whose state is `failed`.
    public var failedVerdictCount: Int { verdicts[.failed] ?? 0 }
}

/// A cell as the latest run of a machine left it.
public struct LatestCell: Sendable, Equatable {
    public var address: CellAddress
    public var isReference: Bool
    /// Name and version: `onnxruntime 1.31.1`.
    public var runtime: String
    /// `CellRecord.device`, or the host where it is none.
    public var machine: String
    public var run: String
    public var startedAt: Date
    /// What kept it from being measured whole, if anything.
    public var failure: String?
    public var verdicts: [Verdict.State: Int]
    /// In base units.
    public var values: [Metric: Double] = [:]
}

/// What an earlier run measured of a cell that has not changed since.
public struct EarlierMeasurement: Sendable, Equatable {
    /// `RunRecord.id`.
    public var run: String
    public var startedAt: Date
    /// Those that were measured alone as well as those that were not.
    public var launches: [LaunchRecord]
    /// What stands in for the launches once they have aged out.
    public var aged: RetainedSummary?
}

/// Where a run came from that was measured elsewhere.
public struct ImportRecord: Sendable, Equatable {
    /// SHA-256 that the bundle states of itself.
    public var bundleDigest: String
    public var importedAt: Date
    /// Whether its evaluations may be reused by later runs.
    public var trustsEvaluations: Bool

    public init(bundleDigest: String, importedAt: Date, trustsEvaluations: Bool = false) {
        self.bundleDigest = bundleDigest
        self.importedAt = importedAt
        self.trustsEvaluations = trustsEvaluations
    }
}

/// What became of a run that was to be imported.
public enum ImportOutcome: String, Sendable, Equatable {
    /// It is in the database now.
    case added
    /// It was there already, whole and equal, or from the same bundle; nothing was changed.
    case unchanged
    /// Another run has its id, or the same run with other content: that one was left as it was.
    case conflict
}
