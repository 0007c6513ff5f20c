import Diagnostics
import Foundation

/// A shared library opened at run time, its symbols kept to itself.
///
/// It is never closed: inference libraries leave threads and thread-local destructors behind, which crash once their
/// code is unmapped, and a worker opens one library and exits.
public final class DynamicLibrary: @unchecked Sendable {
    public let path: String
    private let runtime: String
    private let hint: String
    private let handle: UnsafeMutableRawPointer

    /// Opens with `RTLD_NOW` (a missing symbol shows here, not in the middle of a run) and `RTLD_LOCAL`.
    ///
    /// - Parameters:
    ///   - runtime: whose library it is, for errors.
    ///   - hint: what to do when it cannot be opened; the command that installs it.
    /// - Throws: `InferenceError.libraryUnavailable` with the dynamic loader's words.
    public init(path: String, runtime: String, hint: String) throws(InferenceError) {
        // Without a slash the loader would search its own folders instead of opening this file.
        let path = path.contains("/") ? path : "./" + path
        if let reason = LibraryFile.defect(at: path) {
            throw .libraryUnavailable(runtime: runtime, path: path, reason: reason, hint: hint)
        }
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
            throw .libraryUnavailable(runtime: runtime, path: path, reason: Self.loaderError(), hint: hint)
        }
        self.path = path
        self.runtime = runtime
        self.hint = hint
        self.handle = handle
    }

    /// Looks up a C function.
    ///
    /// - Parameter type: a `@convention(c)` function type that matches the symbol; nothing can check that it does.
    /// - Throws: `InferenceError.libraryNotAccepted` when the library has no such symbol.
    public func function<Function>(_ name: String, as type: Function.Type) throws(InferenceError) -> Function {
        precondition(MemoryLayout<Function>.size == MemoryLayout<UnsafeRawPointer>.size, "not a C function type")
        guard let address = dlsym(handle, name) else {
            throw .libraryNotAccepted(runtime: runtime, path: path, reason: Self.loaderError(), hint: hint)
        }
        return unsafeBitCast(address, to: type)
    }

    private static func loaderError() -> String {
        dlerror().map { String(cString: $0) } ?? "the dynamic loader gave no reason"
    }
}

/// Looks at a shared library before the dynamic loader maps it.
enum LibraryFile {
    /// What makes the file at `path` unfit to load, or nil.
    ///
    /// The loader trusts an ELF file's headers: a file that ends too early kills the process with SIGBUS as soon as a
    /// missing page is touched. Whatever the loader itself reports well is left to it.
    static func defect(at path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return SystemMessage.text() }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return SystemMessage.text() }
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

/// An object that a library made for us: released with its owner, and never before what it depends on.
package final class OwnedObject {
    package let pointer: OpaquePointer
    private let release: @convention(c) (OpaquePointer) -> Void
    private let dependencies: [AnyObject]

    /// - Parameter dependencies: what must outlive the object, such as the session of a binding.
    package init(
        _ pointer: OpaquePointer, release: @escaping @convention(c) (OpaquePointer) -> Void,
        keeping dependencies: [AnyObject] = []
    ) {
        self.pointer = pointer
        self.release = release
        self.dependencies = dependencies
    }

    // Stored properties go after this, so the dependencies are still there.
    deinit { release(pointer) }
}

/// Swift strings as an array of C strings, for the length of a call.
public enum CStringArray {
    public static func with<Result>(_ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>>?) -> Result)
        -> Result
    {
        let copies = strings.map { text in
            text.withCString { source in
                let count = strlen(source) + 1
                let copy = UnsafeMutablePointer<CChar>.allocate(capacity: count)
                copy.initialize(from: source, count: count)
                return UnsafePointer(copy)
            }
        }
        defer { copies.forEach { $0.deallocate() } }
        return copies.withUnsafeBufferPointer { body($0.baseAddress) }
    }
}
