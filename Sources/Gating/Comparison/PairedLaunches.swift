import Records

/// The launches of a pair, side by side.
struct PairedLaunches {
    struct Match: Sendable, Equatable {
        var baseline: LaunchRecord
        var candidate: LaunchRecord
    }

    /// Launches that both sides have, in order of launch; a launch that only one side has is left out.
    let matched: [Match]

    init(_ pair: PairRecord, baseline: CellRecord, candidate: CellRecord) {
        let before = Dictionary(
            baseline.launches.filter { $0.pair == pair.id }.map { ($0.index, $0) },
            uniquingKeysWith: { first, _ in first })
        matched = candidate.launches.filter { $0.pair == pair.id }.sorted { $0.index < $1.index }
            .compactMap { after in before[after.index].map { Match(baseline: $0, candidate: after) } }
    }
}
