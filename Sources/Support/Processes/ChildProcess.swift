import Diagnostics
import CSystem
import Foundation

/// A program that was started, by path and argument list: no shell reads what it is given.
public struct ChildProcess: Sendable {
    public let processID: pid_t

    /// Starts a program in a process group of its own, so that it can be ended together with what it starts.
    ///
    /// It has default signal dispositions, and of our descriptors only the three given.
    ///
    /// - Parameters:
    ///   - arguments: the program first; without a slash in its name it is looked for in PATH.
    ///   - environment: all of it; nothing is inherited.
    /// - Throws: `ProcessError.notStarted`.
    public static func start(
        _ arguments: [String], environment: [String: String], input: Int32, output: Int32, error: Int32
    ) throws(ProcessError) -> ChildProcess {
        precondition(!arguments.isEmpty, "there is no program to start")
        var words = arguments.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var processID: pid_t = 0
        let code = pawl_spawn(&words, &variables, input, output, error, &processID)
        guard code == 0 else { throw .notStarted(program: arguments[0], reason: SystemMessage.text(code)) }
        return ChildProcess(processID: processID)
    }

    /// Kills the program, also when it left its group, and what it started; only before its end was waited for.
    public func kill() {
        killGroup()
        Foundation.kill(processID, SIGKILL)
    }

    /// Kills what the program started and left running.
    public func killGroup() { Foundation.kill(-processID, SIGKILL) }

    /// Waits for the program to end and forgets it; call it once.
    ///
    /// - Returns: the wait status; 0 is success, -1 when the system no longer knows it.
    @discardableResult
    public func waitUntilEnd() -> Int32 {
        var status: Int32 = 0
        let ended = SystemCall.retryingInterrupts { Int(waitpid(processID, &status, 0)) }
        return ended < 0 ? -1 : status
    }

    /// Forgets the program if it has ended, and does not wait.
    ///
    /// - Returns: as `waitUntilEnd`, or nil while it runs; do not ask again once it was given.
    public func statusIfEnded() -> Int32? {
        var status: Int32 = 0
        switch waitpid(processID, &status, WNOHANG) {
        case processID: return status
        case 0: return nil
        default: return errno == ECHILD ? -1 : nil
        }
    }
}

/// A pipe that closes with the object and that programs do not inherit. From the first one on, this process ignores SIGPIPE.
public final class PrivatePipe {
    public let readEnd: Int32
    public let writeEnd: Int32
    private var readEndIsOpen = true
    private var writeEndIsOpen = true

    /// - Throws: `ProcessError.noPipe` when the process or the system has too many open files.
    public init() throws(ProcessError) {
        // Writing to a program that has just died is an error of that write, not the end of this process.
        signal(SIGPIPE, SIG_IGN)
        var ends: [Int32] = [-1, -1]
        let code = pawl_open_private_pipe(&ends)
        guard code == 0 else { throw .noPipe(reason: SystemMessage.text(code)) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    public func closeReadEnd() {
        if readEndIsOpen { close(readEnd) }
        readEndIsOpen = false
    }

    public func closeWriteEnd() {
        if writeEndIsOpen { close(writeEnd) }
        writeEndIsOpen = false
    }

    deinit {
        closeReadEnd()
        closeWriteEnd()
    }
}

/// Which variables a program gets that Pawl starts: a worker, a command that copies files to one, a quantiser.
///
/// Such programs come from suites, and suites come with branches of others: they get what runtimes, compilers and ssh go by, and
/// nothing that opens a door. `PAWL_PASS` names more, separated by commas.
public enum ChildEnvironment {
    /// Names more variables to pass on, which are passed whatever they are called.
    public static let variable = "PAWL_PASS"

    private static let names: Set<String> = [
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM", "TMPDIR", "PWD", "NO_COLOR", "CI",
        "LD_LIBRARY_PATH", "LD_PRELOAD", "GLIBC_TUNABLES", "VIRTUAL_ENV", "CONDA_PREFIX", "SSH_AUTH_SOCK",
        "SSH_AGENT_PID",
        "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "ANDROID_HOME", "ANDROID_SDK_ROOT", "ANDROID_SERIAL",
        "JAVA_HOME", "ADSP_LIBRARY_PATH", "OCL_ICD_VENDORS", "SSL_CERT_FILE", "SSL_CERT_DIR",
    ]

    /// Families of settings: of locales, threads, memory, runtimes, accelerators, Python.
    private static let prefixes = [
        "LC_", "XDG_", "PAWL_", "OMP_", "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "BLIS_", "TBB_", "MALLOC_", "MIMALLOC_",
        "JEMALLOC_", "ORT_", "ONNX_", "ONNXRUNTIME_", "TF_", "TFLITE_", "XNN_", "LITERT_", "OV_", "OPENVINO_", "DNNL_",
        "ONEDNN_", "CUDA_", "CUDNN_", "NVIDIA_", "TRT_", "HIP_", "HSA_", "ROCR_", "ROCM_", "ZE_", "SYCL_", "ONEAPI_",
        "GPU_",
        "QNN_", "TVM_", "VK_", "CL_", "MESA_", "PYTHON", "ADB_", "EXECUTORCH_", "ET_", "IREE_", "NCNN_", "MNN_",
        "ASAN_",
        "UBSAN_",
        "TSAN_", "LSAN_",
    ]

    /// Words in a name that say that its value is nobody else's business, also within a family above.
    private static let secrets = [
        "TOKEN", "SECRET", "PASSWORD", "PASSWD", "CREDENTIAL", "API_KEY", "ACCESS_KEY", "PRIVATE_KEY",
    ]

    public static func of(_ environment: [String: String]) -> [String: String] {
        let wished = Set(
            (environment[variable] ?? "").split { $0 == "," || $0 == " " }.map(String.init))
        return environment.filter { name, _ in
            if wished.contains(name) { return true }
            let isKnown = names.contains(name) || prefixes.contains(where: name.hasPrefix)
            let upper = name.uppercased()
            return isKnown && !secrets.contains(where: upper.contains)
        }
    }
}
