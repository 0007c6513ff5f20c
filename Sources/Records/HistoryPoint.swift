import Foundation

/// One run's value of one metric of one cell, with what may explain a step in the series.
///
/// The facts read and write as if they were the point's own (`point.gitCommit`); all metrics of a cell share one copy of them,
/// because a history of years has a million points.
@dynamicMemberLookup
public struct HistoryPoint: Sendable, Equatable {
    /// In the metric's base unit.
    public var value: Double
    private var shared: Shared

    private final class Shared: Sendable {
        let facts: HistoryFacts

        init(_ facts: HistoryFacts) { self.facts = facts }
    }

    public init(_ facts: HistoryFacts, value: Double) {
        self.value = value
        shared = Shared(facts)
    }

    public init(
        run: String, kind: RunRecord.Kind, startedAt: Date, status: RunRecord.Status = .complete, value: Double,
        hostName: String, machineFingerprint: String, device: String? = nil, gitCommit: String? = nil,
        gitIsDirty: Bool? = nil, pawlVersion: String, runtimeVersion: String, modelDigest: String
    ) {
        self.init(
            HistoryFacts(
                run: run, kind: kind, startedAt: startedAt, status: status, hostName: hostName,
                machineFingerprint: machineFingerprint, device: device, gitCommit: gitCommit, gitIsDirty: gitIsDirty,
                pawlVersion: pawlVersion, runtimeVersion: runtimeVersion, modelDigest: modelDigest),
            value: value)
    }

    public var facts: HistoryFacts { shared.facts }

    /// The same facts with another value.
    public func with(value: Double) -> HistoryPoint {
        var point = self
        point.value = value
        return point
    }

    /// Whether the two were taken in one go: much faster than comparing all facts, and never wrong where it says yes.
    public func sharesFacts(with other: HistoryPoint) -> Bool { shared === other.shared }

    public subscript<Fact>(dynamicMember fact: WritableKeyPath<HistoryFacts, Fact>) -> Fact {
        get { shared.facts[keyPath: fact] }
        set {
            var facts = shared.facts
            facts[keyPath: fact] = newValue
            shared = Shared(facts)
        }
    }

    public static func == (one: HistoryPoint, other: HistoryPoint) -> Bool {
        one.value == other.value && (one.sharesFacts(with: other) || one.facts == other.facts)
    }
}
