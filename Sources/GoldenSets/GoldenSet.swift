import Diagnostics
import Files
import InferenceCore
import YAMLDocument

/// Real samples with known answers: what a model is measured with and judged by.
///
/// Inputs stay mapped from their files; opening a set of gigabytes costs the time to check it, not the memory.
public struct GoldenSet: Sendable {
    public let folder: String
    public let manifest: GoldenSetManifest
    /// SHA-256 of the manifest file, which holds the digest of every data file.
    public let digest: String
    /// Unique, in the order of the samples.
    public let sampleNames: [String]
    /// The right class of each sample, an index into `classNames`.
    public let labels: [Int32]
    public let classNames: [String]
    let inputArrays: [String: NumPyArray]

    public var sampleCount: Int { labels.count }

    /// Sorted.
    public var inputNames: [String] { inputArrays.keys.sorted() }

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
