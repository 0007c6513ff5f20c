import CSystem
import Diagnostics

/// Limits of this process (`ulimit`) under which nothing works, looked at before a library meets them: Dispatch ends a process that
/// may open no file for its queues, waits for ever for a thread that it may not have, and Swift ends one without memory.
public enum ProcessLimits {
    /// A command has some twenty files open, and six more for each worker.
    public static let leastFiles: UInt64 = 64
    /// What is asked for where the process may have it.
    static let wantedFiles: UInt64 = 1024
    /// Of its queues, and one to spare.
    static let leastThreads = 4
    /// Of address space. Most of it is only reserved: libraries, stacks, and an arena of the allocator for each thread.
    public static let leastAddressSpaceBytes: UInt64 = 1 << 30

    /// Raises the limit of open files to what the process may have without privileges.
    ///
    /// - Throws: `ProcessLimitError`, of the first that is too low.
    public static func check() throws(ProcessLimitError) {
        let files = pawl_raise_open_file_limit(wantedFiles)
        guard files >= leastFiles else { throw .files(allowed: files) }
        for (bytes, option) in [(pawl_address_space_limit(), "-v"), (pawl_data_limit(), "-d")] {
            guard bytes >= leastAddressSpaceBytes else { throw .memory(allowedBytes: bytes, option: option) }
        }
        guard pawl_can_have_threads(Int32(leastThreads)) == 0 else { throw .threads }
    }
}

/// A limit of the process that is too low for any command.
public enum ProcessLimitError: DiagnosableError, Equatable {
    case files(allowed: UInt64)
    case memory(allowedBytes: UInt64, option: String)
    case threads

    public var blame: Blame { .machine }

    public var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .files(let allowed):
            Diagnostic(
                code: "limit.files",
                "this process may open \(allowed) files, and Pawl needs \(ProcessLimits.leastFiles)",
                hint:
                    "raise the limit in the shell or the service that starts it: `ulimit -n \(ProcessLimits.wantedFiles)`"
            )
        case .memory(let allowed, let option):
            Diagnostic(
                code: "limit.memory",
                "this process may have \(allowed >> 20) MiB of memory, and Pawl needs "
                    + "\(ProcessLimits.leastAddressSpaceBytes >> 20), most of it only reserved",
                hint: "raise the limit in the shell or the service that starts it: `ulimit \(option) unlimited`")
        case .threads:
            Diagnostic(
                code: "limit.threads",
                "this process may start no more threads: its user has as many as are allowed",
                hint:
                    "raise the limit where it is set (`ulimit -u`, or a service's TasksMax), or end other programs of the user"
            )
        }
    }
}
