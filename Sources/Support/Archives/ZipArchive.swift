import CArchive
import Foundation

/// Reads a zip archive member by member into memory, within bounds; nothing is ever unpacked to the file system, so that
/// names of members are names and no paths.
///
/// libarchive does the reading; only its zip format is enabled, by the central directory.
public final class ZipArchive {
    /// Bounds of what an archive may ask for.
    public struct Limits: Sendable {
        public var members: Int
        /// Of one member, unpacked.
        public var memberBytes: Int

        public init(members: Int, memberBytes: Int) {
            self.members = members
            self.memberBytes = memberBytes
        }
    }

    public let path: String
    private let limits: Limits
    private let file: MappedFile
    private let archive: OpaquePointer
    private var membersSeen = 0
    private var currentMember = ""

    private static let chunkBytes = 64 << 10

    /// - Throws: `ArchiveError.file`, `.unreadable`.
    public init(path: String, limits: Limits) throws(ArchiveError) {
        self.path = path
        self.limits = limits
        do {
            file = try MappedFile(path: path)
        } catch {
            throw .file(error)
        }
        guard let archive = archive_read_new() else { throw .unreadable(path: path, reason: "out of memory") }
        self.archive = archive
        archive_read_support_format_zip_seekable(archive)
        guard archive_read_open_memory(archive, file.bytes.baseAddress, file.bytes.count) == ARCHIVE_OK else {
            throw .unreadable(path: path, reason: lastError)
        }
    }

    deinit { archive_read_free(archive) }

    /// Goes on to the next member that is a file; nil after the last.
    ///
    /// - Returns: the member's name, as the archive has it.
    /// - Throws: `ArchiveError.unreadable`, `.tooManyMembers`, `.tooLarge` for a size that the archive itself states.
    public func nextMember() throws(ArchiveError) -> String? {
        while true {
            var entry: OpaquePointer?
            let status = Self.inUTF8 { archive_read_next_header(archive, &entry) }
            if status == ARCHIVE_EOF { return nil }
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let entry else {
                throw .unreadable(path: path, reason: lastError)
            }
            membersSeen += 1
            guard membersSeen <= limits.members else { throw .tooManyMembers(path: path, limit: limits.members) }
            guard archive_entry_filetype(entry) & S_IFMT == S_IFREG else { continue }
            let name = Self.inUTF8 {
                (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)).map { String(cString: $0) }
            }
            guard let name else { throw .unreadable(path: path, reason: "a member has no name") }
            currentMember = name
            if archive_entry_size_is_set(entry) != 0, archive_entry_size(entry) > limits.memberBytes {
                throw .tooLarge(path: path, member: currentMember, limit: limits.memberBytes)
            }
            return currentMember
        }
    }

    /// The bytes of the member that `nextMember()` named last; a second call finds none.
    ///
    /// - Throws: `ArchiveError.tooLarge` as soon as more comes out than may, whatever the archive states; `.damaged`.
    public func contents() throws(ArchiveError) -> [UInt8] {
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: Self.chunkBytes)
        while true {
            let count = chunk.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw .damaged(path: path, member: currentMember, reason: lastError) }
            guard count > 0 else { return contents }
            guard contents.count + count <= limits.memberBytes else {
                throw .tooLarge(path: path, member: currentMember, limit: limits.memberBytes)
            }
            contents += chunk[..<count]
        }
    }

    /// libarchive brings names into the characters of the thread's locale, and gives up those that it lacks; the locale of a
    /// process that set none has ASCII only. Immutable once made.
    nonisolated(unsafe) private static let utf8 = newlocale(1 << LC_CTYPE, "C.UTF-8", nil)

    private static func inUTF8<Result>(_ body: () -> Result) -> Result {
        guard let utf8 else { return body() }
        let previous = uselocale(utf8)
        defer { uselocale(previous) }
        return body()
    }

    private var lastError: String { archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason" }
}
