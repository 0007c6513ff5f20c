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
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) ?? Self.openWithNeighbours(path) else {
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

    /// A build that was not installed may not say where its own libraries are: those beside it are opened first, by which the loader
    /// knows them.
    private static func openWithNeighbours(_ path: String) -> UnsafeMutableRawPointer? {
        let neighbours = LibraryFile.neighbours(of: path)
        guard !neighbours.isEmpty else { return nil }
        for neighbour in neighbours where LibraryFile.defect(at: neighbour) == nil {
            _ = dlopen(neighbour, RTLD_NOW | RTLD_LOCAL)
        }
        return dlopen(path, RTLD_NOW | RTLD_LOCAL)
    }

    private static func loaderError() -> String {
        dlerror().map { String(cString: $0) } ?? "the dynamic loader gave no reason"
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
