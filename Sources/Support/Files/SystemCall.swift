import Diagnostics
import Foundation

/// What every call of the system needs that may come back before it is done.
package enum SystemCall {
    /// Calls again as long as a signal interrupted the call.
    package static func retryingInterrupts(_ call: () -> Int) -> Int {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }

    /// Writes every byte.
    ///
    /// - Returns: the error number that ended it early; nil when everything was written.
    package static func writeWhole(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32? {
        var written = 0
        while written < bytes.count {
            let count = retryingInterrupts {
                write(descriptor, bytes.baseAddress! + written, bytes.count - written)
            }
            guard count > 0 else { return errno }
            written += count
        }
        return nil
    }

    package static func writeWhole(_ data: Data, to descriptor: Int32) -> Int32? {
        data.withUnsafeBytes { writeWhole($0, to: descriptor) }
    }

    /// Reads so many bytes; nil where the stream ends or fails before.
    package static func readWhole(_ count: Int, from descriptor: Int32) -> Data? {
        var data = Data(count: count)
        var filled = 0
        while filled < count {
            let got = data.withUnsafeMutableBytes { bytes in
                retryingInterrupts { read(descriptor, bytes.baseAddress! + filled, count - filled) }
            }
            guard got > 0 else { return nil }
            filled += got
        }
        return data
    }
}
