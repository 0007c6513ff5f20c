import CArchive
import Foundation

/// Bytes packed with Zstandard (RFC 8878), one frame without a name or a time: the same bytes pack alike.
///
/// libarchive does it, which links libzstd.
public enum Zstandard {
    /// Why bytes could not be packed or unpacked.
    public enum Failure: Error, Sendable, Equatable {
        /// More comes out than may.
        case tooLarge(limit: Int)
        case damaged(reason: String)
    }

    /// Beyond it a level costs far more time than it saves bytes.
    private static let level = "9"
    private static let chunkBytes = 256 << 10

    /// - Throws: `Failure.damaged` when libarchive has no memory, or was built without libzstd.
    public static func pack(_ data: Data) throws(Failure) -> Data {
        guard let archive = archive_write_new() else { throw .damaged(reason: "out of memory") }
        defer { archive_write_free(archive) }
        let packed = Sink()
        // A block of one byte: what is packed is not padded to the blocks of a tape.
        guard archive_write_add_filter_zstd(archive) == ARCHIVE_OK,
            archive_write_set_filter_option(archive, "zstd", "compression-level", level) == ARCHIVE_OK,
            archive_write_set_format_raw(archive) == ARCHIVE_OK,
            archive_write_set_bytes_in_last_block(archive, 1) == ARCHIVE_OK
        else { throw .damaged(reason: lastError(archive)) }
        let opened = archive_write_open(
            archive, Unmanaged.passUnretained(packed).toOpaque(), nil,
            { _, sink, bytes, count in
                guard let sink, let bytes else { return -1 }
                Unmanaged<Sink>.fromOpaque(sink).takeUnretainedValue().data.append(
                    bytes.assumingMemoryBound(to: UInt8.self), count: count)
                return count
            }, nil)
        guard opened == ARCHIVE_OK, let entry = archive_entry_new() else { throw .damaged(reason: lastError(archive)) }
        defer { archive_entry_free(entry) }
        let regularFile: mode_t = S_IFREG
        archive_entry_set_filetype(entry, regularFile)
        archive_entry_set_size(entry, Int64(data.count))
        guard archive_write_header(archive, entry) == ARCHIVE_OK else { throw .damaged(reason: lastError(archive)) }
        let written = data.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = archive_write_data(archive, bytes.baseAddress! + done, bytes.count - done)
                guard count > 0 else { break }
                done += count
            }
            return done
        }
        guard written == data.count, archive_write_close(archive) == ARCHIVE_OK else {
            throw .damaged(reason: lastError(archive))
        }
        return withExtendedLifetime(packed) { packed.data }
    }

    /// The reverse. Memory grows with what really comes out, never with what the bytes claim.
    ///
    /// - Parameter limit: of the bytes that may come out.
    public static func unpack(_ packed: UnsafeRawBufferPointer, limit: Int) throws(Failure) -> Data {
        guard let archive = archive_read_new() else { throw .damaged(reason: "out of memory") }
        defer { archive_read_free(archive) }
        var entry: OpaquePointer?
        guard archive_read_support_filter_zstd(archive) == ARCHIVE_OK,
            archive_read_support_format_raw(archive) == ARCHIVE_OK,
            archive_read_open_memory(archive, packed.baseAddress, packed.count) == ARCHIVE_OK,
            archive_read_next_header(archive, &entry) == ARCHIVE_OK
        else { throw .damaged(reason: lastError(archive)) }
        // Without its filter libarchive would hand out any bytes as they are.
        guard archive_filter_code(archive, 0) == ARCHIVE_FILTER_ZSTD else {
            throw .damaged(reason: "it is not packed with Zstandard")
        }
        var data = Data()
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            let count = chunk.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw .damaged(reason: lastError(archive)) }
            guard count > 0 else { return data }
            guard data.count + count <= limit else { throw .tooLarge(limit: limit) }
            data.append(contentsOf: chunk[..<count])
        }
    }

    private final class Sink {
        var data = Data()
    }

    private static func lastError(_ archive: OpaquePointer) -> String {
        archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason"
    }
}
