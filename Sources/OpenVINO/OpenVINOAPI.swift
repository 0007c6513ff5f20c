import COpenVINO
import InferenceCore

/// The opened library's functions, with its statuses turned into Swift errors.
struct OpenVINOAPI: @unchecked Sendable {
    /// Valid for the life of the process: the library is never closed.
    let functions: OpenVINOFunctions

    /// The library's words for a status; nil for success.
    func failure(_ status: OpenVINOStatus) -> String? {
        guard status != 0 else { return nil }
        if let message = functions.get_last_err_msg() {
            defer { functions.free(message) }
            let words = String(cString: message).trimmingWhitespace()
            if !words.isEmpty { return words }
        }
        return functions.get_error_info(status).map { String(cString: $0) } ?? "status \(status)"
    }

    /// Throws `InferenceError.runtimeFailure` unless `status` is success.
    func check(_ operation: @autoclosure () -> String, _ status: OpenVINOStatus) throws(InferenceError) {
        if let reason = failure(status) { throw .runtimeFailure(operation: operation(), reason: reason) }
    }

    /// Calls a function that makes an object.
    func make(
        _ operation: @autoclosure () -> String, _ call: (UnsafeMutablePointer<OpaquePointer?>) -> OpenVINOStatus
    ) throws(InferenceError) -> OpaquePointer {
        var object: OpaquePointer?
        try check(operation(), call(&object))
        guard let object else {
            throw .runtimeFailure(operation: operation(), reason: "the library answered with nothing")
        }
        return object
    }

    /// Calls a function that makes a string; empty when it makes none.
    func string(
        _ operation: @autoclosure () -> String,
        _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> OpenVINOStatus
    ) throws(InferenceError) -> String {
        var text: UnsafeMutablePointer<CChar>?
        try check(operation(), call(&text))
        guard let text else { return "" }
        defer { functions.free(text) }
        return String(cString: text)
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let trimmed = drop(while: \.isWhitespace)
        return String(trimmed.reversed().drop(while: \.isWhitespace).reversed())
    }
}
