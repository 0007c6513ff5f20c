import Foundation
import Records

/// What must hold of a run from elsewhere beside the rules of the store: names are names, counts are counts, and every list has
/// as many entries as what it counts.
public enum BundleValidation {
    /// Of a name, a path or another text of one line, in bytes of UTF-8.
    static let longestName = 4096
    /// No count of Pawl comes near it, and sums of them stay far from where integers end.
    static let largestCount = 1_000_000_000
    /// Of times in nanoseconds, and of sizes in bytes: 31 years, an exabyte. Sums stay far from where integers end.
    static let largestQuantity: UInt64 = 1_000_000_000_000_000_000

    /// - Throws: `BundleError.invalid` with the first contradiction.
    public static func check(
        _ run: RunRecord, summaries: [Int: [Metric: Double]] = [:], in name: String
    ) throws(BundleError) {
        let checker = Checker(name: name)
        try checker.require(
            UUID(uuidString: run.id)?.uuidString.lowercased() == run.id, "its id is no UUID in small letters")
        try checker.names(of: run)
        try checker.counts(of: run)
        try checker.cells(of: run)
        for cell in run.cells { try checker.figures(of: cell, summaries[cell.id] ?? [:]) }
        for set in run.goldenSets { try checker.goldenSet(set) }
    }

    private struct Checker {
        var name: String

        func require(_ holds: Bool, _ reason: @autoclosure () -> String) throws(BundleError) {
            guard holds else { throw .invalid(name: name, reason: reason()) }
        }

        /// Control characters could move a cursor, end a line of a report, or hide the rest of a name.
        func text(_ text: String?, _ what: String) throws(BundleError) {
            guard let text else { return }
            try require(text.utf8.count <= longestName, "\(what) has more than \(longestName) bytes")
            try require(
                !text.unicodeScalars.contains { $0.properties.generalCategory == .control },
                "\(what) has a control character")
        }

        func count(_ value: Int?, from least: Int = 0, _ what: String) throws(BundleError) {
            guard let value else { return }
            try require((least...largestCount).contains(value), "\(what) is \(value)")
        }

        func suite(_ suite: SuiteReference?, _ what: String) throws(BundleError) {
            try text(suite?.name, "the name of \(what)")
            try text(suite?.file, "the file of \(what)")
            try text(suite?.digest, "the digest of \(what)")
        }

        func names(of run: RunRecord) throws(BundleError) {
            try suite(run.suite, "its suite")
            try suite(run.against, "the baseline's suite")
            if let baseline = run.storedBaseline {
                try suite(baseline.suite, "the stored baseline's suite")
                for text in [baseline.run, baseline.pawlVersion, baseline.hostName, baseline.machineFingerprint] {
                    try self.text(text, "a fact of the stored baseline")
                }
            }
            try text(run.pawlVersion, "the version of Pawl")
            try text(run.environment.hostName, "the host's name")
            try text(run.environment.machineFingerprint, "the machine's fingerprint")
            try text(run.environment.gitCommit, "the commit")
            for fact in run.environment.facts {
                try text(fact.group, "a group of facts")
                try text(fact.key, "the name of a fact")
            }
            for verdict in run.verdicts {
                try text(verdict.rule, "a gate")
                try text(verdict.file, "a gate's file")
            }
        }

        func counts(of run: RunRecord) throws(BundleError) {
            for pair in run.pairs {
                try count(pair.launchesPlanned, "the number of launches that a pair planned")
                try count(pair.launchesMeasured, "the number of launches that a pair measured")
                for look in pair.looks { try count(look, "a look of a pair") }
            }
            for verdict in run.verdicts {
                try count(verdict.gate, "the position of a gate")
                try count(verdict.line, "a gate's line")
                try count(verdict.column, "a gate's column")
                guard let slices = verdict.evidence?.slices else { continue }
                for number in [slices.failed, slices.undecided, slices.passed, slices.leftOut] {
                    try count(number, "a number of slices")
                }
                for slice in slices.worst { try count(slice.samples, "the samples of a slice") }
            }
            for level in run.storedBaseline?.history ?? [] {
                try count(level.launches, "the launches of a past run")
                try self.level(level.mean, level.standardError, "a past run")
            }
        }

        func cells(of run: RunRecord) throws(BundleError) {
            let samples = Dictionary(run.goldenSets.map { ($0.digest, $0.sampleNames.count) }) { first, _ in first }
            var seen: Set<[String]> = []
            for cell in run.cells {
                try text(cell.model, "the name of a model")
                try text(cell.variant, "the name of a variant")
                try text(cell.runtimeLabel, "the label of a runtime")
                try require(!cell.model.isEmpty && !cell.variant.isEmpty, "a cell has no name")
                try require(
                    seen.insert([cell.side.rawValue, cell.model, cell.variant, cell.runtimeLabel]).inserted,
                    "it has two cells \(cell.name)")
                for value in [
                    cell.modelFile.path, cell.modelFile.digest, cell.runtime.name, cell.runtime.version,
                    cell.runtime.libraryDigest, cell.runtime.provider, cell.device, cell.goldenSetDigest,
                    cell.failure?.phase, cell.failure?.signal,
                ] { try text(value, "a fact of cell \(cell.name)") }
                for (option, value) in cell.runtime.options {
                    try text(option, "an option of cell \(cell.name)")
                    try text(value, "an option of cell \(cell.name)")
                }
                for (tensor, conversion) in cell.conversions ?? [:] {
                    try text(tensor, "a conversion of cell \(cell.name)")
                    try text(conversion, "a conversion of cell \(cell.name)")
                }
                for timing in cell.operators { try text(timing.type, "an operator of cell \(cell.name)") }
                for launch in cell.launches { try self.launch(launch, of: cell.name) }
                if let accuracy = cell.accuracy { try predictions(accuracy, of: cell, samples[cell.goldenSetDigest]) }
            }
        }

