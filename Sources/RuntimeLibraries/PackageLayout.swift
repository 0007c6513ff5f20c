import Foundation

/// Which files of a runtime's package are unpacked, whatever its version: the library that is loaded, the code beside it, and the words of
/// its licence. What the library is called may change with the version, which its pattern leaves open. Patterns are those of `fnmatch(3)`, whose `*` goes across folders here.
public struct PackageLayout: Sendable, Hashable {
    /// Exactly one file matches; the pattern has no more than the version open.
    public var library: String
    /// What it loads from beside it, or what serves it.
    public var code: [String]
    /// Licences and notices; a package need not have them.
    public var texts: [String]

    public init(library: String, code: [String] = [], texts: [String] = []) {
        self.library = library
        self.code = code
        self.texts = texts
    }

    /// The library, and all files to unpack, in the order of the package's list.
    ///
    /// - Returns: nil when no file, or more than one, can be the library.
    func select(from files: [LockedFile]) -> (library: String, members: [LockedFile])? {
        let libraries = files.filter { Self.matches($0.path, library) }
        guard libraries.count == 1 else { return nil }
        let patterns = [library] + code + texts
        return (libraries[0].path, files.filter { file in patterns.contains { Self.matches(file.path, $0) } })
    }

    static func matches(_ path: String, _ pattern: String) -> Bool { fnmatch(pattern, path, 0) == 0 }
}

extension PackageLayout {
    private static let licences = ["*.dist-info/LICENSE*", "*.dist-info/licenses/LICENSE*"]

    private static func onnxRuntime(_ providers: String...) -> PackageLayout {
        PackageLayout(
            library: "onnxruntime/capi/libonnxruntime.so.*",
            code: (["libonnxruntime_providers_shared.so"] + providers).map { "onnxruntime/capi/\($0)" },
            texts: ["onnxruntime/LICENSE", "onnxruntime/ThirdPartyNotices.txt"])
    }

    /// By the names of the catalogue; a test holds them against the files of every tested version.
    public static let known: [String: PackageLayout] = [
        "onnxruntime": onnxRuntime(),
        "onnxruntime-gpu": onnxRuntime("libonnxruntime_providers_cuda.so", "libonnxruntime_providers_tensorrt.so"),
        "onnxruntime-openvino": onnxRuntime(
            "libonnxruntime_providers_openvino.so", "libopenvino.so.*", "libopenvino_intel_cpu_plugin.so",
            "libopenvino_onnx_frontend.so.*", "libtbb.so.*"),
        "openvino": PackageLayout(
            library: "openvino/libs/libopenvino_c.so.*",
            code: [
                "libopenvino.so.*", "libopenvino_*_cpu_plugin.so", "libopenvino_onnx_frontend.so.*",
                "libopenvino_ir_frontend.so.*", "libopenvino_tensorflow_lite_frontend.so.*", "libtbb.so.*",
                "libtbbmalloc.so.*", "libtbbbind*.so.*", "libhwloc.so.*",
            ].map { "openvino/libs/\($0)" },
            texts: licences + [
                "*.dist-info/*onednn_third-party-programs.txt", "*.dist-info/*onetbb_third-party-programs.txt",
                "*.dist-info/*runtime-third-party-programs.txt",
            ]),
        "litert": PackageLayout(library: "ai_edge_litert/libLiteRt.so", texts: licences),
        "litert-interpreter": PackageLayout(
            library: "ai_edge_litert/libpywrap_litert_common.so",
            code: ["__init__.py", "_pywrap_litert_interpreter_wrapper.so"].map { "ai_edge_litert/\($0)" },
            texts: licences),
        "tvm": PackageLayout(
            library: "tvm/lib/libtvm_runtime.so", texts: ["tvm/NOTICE", "apache_tvm-*.dist-info/METADATA"] + licences),
        "mnn": PackageLayout(library: "_mnncengine.cpython-*.so", code: ["mnn.libs/*"]),
        "ncnn": PackageLayout(
            library: "ncnn/ncnn.cpython-*.so", code: ["ncnn/__init__.py", "ncnn.libs/*"], texts: licences),
        "tflite-micro": PackageLayout(
            library: "tflite_micro/python/tflite_micro/_runtime.so",
            code: ["tflite_micro/python/tflite_micro/_version.py"]),
        "executorch": PackageLayout(
            library: "executorch/lib/libexecutorch.so",
            code: [
                "lib/libexecutorch_threadpool.so", "lib/libexecutorch_kernels_optimized.so",
                "lib/libexecutorch_kernels_quantized.so", "lib/libexecutorch_backend_xnnpack.so",
                "include/executorch/runtime/*.h", "include/executorch/extension/data_loader/*.h",
                "include/executorch/extension/memory_allocator/*.h", "include/executorch/extension/tensor/*.h",
            ].map { "executorch/\($0)" },
            texts: ["executorch-*.dist-info/METADATA"] + licences),
    ]
}
