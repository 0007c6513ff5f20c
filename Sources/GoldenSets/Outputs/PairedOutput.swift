import InferenceCore
import TaskMetrics

/// One output of two models, row by row for the samples that both have.
package struct PairedOutput {
    let reference: OutputTable
    let candidate: OutputTable
    /// Rows of either table, and the sample that both are of.
    package let rows: [(sample: Int, reference: Int, candidate: Int)]

    package init(reference: SampledOutput, candidate: SampledOutput) {
        self.reference = reference.table
        self.candidate = candidate.table
        let positions = Dictionary(uniqueKeysWithValues: zip(candidate.samples, candidate.samples.indices))
        rows = reference.samples.enumerated().compactMap { row, sample in
            positions[sample].map { (sample, row, $0) }
        }
    }

    /// Whether every element has its counterpart: axes of one element do not count.
    package var hasEqualShapes: Bool {
        rows.allSatisfy { row in
            Self.essential(reference.shape(ofRow: row.reference))
                == Self.essential(candidate.shape(ofRow: row.candidate))
        }
    }

    static func essential(_ shape: [Int]) -> [Int] { shape.filter { $0 != 1 } }

    /// Samples with NaN or infinity on either side; minus infinity on both is no difference.
    package var notFinite: Int {
        rows.count { row in
            guard !(Self.isFinite(reference, row.reference) && Self.isFinite(candidate, row.candidate)) else {
                return false
            }
            return !reference.withRow(row.reference) { theirs in
                candidate.withRow(row.candidate) { ours in
                    theirs.count == ours.count
                        && zip(theirs, ours).allSatisfy {
                            ($0.isFinite && $1.isFinite) || ($0 == -.infinity && $1 == -.infinity)
                        }
                }
            }
        }
    }

    private static func isFinite(_ table: OutputTable, _ row: Int) -> Bool {
        // NaN or infinity times 0 is NaN, and stays.
        table.withRow(row) { $0.reduce(Float(0)) { $0 + $1 * 0 } } == 0
    }

    /// - Precondition: shapes are equal, values finite.
    package var fidelity: TensorFidelity {
        var fidelity = TensorFidelity()
        for row in rows {
            reference.withRow(row.reference) { theirs in
                candidate.withRow(row.candidate) { ours in fidelity.add(reference: theirs, candidate: ours) }
            }
        }
        return fidelity
    }

    /// At most `limit` rows, evenly spread, and about `elements` elements of each side; minus infinity becomes 0.
    func excerpt(rows limit: Int, elements: Int) -> [(reference: [Float], candidate: [Float])] {
        guard let first = rows.first else { return [] }
        let width = max(1, reference.withRow(first.reference) { $0.count })
        let count = min(rows.count, limit, max(1, elements / width))
        return (0..<count).map { position in
            // Not every so many: samples may take turns in their classes.
            let row = rows[position * rows.count / count]
            let finite = { (values: UnsafeBufferPointer<Float>) in values.map { $0 == -.infinity ? 0 : $0 } }
            return (reference.withRow(row.reference, finite), candidate.withRow(row.candidate, finite))
        }
    }
}

/// An output's tensors, whole, of all golden samples or of some.
public struct SampledOutput: Sendable {
    public var table: OutputTable
    /// Which sample each row of the table is of, ascending.
    public var samples: [Int]

    /// - Precondition: a sample for each row.
    public init(_ table: OutputTable, samples: [Int]) {
        precondition(table.rows == samples.count, "a sample for each row")
        self.table = table
        self.samples = samples
    }

    /// Of every sample.
    public init(_ table: OutputTable) { self.init(table, samples: Array(0..<table.rows)) }
}

/// What a model made of a golden set: what the task reads, how it was judged, and what else there is to compare.
public struct EvaluatedSet: Sendable {
    /// Of `GoldenSetManifest.outputs`, every sample.
    public var outputs: [String: OutputTable]
    public var evaluation: TaskEvaluation
    /// Outputs that the task does not keep whole, or does not read at all, of some samples.
    public var others: [String: SampledOutput]

    public init(
        outputs: [String: OutputTable], evaluation: TaskEvaluation, others: [String: SampledOutput] = [:]
    ) {
        self.outputs = outputs
        self.evaluation = evaluation
        self.others = others
    }

    /// All tensors that are there whole.
    func tensors(on set: GoldenSet) -> [String: SampledOutput] {
        // Classes are no tensor that could be near another.
        let whole = set.manifest.outputs.filter { $0.reduction == .none && set.texts(ofOutput: $0.name) == nil }
            .compactMap { wanted in
                outputs[wanted.key].map { (wanted.name, SampledOutput($0)) }
            }
        return others.merging(whole) { _, complete in complete }
    }
}
