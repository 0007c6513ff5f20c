/// A C library whose functions return a status, and the checks that each of its calls needs.
package protocol StatusChecking {
    associatedtype Status

    /// The library's words for a status; nil for success.
    func reason(_ status: Status) -> String?
    /// Frees a string that the library made.
    func release(_ text: UnsafeMutablePointer<CChar>)
}

extension StatusChecking {
    /// Throws `InferenceError.runtimeFailure` unless `status` is success.
    package func check(_ operation: @autoclosure () -> String, _ status: Status) throws(InferenceError) {
        if let reason = reason(status) { throw .runtimeFailure(operation: operation(), reason: reason) }
    }

    /// Calls a function that makes or finds an object.
    package func make(
        _ operation: @autoclosure () -> String, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> Status
    ) throws(InferenceError) -> OpaquePointer {
        var object: OpaquePointer?
        try check(operation(), call(&object))
        guard let object else {
            throw .runtimeFailure(operation: operation(), reason: "the library answered with nothing")
        }
        return object
    }

    /// Calls a function that makes a string; empty when it makes none.
    package func string(
        _ operation: @autoclosure () -> String,
        _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Status
    ) throws(InferenceError) -> String {
        var text: UnsafeMutablePointer<CChar>?
        try check(operation(), call(&text))
        guard let text else { return "" }
        defer { release(text) }
        return String(cString: text)
    }
}
