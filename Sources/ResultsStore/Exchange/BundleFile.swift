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
