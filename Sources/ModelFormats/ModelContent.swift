import Foundation
import Support

/// Everything that a model consists of: the file that a runtime is given, and those beside it in which its weights lie.
///
/// | format | further files |
/// |---|---|
/// | ONNX | what tensors name as their `external_data`, one file or several |
/// | OpenVINO (`.xml`) | the `.bin` of the same name, where the graph has constants |
/// | ncnn (`.param`, as text) | the `.bin` of the same name |
/// | Paddle (`.pdmodel`) | the `.pdiparams` of the same name, if it is there |
/// | all others | none |
///
/// Size and digest are those of all files, so that a model whose weights changed is another model.
public struct ModelContent: Sendable, Equatable {
    public struct File: Sendable, Equatable {
        /// From the model's folder.
        public var name: String
        /// SHA-256, lower-case hexadecimal.
        public var digest: String
        public var bytes: UInt64

        public init(name: String, digest: String, bytes: UInt64) {
            (self.name, self.digest, self.bytes) = (name, digest, bytes)
        }
    }

    /// The path that runtimes are given.
    public var path: String
    /// That file first, then the others in the order in which it names them, each once.
    public var files: [File]
    /// False when the model may read files that are not seen here: ONNX Runtime's own format (`.ort`), XML under another
    /// name, and what looks like external data in a file that is no ONNX model.
    public var isComplete: Bool

    public init(path: String, files: [File], isComplete: Bool = true) {
        (self.path, self.files, self.isComplete) = (path, files, isComplete)
    }

    /// Reads all files from front to back.
    ///
    /// - Throws: `ModelFormatError.file`; `.unusableWeights` when a file beside the model is missing, shorter than what the model
    ///   reads of it, or outside the model's folder.
    /// - Complexity: O(bytes), with little memory.
    public init(path: String) throws(ModelFormatError) {
        self.path = path
        let model = try Self.map(path)
        defer { withExtendedLifetime(model) {} }
        let weights = WeightFiles(ofModel: path, model.bytes)
        isComplete = weights.areAll
        var files = [File(name: (path as NSString).lastPathComponent, model)]
        for (name, file) in try Self.open(weights, ofModel: path) { files.append(File(name: name, file)) }
        self.files = files
    }

    /// Looks whether a model's files are all there and as long as they have to be, without reading them.
    ///
    /// - Throws: as `init(path:)`.
    public static func check(path: String) throws(ModelFormatError) {
        let model = try map(path)
        defer { withExtendedLifetime(model) {} }
        _ = try open(WeightFiles(ofModel: path, model.bytes), ofModel: path)
    }

    private static func open(
        _ weights: WeightFiles, ofModel path: String
    ) throws(ModelFormatError) -> [(name: String, file: MappedFile)] {
        var opened: [(name: String, file: MappedFile)] = []
        var faults = weights.faults
        for file in weights.files {
            do throws(WeightFault.Found) {
                opened.append((file.name, try file.open()))
            } catch {
                faults.append(WeightFault(file: file.name, what: error))
            }
        }
        guard faults.isEmpty else { throw .unusableWeights(model: path, faults) }
        return opened
    }

    private static func map(_ path: String) throws(ModelFormatError) -> MappedFile {
        do {
            return try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
    }

    /// The digest of a model of one file is that file's.
    public var digest: String { Self.digest(ofFiles: files.map(\.digest)) }

    /// Of all files together.
    public var bytes: UInt64 {
        files.reduce(0) { sum, file in
            let (total, overflow) = sum.addingReportingOverflow(file.bytes)
            return overflow ? .max : total
        }
    }

    /// One digest for several files: the SHA-256 of their digests, a line each, in the order of `files`.
    ///
    /// Names need no place in it: the model itself says in which order it names which, and a copy under another name is the
    /// same model.
    public static func digest(ofFiles digests: [String]) -> String {
        digests.count == 1 ? digests[0] : SHA256.hexadecimal(of: digests.map { $0 + "\n" }.joined())
    }

    /// Where one of `files` lies.
    public func path(of file: File) -> String { WeightFiles.folder(of: path) + file.name }
}

extension ModelContent.File {
    fileprivate init(name: String, _ file: MappedFile) {
        self.init(name: name, digest: SHA256.hexadecimal(of: file), bytes: UInt64(file.bytes.count))
    }
}
