import Diagnostics
import Foundation

/// Looks at a shared library before the dynamic loader maps it.
///
/// Layout: System V ABI, chapter 4, "ELF Header", and chapter 5, "Program Header" and "Dynamic Section".
package enum LibraryFile {
    /// What makes the file at `path` unfit to load, or nil.
    ///
    /// The loader trusts an ELF file's headers: a file that ends too early kills the process with SIGBUS as soon as a
    /// missing page is touched. Of one for another processor it says that there is no such file. Whatever the loader itself
    /// reports well is left to it.
    package static func defect(at path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return SystemMessage.text() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return SystemMessage.text() }
        guard status.st_mode & S_IFMT == S_IFREG else { return "not a regular file" }
        guard status.st_size > 0 else { return "the file is empty" }
        if let reason = foreignness(descriptor) { return reason }
        let fileBytes = UInt64(status.st_size)
        guard let end = ElfImage(descriptor)?.end, end > fileBytes else { return nil }
        return "the file is cut off: its headers speak of \(end) bytes, it has \(fileBytes)"
    }

    /// The same of a file that is not opened at once: what is no library at all has no loader yet to say so.
    package static func unfitness(at path: String) -> String? {
        if let reason = defect(at: path) { return reason }
        #if os(Linux)
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            defer { close(descriptor) }
            let magic = ElfImage.read(descriptor, count: ElfImage.magic.count, at: 0)
            return magic == ElfImage.magic ? nil : "it is no shared library"
        #else
            return nil
        #endif
    }

    /// Whether a library names a symbol, as one of its own or of another's; false for what is no ELF file.
    package static func names(_ symbol: String, at path: String) -> Bool {
        guard let texts = dynamicTexts(at: path)?.texts else { return false }
        let wanted = Array(symbol.utf8)
        return texts.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return false }
            var start = 0
            while start < bytes.count {
                let length = strnlen(base + start, bytes.count - start)
                // Linkers keep a name that ends another as the end of that.
                if length >= wanted.count, memcmp(base + start + length - wanted.count, wanted, wanted.count) == 0 {
                    return true
                }
                start += length + 1
            }
            return false
        }
    }

    /// Libraries that `path` needs and that lie in its folder, and what those need, each before what needs it.
    package static func neighbours(of path: String) -> [String] {
        let folder = (path as NSString).deletingLastPathComponent
        var found: [String] = []
        var seen: Set<String> = [(path as NSString).lastPathComponent]
        func visit(_ library: String) {
            for name in dynamicTexts(at: library)?.needed ?? []
            where seen.count < neighbourLimit && seen.insert(name).inserted {
                let neighbour = "\(folder)/\(name)"
                guard !name.contains("/"), access(neighbour, R_OK) == 0 else { continue }
                visit(neighbour)
                found.append(neighbour)
            }
        }
        visit(path)
        return found
    }

    /// More than any runtime comes in; headers that lie lead no further.
    private static let neighbourLimit = 256

    /// Why a library is of another machine than this process; nil for one of this, and for what is no ELF file.
    private static func foreignness(_ descriptor: Int32) -> String? {
        guard let header = ElfImage.read(descriptor, count: 20, at: 0), header.starts(with: ElfImage.magic) else {
            return nil
        }
        guard header[4] == 2 else { return "it is built for processors of 32 bits" }
        guard header[5] == 1 else { return "it is built for big-endian processors" }
        let code = ElfImage.integer(header, at: 18, as: UInt16.self)
        guard let own, code != own, code != 0 else { return nil }
        let name = machines[code] ?? "another processor (ELF machine \(code))"
        return "it is built for \(name), and this machine is \(machines[own] ?? "another")"
    }

    /// `e_machine` of the processors that people build for.
    private static let machines: [UInt16: String] = [
        3: "x86", 40: "32-bit Arm", 62: "x86_64", 183: "aarch64", 243: "RISC-V", 258: "LoongArch",
    ]

    private static let own: UInt16? = {
        #if arch(x86_64)
            return 62
        #elseif arch(arm64)
            return 183
        #else
            return nil
        #endif
    }()

    /// The names in a library's dynamic section, and which libraries it needs.
    private static func dynamicTexts(at path: String) -> (texts: [UInt8], needed: [String])? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return ElfImage(descriptor)?.dynamicTexts()
    }
}