        /// Levels are of logarithms, or of shares: e to the power of a thousand is no figure of anything.
        func level(_ mean: Double, _ standardError: Double, _ what: String) throws(BundleError) {
            try require(
                mean.magnitude <= 1e18 && (0...1e18).contains(standardError), "the level of \(what) cannot be true")
        }

        func quantity(_ value: UInt64?, _ what: String) throws(BundleError) {
            guard let value else { return }
            try require(value <= largestQuantity, "\(what) is \(value)")
        }

        /// A cell's figures: a figure may be missing or infinite, but not beyond what it counts.
        func figures(of cell: CellRecord, _ summary: [Metric: Double]) throws(BundleError) {
            let sources = [
                summary, cell.aged?.metrics ?? [:], cell.accuracy?.metrics ?? [:],
                cell.accuracy?.metricsAgainstBaseline ?? [:],
            ]
            for (metric, value) in sources.joined() where value.isFinite {
                try require(
                    metric.dimension.plausibleRange.contains(value),
                    "the \(metric.title) of \(cell.name) is \(value)")
            }
            for level in (cell.aged?.levels ?? [:]).values {
                try self.level(level.mean, level.standardError, cell.name)
            }
            for timing in cell.operators {
                try require(
                    !(timing.meanNanoseconds.magnitude > Double(largestQuantity)),
                    "the time of an operator of \(cell.name) is \(timing.meanNanoseconds)")
            }
            try require(
                (0...1e10).contains(cell.secondsSpent), "the time spent on \(cell.name) is \(cell.secondsSpent) s")
            try quantity(cell.modelFile.bytes, "the size of the model of \(cell.name)")
        }

        func launch(_ launch: LaunchRecord, of cell: String) throws(BundleError) {
            for (value, what) in [
                (launch.loadNanoseconds, "loading"), (launch.firstInferenceNanoseconds, "the first inference"),
                (launch.warmUp.nanoseconds, "a warm-up"), (launch.conditions?.probeNanoseconds, "a probe"),
                (launch.floorMemoryBytes, "the memory"), (launch.peakMemoryBytes, "the memory"),
                (launch.plannedArenaBytes, "the memory"), (launch.deviceMemoryBytes, "the memory"),
            ] { try quantity(value, "\(what) of \(cell)") }
            if let conditions = launch.conditions {
                try require(
                    (0...1e10).contains(conditions.pauseSeconds) && (-1e6...1e6).contains(conditions.foreignCores ?? 0),
                    "the load beside a launch of \(cell) cannot be true")
            }
            try count(launch.index, "the number of a launch of \(cell)")
            try count(launch.warmUp.inferences, "a warm-up of \(cell)")
            for block in launch.blocks {
                try count(block.quad, "the quad of a block of \(cell)")
                try count(block.position, "the place of a block of \(cell)")
                try count(block.inferencesPerValue, from: 1, "the inferences behind a value of \(cell)")
                for time in [block.startNanoseconds, block.wallNanoseconds, block.cpuNanoseconds] {
                    try quantity(time, "the time of a block of \(cell)")
                }
                for value in block.valuesNanoseconds { try quantity(value, "a latency of \(cell)") }
            }
        }

        func predictions(_ accuracy: AccuracyRecord, of cell: CellRecord, _ samples: Int?) throws(BundleError) {
            try count(accuracy.topK, "the k of \(cell.name)")
            for comparison in [accuracy.comparison, accuracy.comparisonWithBaseline].compactMap({ $0 }) {
                for sample in comparison.worstSamples { try count(sample.sample, "a sample of \(cell.name)") }
                for tensor in comparison.tensors {
                    try count(tensor.samples, "the samples of an output of \(cell.name)")
                }
            }
            guard let samples else { return }
            for (found, what) in [
                (accuracy.predictions.count, "answers"), (accuracy.labelRanks.count, "ranks"),
                (accuracy.texts.count, "texts"), (accuracy.confidences?.count ?? 0, "confidences"),
                (accuracy.origin?.sampleDigests.count ?? 0, "digests of predictions"),
            ] {
                try require(
                    found == 0 || found == samples, "\(cell.name) has \(found) \(what) for \(samples) golden samples")
            }
        }

        func goldenSet(_ set: GoldenSetRecord) throws(BundleError) {
            for value in [set.id, set.version, set.digest, set.task] { try text(value, "a fact of a golden set") }
            if let samples = set.groupedSamples { try count(samples, "the samples in groups of \(set.id)") }
            for column in set.columns ?? [] {
                try text(column.name, "the name of a column of \(set.id)")
                for value in column.values { try text(value, "a value of column \(column.name) of \(set.id)") }
            }
            for sample in set.sampleNames { try text(sample, "the name of a sample of \(set.id)") }
            try require(
                set.sequences.first.map { $0 >= 0 } ?? true
                    && zip(set.sequences, set.sequences.dropFirst()).allSatisfy(<=),
                "the sequences of golden set \(set.id) are out of order")
        }
    }
}
