import Foundation

/// The words of the calling thread's `errno`.
func lastSystemError() -> String { String(cString: strerror(errno)) }

/// Calls again as long as a signal interrupted the call.
func retryingInterrupts(_ call: () -> Int) -> Int {
    while true {
        let result = call()
        if result != -1 || errno != EINTR { return result }
    }
}
