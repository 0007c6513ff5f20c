import Diagnostics
import InferenceCore
import Support
import TaskMetrics

/// Real samples with known answers: what a model is measured with and judged by.
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
