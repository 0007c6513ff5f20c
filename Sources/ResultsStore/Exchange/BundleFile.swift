import Diagnostics
import Foundation
import Support

/// Bundles as files.
public enum BundleFile {
    /// - Throws: `FileError`, `BundleError`.
    public static func read(_ path: String, name: String, limits: RunBundle.Limits = .standard) throws -> RunBundle {
        let file: MappedFile
        do {
            file = try MappedFile(path: path, limit: UInt64(limits.fileBytes))
        } catch FileError.tooLarge(_, let bytes, let limit) {
            throw BundleError.tooLarge(name: name, bytes: Int(clamping: bytes), limit: Int(clamping: limit))
        }
        guard let start = file.bytes.baseAddress else { throw BundleError.notABundle(name: name) }
        // Without a copy: the pages are the file's.
        let data = Data(
            bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: file.bytes.count,
            deallocator: .custom { _, _ in withExtendedLifetime(file) {} })
        return try RunBundle(reading: data, name: name, limits: limits)
    }

    /// The name of a run's file: its id, which no other run has and which is a name on every file system.
    public static func name(ofRun id: String) -> String { "\(id).\(RunBundle.fileExtension)" }

    /// The bundles that lie in a folder, in order of their names; what lies in folders below it is left alone.
    ///
    /// - Throws: `FileError.unreadable`.
    public static func list(folder: String) throws(FileError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
                .filter { $0.hasSuffix("." + RunBundle.fileExtension) && !$0.hasPrefix(".") }.sorted()
                .map { (folder as NSString).appendingPathComponent($0) }
        } catch {
            throw .unreadable(path: folder, reason: error.localizedDescription)
        }
    }
}

/// The first line of a bundle: `pawlrun 1 <bytes> <digest>`, as `head -1` shows it.
struct BundleHeader {
    static let magic = "pawlrun"
    /// Longer than any line of any version.
    private static let longestLine = 256

    var contentBytes: Int
    /// Lower-case hexadecimal.
    var digest: String

    var line: String { "\(Self.magic) \(RunBundle.version) \(contentBytes) \(digest)\n" }

    /// - Returns: the header and all bytes behind its line.
    static func read(_ data: Data, name: String) throws(BundleError) -> (BundleHeader, Data) {
        guard let end = data.prefix(longestLine).firstIndex(of: UInt8(ascii: "\n")) else {
            throw .notABundle(name: name)
        }
        let line = String(decoding: data[data.startIndex..<end], as: UTF8.self)
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.first == magic, words.count > 1, let version = Int(words[1]), version > 0 else {
            throw .notABundle(name: name)
        }
        guard version <= RunBundle.version else {
            throw .newer(name: name, version: version, known: RunBundle.version)
        }
        guard words.count == 4, let bytes = Int(words[2]), bytes > 0,
            case let header = BundleHeader(contentBytes: bytes, digest: words[3]),
            // Written otherwise, such as with a plus sign, it is not this line.
            header.line == line + "\n"
        else { throw .invalid(name: name, reason: "its first line is damaged") }
        return (header, data[data.index(after: end)...])
    }
}

/// Why a bundle cannot be written or read. `name` is the file's, or the run's when it is being written.
public enum BundleError: DiagnosableError, Equatable {
    case notABundle(name: String)
    case newer(name: String, version: Int, known: Int)
    case wrongDigest(name: String)
    case tooLarge(name: String, bytes: Int, limit: Int)
    /// Its content contradicts itself or what may stand in a database.
    case invalid(name: String, reason: String)
    /// A run that is still being measured is nothing to hand on.
    case unfinished(run: String)

    public var blame: Blame { .input }

    public var diagnostics: [Diagnostic] {
        switch self {
        case .notABundle(let name):
            [
                Diagnostic(
                    code: "bundle.not-a-bundle", "\(name) is no bundle of a run",
                    hint: "'pawl export --to bundle' writes them")
            ]
        case .newer(let name, let version, let known):
            [
                Diagnostic(
                    code: "bundle.newer",
                    "\(name) was written by a newer Pawl (bundle version \(version), this one knows up to \(known))",
                    hint: "update Pawl")
            ]
        case .wrongDigest(let name):
            [
                Diagnostic(
                    code: "bundle.wrong-digest", "\(name) is damaged: it does not have the digest that it states",
                    hint: "copy or export it again; nothing of it was used")
            ]
        case .tooLarge(let name, let bytes, let limit):
            [Diagnostic(code: "bundle.too-large", "\(name) has \(bytes) bytes, a bundle has at most \(limit)")]
        case .invalid(let name, let reason):
            [
                Diagnostic(
                    code: "bundle.invalid", "\(name) holds no run that can be used", hint: "nothing of it was used",
                    cause: reason)
            ]
        case .unfinished(let run):
            [
                Diagnostic(
                    code: "bundle.unfinished", "run \(run) is still being measured, or its process was killed",
                    hint: "export it when it has ended")
            ]
        }
    }
}
