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
