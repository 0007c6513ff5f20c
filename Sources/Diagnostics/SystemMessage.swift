import Foundation

/// The system's words for an error number.
package enum SystemMessage {
    /// - Parameter code: of the calling thread's last failed call, unless another is given.
    package static func text(_ code: Int32 = errno) -> String { String(cString: strerror(code)) }
}
