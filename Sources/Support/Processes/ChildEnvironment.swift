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
