import Foundation

/// Looks at a shared library before the dynamic loader maps it.
enum LibraryFile {
    /// What makes the file at `path` unfit to load, or nil.
    ///
    /// The loader trusts an ELF file's headers: a file that ends too early kills the process with SIGBUS as soon as a
    /// missing page is touched. Whatever the loader itself reports well is left to it.
    static func defect(at path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return String(cString: strerror(errno)) }
        guard status.st_mode & S_IFMT == S_IFREG else { return "not a regular file" }
        guard status.st_size > 0 else { return "the file is empty" }
        let fileBytes = UInt64(status.st_size)
        guard let end = endOfElf(descriptor), end > fileBytes else { return nil }
        return "the file is cut off: its headers speak of \(end) bytes, it has \(fileBytes)"
    }

    /// The last byte that the headers of a 64-bit little-endian ELF file speak of; nil for any other file.
    ///
    /// Layout: System V ABI, chapter 4, "ELF Header" and chapter 5, "Program Header".
    private static func endOfElf(_ descriptor: Int32) -> UInt64? {
        let headerBytes = 64
        guard let header = read(descriptor, count: headerBytes, at: 0) else { return nil }
        let is64BitLittleEndian = Array(header.prefix(6)) == [0x7F, 0x45, 0x4C, 0x46, 2, 1]
        guard is64BitLittleEndian else { return nil }
        let programOffset = integer(header, at: 32, as: UInt64.self)
        let sectionOffset = integer(header, at: 40, as: UInt64.self)
        let programEntryBytes = Int(integer(header, at: 54, as: UInt16.self))
        let programEntries = Int(integer(header, at: 56, as: UInt16.self))
        let sectionTableBytes =
            UInt64(integer(header, at: 58, as: UInt16.self)) * UInt64(integer(header, at: 60, as: UInt16.self))
        let programTableBytes = programEntryBytes * programEntries

        var end = max(
            sum(sectionOffset, sectionOffset == 0 ? 0 : sectionTableBytes),
            sum(programOffset, UInt64(programTableBytes)))
        guard programEntryBytes >= 56, let table = read(descriptor, count: programTableBytes, at: programOffset)
        else { return end }
        for entry in 0..<programEntries {
            let start = entry * programEntryBytes
            let offset = integer(table, at: start + 8, as: UInt64.self)
            let bytesInFile = integer(table, at: start + 32, as: UInt64.self)
            end = max(end, sum(offset, bytesInFile))
        }
        return end
    }

    private static func read(_ descriptor: Int32, count: Int, at offset: UInt64) -> [UInt8]? {
        guard offset <= UInt64(Int64.max) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
    }

    private static func integer<Value: FixedWidthInteger>(_ bytes: [UInt8], at offset: Int, as: Value.Type) -> Value {
        bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, overflowed) = left.addingReportingOverflow(right)
        return overflowed ? .max : sum
    }
}
