import Foundation

/// The words of the calling thread's `errno`.
func lastSystemError() -> String { String(cString: strerror(errno)) }

/// The kernel would take such a path for a shorter one.
let zeroByteInPath = "the path has a zero byte in it"

/// Calls again as long as a signal interrupted the call.
func retryingInterrupts(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}

/// Writes every byte; nil, or why not.
func writeWhole(_ data: Data, to descriptor: Int32) -> String? {
    data.withUnsafeBytes { writeWhole($0, to: descriptor) }
}

/// The same of bytes that are lent.
func writeWhole(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> String? {
    var written = 0
    while written < bytes.count {
        let count = retryingInterrupts {
            write(descriptor, bytes.baseAddress! + written, bytes.count - written)
        }
        guard count > 0 else { return lastSystemError() }
        written += count
    }
    return nil
}
