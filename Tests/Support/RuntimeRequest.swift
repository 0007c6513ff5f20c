import Foundation

/// The runtime version, `NAME==VERSION`, that this process was started to test.
///
/// Two versions of a runtime cannot share a process, so the contract's tests start a process for each.
public enum RuntimeRequest {
    public static let variable = "PAWL_RUNTIME_UNDER_TEST"

    /// Nil in the process that a person starts.
    public static let text = ProcessInfo.processInfo.environment[variable]
}
