import Records

/// What must hold within a record for its parts to find each other again.
enum RecordValidation {
    /// - Throws: `StoreError.invalidRecord` with the first contradiction.
    static func check(_ run: RunRecord, summaries: [Int: [Metric: Double]]) throws(StoreError) {
        func require(_ holds: Bool, _ reason: @autoclosure () -> String) throws(StoreError) {
            guard holds else { throw .invalidRecord(run: run.id, reason: reason()) }
        }
        try require(!run.id.isEmpty, "its id is empty")
        for (position, cell) in run.cells.enumerated() {
            try require(cell.id == position, "cell \(cell.name) has id \(cell.id) at position \(position)")
            for launch in cell.launches {
                try require(
                    launch.pair.map(run.pairs.indices.contains) ?? true,
                    "a launch of cell \(cell.name) names pair \(launch.pair ?? -1), which is not there")
            }
        }
        for cell in run.cells {
            try require(
                cell.aged == nil || run.rawValuesAgedOutAt != nil,
                "the values of cell \(cell.name) have aged out, and the run does not say when")
            for (metric, level) in cell.aged?.levels ?? [:] {
                try require(
                    level.mean.isFinite && level.standardError.isFinite && level.degreesOfFreedom.isFinite,
                    "the level of \(cell.name) in \(metric.rawValue) is not a number")
            }
        }
        for (position, pair) in run.pairs.enumerated() {
            try require(pair.id == position, "pair \(pair.id) is at position \(position)")
            for cell in [pair.baselineCell, pair.candidateCell] {
                try require(
                    run.cells.indices.contains(cell), "pair \(pair.id) names cell \(cell), which is not there")
            }
        }
        for verdict in run.verdicts {
            try require(
                verdict.cell.map(run.cells.indices.contains) ?? true,
                "a verdict of gate \(verdict.gate) names cell \(verdict.cell ?? -1), which is not there")
        }
        for cell in summaries.keys {
            try require(run.cells.indices.contains(cell), "there is a summary of cell \(cell), which is not there")
        }
        for level in run.storedBaseline?.history ?? [] {
            try require(
                level.mean.isFinite && level.standardError.isFinite && level.degreesOfFreedom.isFinite,
                "what run \(level.run) says of \(level.model)/\(level.variant) is not a number")
        }
        var digests: Set<String> = []
        for set in run.goldenSets {
            try require(digests.insert(set.digest).inserted, "golden set \(set.id) is listed twice")
            if let samples = set.groupedSamples {
                try require(
                    samples >= set.sampleNames.count,
                    "golden set \(set.id) has \(samples) samples in \(set.sampleNames.count) groups")
            }
            for (count, what) in [
                (set.labels.count, "labels"), (set.texts.count, "texts"), (set.sequences.count, "sequence indices"),
            ] {
                try require(
                    count == 0 || count == set.sampleNames.count,
                    "golden set \(set.id) has \(set.sampleNames.count) samples and \(count) \(what)")
            }
            for column in set.columns ?? [] {
                try require(
                    column.indices.count == set.sampleNames.count
                        && column.indices.allSatisfy { column.values.indices.contains(Int($0)) },
                    "column \(column.name) of golden set \(set.id) does not have one value a sample")
            }
        }
    }
}
