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
