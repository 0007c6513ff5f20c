import Foundation

/// A regular file's bytes, mapped read-only: reading costs page faults, never a copy.
public final class MappedFile: @unchecked Sendable {
    public let path: String
    /// Valid as long as the object lives; empty for an empty file.
    public let bytes: UnsafeRawBufferPointer

    /// - Throws: `FileError.unreadable`, also for folders and devices; `.exhausted`; `.tooLarge` beyond `limit` bytes; `.lfsPointer` for what
    ///   Git LFS leaves in place of a file that was not fetched.
    public init(path: String, limit: UInt64 = .max) throws(FileError) {
        self.path = path
        guard !path.utf8.contains(0) else { throw .unreadable(path: path, reason: zeroByteInPath) }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .reading(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .reading(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .unreadable(path: path, reason: "not a regular file")
        }
        let count = UInt64(status.st_size)
        guard count <= limit else { throw .tooLarge(path: path, bytes: count, limit: limit) }
        guard count > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            return
        }
        guard let start = mmap(nil, Int(count), PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
            throw .reading(path)
        }
        bytes = UnsafeRawBufferPointer(start: start, count: Int(count))
        // All is initialised: what is thrown from here on unmaps by way of `deinit`.
        guard !GitLFSPointer.matches(bytes) else { throw .lfsPointer(path: path) }
    }

    /// Gives back the memory of the pages that lie wholly within a stretch of `bytes`.
    ///
    /// A page is read from the file again when it is touched again, so what `bytes` hold stays the same; memory is all that
    /// changes. Resident pages of a mapping count as the process's memory as long as the kernel has no need of them.
    ///
    /// - Parameter range: what lies outside `bytes` is left out.
    public func releasePages(_ range: Range<Int>) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        guard let start = bytes.baseAddress, page > 0 else { return }
        // The mapping starts on a page, so offsets are aligned as addresses are.
        let low = (max(range.lowerBound, 0) + page - 1) / page * page
        // The last page may be partly behind the end of the file, and is all ours.
        let high = range.upperBound >= bytes.count ? bytes.count : range.upperBound / page * page
        guard low < high else { return }
        madvise(UnsafeMutableRawPointer(mutating: start) + low, high - low, MADV_DONTNEED)
    }

    deinit {
        if let start = bytes.baseAddress { munmap(UnsafeMutableRawPointer(mutating: start), bytes.count) }
    }
}
