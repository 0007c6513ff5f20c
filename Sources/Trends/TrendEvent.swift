import Records

/// Something that is known to have changed between two neighbouring points of a series.
public struct TrendEvent: Sendable, Equatable {
    public enum Kind: String, Sendable, Codable, CaseIterable {
        case model, goldenSet = "golden_set", runtime, options, operatingSystem = "operating_system", machine, pawl
        /// What somebody wrote beside the values.
        case stated
    }

    /// Of the first point after it.
    public var position: Int
    public var kind: Kind
    /// For people: `onnxruntime 1.20.1 -> 1.31.1`.
    public var text: String

    public init(position: Int, kind: Kind, text: String) {
        self.position = position
        self.kind = kind
        self.text = text
    }
}

extension TrendEvent {
    /// What is known to differ between each two neighbouring points, in order of position.
    ///
    /// - Complexity: O(points); facts are compared only where they are not the very same.
    static func find(in points: [HistoryPoint]) -> [TrendEvent] {
        var events: [TrendEvent] = []
        for position in points.indices.dropFirst() {
            let earlier = points[position - 1].facts, later = points[position].facts
            events += differences(earlier, later).map { TrendEvent(position: position, kind: $0, text: $1) }
        }
        return events
    }

    /// Events that somebody wrote beside the values, by the run of the first value after each.
    static func stated(_ events: [ImportedSeries.Place: String], cell: CellAddress, in points: [HistoryPoint])
        -> [TrendEvent]
    {
        points.indices.dropFirst().compactMap { position in
            let place = ImportedSeries.Place(cell: cell, recording: points[position].facts.recording)
            guard let text = events[place], points[position - 1].facts.recording != place.recording else { return nil }
            return TrendEvent(position: position, kind: .stated, text: text)
        }
    }

    private static func differences(_ earlier: HistoryFacts, _ later: HistoryFacts) -> [(Kind, String)] {
        var found: [(Kind, String)] = []
        if earlier.machineFingerprint != later.machineFingerprint || earlier.device != later.device {
            found.append((.machine, change(machine(earlier), machine(later), same: "other settings")))
        }
        if let text = operatingSystem(earlier, later) { found.append((.operatingSystem, text)) }
        if let text = runtime(earlier, later) { found.append((.runtime, text)) }
        if earlier.runtimeOptions != later.runtimeOptions || earlier.runtimeProvider != later.runtimeProvider {
            found.append((.options, change(earlier.runtimeProvider, later.runtimeProvider, same: "options changed")))
        }
        if earlier.goldenSetDigest != later.goldenSetDigest { found.append((.goldenSet, "other golden set")) }
        if earlier.modelDigest != later.modelDigest {
            found.append((.model, "model \(earlier.modelDigest.prefix(8)) -> \(later.modelDigest.prefix(8))"))
        }
        if earlier.pawlVersion != later.pawlVersion {
            found.append((.pawl, "Pawl \(earlier.pawlVersion) -> \(later.pawlVersion)"))
        }
        return found
    }

    private static func machine(_ facts: HistoryFacts) -> String { facts.device ?? facts.hostName }

    /// A fact that is not known is no change.
    private static func operatingSystem(_ earlier: HistoryFacts, _ later: HistoryFacts) -> String? {
        let pairs = [
            (earlier.distribution, later.distribution), (earlier.kernelRelease, later.kernelRelease),
        ]
        let changed = pairs.filter { !$0.isEmpty && !$1.isEmpty && $0 != $1 }.map { "\($0) -> \($1)" }
        return changed.isEmpty ? nil : changed.joined(separator: ", ")
    }

    private static func runtime(_ earlier: HistoryFacts, _ later: HistoryFacts) -> String? {
        let names = [earlier, later].map { "\($0.runtimeName) \($0.runtimeVersion)" }
        guard names[0] != names[1] || earlier.runtimeLibraryDigest != later.runtimeLibraryDigest else { return nil }
        return change(names[0], names[1], same: "\(names[1]), another build")
    }

    private static func change(_ earlier: String, _ later: String, same: String) -> String {
        earlier == later ? (same.hasPrefix(later) ? same : "\(later): \(same)") : "\(earlier) -> \(later)"
    }
}

extension TrendEvent.Kind {
    /// Whether it may change the level of a metric: where it happened a level is tested as such, one value after it may do.
    func mayMove(_ metric: Metric) -> Bool {
        guard !metric.isExact else { return false }
        switch self {
        // Predictions come from the model and the runtime; another kernel does not change them.
        case .operatingSystem: return metric.origin == .measurement
        case .model, .goldenSet, .runtime, .options, .machine, .pawl, .stated: return true
        }
    }
}
