import Foundation
import Records

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