/// The headers of a 64-bit little-endian ELF file; every offset in them may lie.
private struct ElfImage {
    static let magic: [UInt8] = [0x7F, 0x45, 0x4C, 0x46]

    private struct Segment {
        var type: UInt32
        var offset: UInt64
        var address: UInt64
        var bytesInFile: UInt64
    }

    /// The last byte that the headers speak of.
    let end: UInt64
    private let segments: [Segment]
    private let descriptor: Int32

    /// - Returns: nil for any other file.
    init?(_ descriptor: Int32) {
        let headerBytes = 64
        guard let header = Self.read(descriptor, count: headerBytes, at: 0), header.starts(with: Self.magic + [2, 1])
        else { return nil }
        let programOffset = Self.integer(header, at: 32, as: UInt64.self)
        let sectionOffset = Self.integer(header, at: 40, as: UInt64.self)
        let entryBytes = Int(Self.integer(header, at: 54, as: UInt16.self))
        let entries = Int(Self.integer(header, at: 56, as: UInt16.self))
        let sectionTableBytes =
            UInt64(Self.integer(header, at: 58, as: UInt16.self))
            * UInt64(Self.integer(header, at: 60, as: UInt16.self))
        var end = max(
            Self.sum(sectionOffset, sectionOffset == 0 ? 0 : sectionTableBytes),
            Self.sum(programOffset, UInt64(entryBytes * entries)))
        var segments: [Segment] = []
        if entryBytes >= 56, let table = Self.read(descriptor, count: entryBytes * entries, at: programOffset) {
            for start in stride(from: 0, to: entryBytes * entries, by: entryBytes) {
                let segment = Segment(
                    type: Self.integer(table, at: start, as: UInt32.self),
                    offset: Self.integer(table, at: start + 8, as: UInt64.self),
                    address: Self.integer(table, at: start + 16, as: UInt64.self),
                    bytesInFile: Self.integer(table, at: start + 32, as: UInt64.self))
                segments.append(segment)
                end = max(end, Self.sum(segment.offset, segment.bytesInFile))
            }
        }
        self.end = end
        self.segments = segments
        self.descriptor = descriptor
    }

    /// The string table of the dynamic section, and the names of the libraries that it needs.
    ///
    /// - Returns: nil for a file without one, and for one whose table is larger than any real one.
    func dynamicTexts() -> (texts: [UInt8], needed: [String])? {
        let dynamicType: UInt32 = 2, entryBytes = 16, byteLimit: UInt64 = 64 << 20
        guard let dynamic = segments.first(where: { $0.type == dynamicType }), dynamic.bytesInFile < 1 << 20,
            let table = Self.read(descriptor, count: Int(dynamic.bytesInFile), at: dynamic.offset)
        else { return nil }
        var needed: [UInt64] = [], address: UInt64?, byteCount: UInt64?
        for start in stride(from: 0, through: table.count - entryBytes, by: entryBytes) {
            let value = Self.integer(table, at: start + 8, as: UInt64.self)
            switch Self.integer(table, at: start, as: UInt64.self) {
            case 1: needed.append(value)
            case 5: address = value
            case 10: byteCount = value
            default: break
            }
        }
        guard let address, let byteCount, byteCount < byteLimit, let offset = offset(ofAddress: address),
            let texts = Self.read(descriptor, count: Int(byteCount), at: offset)
        else { return nil }
        let names = needed.compactMap { start -> String? in
            guard start < byteCount else { return nil }
            let name = texts[Int(start)...].prefix { $0 != 0 }
            return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
        }
        return (texts, names)
    }

    /// Where in the file lies what is mapped to an address.
    private func offset(ofAddress address: UInt64) -> UInt64? {
        let loadType: UInt32 = 1
        return segments.first {
            $0.type == loadType && $0.address <= address && address - $0.address < $0.bytesInFile
        }.map { Self.sum($0.offset, address - $0.address) }
    }

    static func read(_ descriptor: Int32, count: Int, at offset: UInt64) -> [UInt8]? {
        guard offset <= UInt64(Int64.max) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return pread(descriptor, &bytes, count, off_t(offset)) == count ? bytes : nil
    }

    static func integer<Value: FixedWidthInteger>(_ bytes: [UInt8], at offset: Int, as: Value.Type) -> Value {
        bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: Value.self)) }
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, overflowed) = left.addingReportingOverflow(right)
        return overflowed ? .max : sum
    }
}
