import Diagnostics
import InferenceCore
import Records
import Statistics
import Support
import TaskMetrics

/// Real samples with ground truth: what a model is measured with and judged by.
///
/// Inputs stay mapped from their files (`feed`); opening a set of gigabytes costs the time to check it, not the memory.
public struct GoldenSet: Sendable {
    public let folder: String
    public let manifest: GoldenSetManifest
    /// SHA-256 of the manifest file, which holds the digest of every data file.
    public let digest: String
    /// Unique, in the order of the samples.
    public let sampleNames: [String]
    /// Samples that are judged together; nil where each is judged alone.
    public let groups: SampleGroups?
    /// The right class of each that is judged (a sample, or a group of them), an index into `classNames`, or 0 and 1, or the class of
    /// an embedding; empty for tasks without.
    public let labels: [Int32]
    /// Empty for tasks without classes.
    public let classNames: [String]
    /// The right text of each sample; empty for tasks without texts.
    public let texts: [String]
    /// Which sequence each that is judged belongs to, from 0, never falling; empty when they stand alone.
    public let sequences: [Int32]
    /// What else is known of each that is judged, in the order of the manifest.
    public let columns: [SampleColumn]
    /// What the samples feed to a model.
    public let feed: SampleFeed
    /// What the integers of quantised samples stand for, by the input: as the manifest says, or as the model does that takes them as
    /// they are.
    public var inputQuantizations: [String: TensorQuantization] = [:]
    let groundTruth: GroundTruth

    public var sampleCount: Int { sampleNames.count }

    /// What is left out together to learn how far a metric depends on single samples: sequences, for what is in one is not
    /// independent; else what is judged, samples or groups of them, several at once where there are many.
    public var units: JackknifeUnits {
        sequences.isEmpty
            ? JackknifeUnits(samples: judgedCount, limit: unitLimit)
            : JackknifeUnits(sequences: sequences, limit: unitLimit)
    }

    /// How many units stand for the golden set's variation: samples, or sequences of them.
    public var unitCount: Int { units.count }

    /// Average precision is computed again for every unit, over all classes and thresholds: a few hundred must do.
    private var unitLimit: Int { manifest.task.kind == .detection ? 200 : 4096 }

    /// Opens a golden set's folder and checks all of it.
    ///
    /// - Parameter verifyingDigests: computes the SHA-256 of every data file and refuses a file that is not the
    ///   manifest's. Leave it out only where the same process tree verified the set a moment ago.
    /// - Throws: `GoldenSetError.invalid` with everything that is wrong, each finding with its place.
    public static func open(folder: String, verifyingDigests: Bool) throws(GoldenSetError) -> GoldenSet {
        let path = folder + "/" + GoldenSetManifest.fileName
        let manifestFile: MappedFile
        do {
            manifestFile = try MappedFile(path: path, limit: UInt64(YAMLDocument.maximumBytes))
        } catch {
            throw .invalid(
                error.diagnostics.map { finding in
                    guard finding.blame == .input else { return finding }
                    var finding = finding
                    finding.hint =
                        "a golden set is a folder with a \(GoldenSetManifest.fileName), see docs/golden-sets.md"
                    return finding
                })
        }
        let document: YAMLDocument
        do {
            document = try YAMLDocument.parse(manifestFile.bytes, file: path)
        } catch {
            throw .invalid(error.diagnostics)
        }
        let digest = withExtendedLifetime(manifestFile) { SHA256.hexadecimal(of: manifestFile.bytes) }
        let manifest = try GoldenSetManifest.read(document)
        var data = GoldenSetDataReader(folder: folder, manifest: manifest, verifiesDigests: verifyingDigests)
        return try data.read(digest: digest)
    }
}

/// The ground truth of a golden set, by its task.
enum GroundTruth: Sendable {
    /// Class indices and 0/1 labels stand in `GoldenSet.labels`, texts in `GoldenSet.texts`.
    case labelsOnly
    /// One symbol an index.
    case alphabet([String])
    /// Pairs of samples (from 0), and how alike each is; empty when the set has none.
    case similarities(pairs: [(Int32, Int32)], values: [Double])
    /// Row by row, `columns` numbers for each that is judged.
    case numbers([Double], columns: Int)
    case boxes([GroundTruthBox])
    /// uint8 or int32, [samples, height, width].
    case masks(NumPyArray)
}

extension GoldenSet {
    /// Labels compared with the classes that a model returned; nil for tasks without classes of samples.
    public func confusion(of evaluation: TaskEvaluation) -> ConfusionCounts? {
        ConfusionCounts(labels: labels, predictions: evaluation.predictions, classCount: classNames.count)
    }
}

extension SampleFeed {
    /// The input whose samples take up most bytes, the first of equals; nil without one.
    public var largestInput: String? {
        arrays.max {
            ($0.value.bytes(ofSamples: 0..<1).count, $1.key) < ($1.value.bytes(ofSamples: 0..<1).count, $0.key)
        }?
        .key
    }

    /// A sample of an input, without a batch dimension; nil for a name that no file has.
    ///
    /// - Precondition: there is such a sample.
    public func tensor(ofInput name: String, sample: Int) -> Tensor? {
        arrays[name].map { $0.tensor(ofSample: sample, shape: $0.shape(ofSample: sample)) }
    }
}

extension TaskEvaluation {
    /// The class of each row of a task's outputs, whatever the labels are; rows need not be all of the golden set's samples.
    ///
    /// - Throws: `GoldenSetError.unusableScores` for tasks without classes of samples, and for outputs that do not fit.
    public static func predictions(
        of outputs: [String: OutputTable], on set: GoldenSet
    ) throws(GoldenSetError) -> [Int32] {
        switch set.manifest.task {
        case .classification(let task):
            guard let table = outputs[task.output] else { break }
            guard task.scores != nil else { return try classes(in: table, of: set, named: []) }
            let scores = try table.matrix(columns: set.classNames.count)
            return (0..<scores.rows).map { scores.withRow($0) { Int32(ScoreMatrix.argmax($0)) } }
        case .binary(let task):
            guard let table = outputs[task.output] else { break }
            return try (0..<table.rows).map { (row) throws(GoldenSetError) in
                let positive = try table.withRow(row) { $0.map(Double.init) }.positiveProbability(task.scores)
                return positive >= task.threshold ? 1 : 0
            }
        default: break
        }
        throw .unusableScores(reason: "the task asks for no class of a sample", hint: nil)
    }
}
