import Diagnostics
import InferenceCore

/// Matches what a suite calls an execution provider with what the library calls it, and how it is registered.
///
/// The library lists `XnnpackExecutionProvider` but takes `XNNPACK`; people write `xnnpack`.
enum ExecutionProvider {
    /// How a provider is registered.
    enum Registration: Equatable {
        /// With the function that takes the name of a provider.
        case byName(String)
        /// With functions of its own: that one knows neither in 1.20 nor in 1.31.
        case cuda, tensorRT
    }

    /// Whether `provider` is the built-in one, which needs no registration.
    static func isBuiltIn(_ provider: String) -> Bool { key(provider) == "cpu" }

    /// Whether what ran in one of the library's providers, `CPUExecutionProvider`, left the one that was asked for, `cuda`.
    static func isFallback(_ provider: String, askedFor: String) -> Bool { key(provider) != key(askedFor) }

    /// - Parameter available: what the library lists.
    /// - Throws: `InferenceError.unsupportedOption`, which names the package that has the provider, or what there is.
    static func registration(
        of provider: String, among available: [String]
    ) throws(InferenceError) -> Registration {
        let key = key(provider)
        guard let listed = available.first(where: { Self.key($0) == key }) else {
            throw .unsupportedOption(
                name: "provider", value: provider,
                reason: origins[key].map { "this library was built without it; it comes with \($0)" }
                    ?? "ONNX Runtime has no execution provider of that name",
                hint: hint(forMissing: key, among: available))
        }
        switch key {
        case "cuda": return .cuda
        case "tensorrt": return .tensorRT
        default: return .byName(registeredSpelling[key] ?? shortName(listed))
        }
    }

    /// The name and number of the memory that a provider allocates on its device; nil where none is known.
    static func deviceMemory(_ options: SessionOptions) -> (name: String, device: Int32)? {
        guard ["cuda", "tensorrt"].contains(key(options.provider)) else { return nil }
        return ("Cuda", options.providerOptions["device_id"].flatMap { Int32($0) } ?? 0)
    }

    /// What to do when the library has the provider, and cannot use it.
    static func hint(forFailure message: String, of provider: String) -> String? {
        guard message.contains("load"), message.contains("library") else { return nil }
        switch key(provider) {
        case "cuda":
            return
                "install the driver, CUDA and cuDNN that this version was built for, where the dynamic loader finds them "
                + "(LD_LIBRARY_PATH, ldconfig)"
        case "tensorrt":
            return
                "install the driver, CUDA, cuDNN and TensorRT that this version was built for, where the dynamic loader "
                + "finds them (LD_LIBRARY_PATH, ldconfig)"
        default: return "install what the provider's own library needs, where the dynamic loader finds it"
        }
    }

    /// The name that a plug-in's library is registered under. Some, as Qualcomm's, call their provider by it.
    static func registrationName(of provider: String) -> String {
        let short = shortName(provider)
        return (pluginSpelling[key(provider)] ?? short) + "ExecutionProvider"
    }

    private static func hint(forMissing key: String, among available: [String]) -> String {
        let names = available.map(Self.key).sorted()
        let there = "this library has: \(names.joined(separator: ", "))"
        guard origins[key] == nil else { return there }
        let meant = aliases[key] ?? Suggestion.closest(to: key, among: Array(origins.keys) + names)
        return (meant.map { "did you mean '\($0)'? " } ?? "") + there
    }

    /// `CUDAExecutionProvider`, `CUDA` and `cuda` are one.
    private static func key(_ name: String) -> String { shortName(name).lowercased() }

    private static func shortName(_ listed: String) -> String {
        let suffix = "executionprovider"
        return listed.lowercased().hasSuffix(suffix) ? String(listed.dropLast(suffix.count)) : listed
    }

    /// Where listing and registration differ in more than the suffix.
    private static let registeredSpelling = [
        "azure": "AZURE", "dml": "DML", "js": "JS", "nvtensorrtrtx": "NvTensorRtRtx", "snpe": "SNPE",
        "webgpu": "WebGPU",
        "webnn": "WEBNN", "xnnpack": "XNNPACK",
    ]

    /// As their makers write them.
    private static let pluginSpelling = [
        "cuda": "CUDA", "nvtensorrtrtx": "NvTensorRTRTX", "openvino": "OpenVINO", "qnn": "QNN", "webgpu": "WebGpu",
    ]

    /// Other words for a provider.
    private static let aliases = [
        "directml": "dml", "gpu": "cuda", "hexagon": "qnn", "htp": "qnn", "nvidia": "cuda", "onednn": "dnnl",
        "tensorrt-rtx": "nvtensorrtrtx", "trt": "tensorrt",
    ]

    /// Which package or build has a provider: onnxruntime.ai, "Execution Providers", and the packages' own pages.
    private static let origins = [
        "acl": "a build of your own for Arm (--use_acl)",
        "armnn": "a build of your own for Arm (--use_armnn)",
        "azure": "the package onnxruntime",
        "cann": "the package onnxruntime-cann",
        "coreml": "the builds for macOS and iOS",
        "cuda": "the package onnxruntime-gpu",
        "dml": "the package onnxruntime-directml, for Windows",
        "dnnl": "a build of your own (--use_dnnl)",
        "js": "the build for browsers",
        "migraphx": "the package onnxruntime-migraphx",
        "nnapi": "the build for Android",
        "nvtensorrtrtx":
            "the package onnxruntime-ep-nv-tensorrt-rtx, a plug-in: name its library with 'provider_library'",
        "openvino": "the package onnxruntime-openvino",
        "qnn": "the package onnxruntime-qnn, a plug-in: name its library with 'provider_library'",
        "rknpu": "a build of your own for Rockchip (--use_rknpu)",
        "rocm": "the package onnxruntime-rocm, up to 1.22",
        "snpe": "a build of your own for Qualcomm (--use_snpe)",
        "tensorrt": "the package onnxruntime-gpu",
        "tvm": "a build of your own (--use_tvm)",
        "vitisai": "AMD's Ryzen AI software",
        "vsinpu": "a build of your own for VeriSilicon (--use_vsinpu)",
        "webgpu": "the package onnxruntime-ep-webgpu, a plug-in: name its library with 'provider_library'",
        "webnn": "the build for browsers",
        "xnnpack": "the builds for Android and iOS, or one of your own (--use_xnnpack)",
    ]
}
