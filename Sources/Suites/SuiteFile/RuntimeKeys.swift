/// Which keys of a runtime's declaration mean something to it, beside `name`, `version` and `threads`.
///
/// A key that a runtime would ignore is a mistake in the suite, and a line in the records that says what was not so.
public enum RuntimeKeys {
    /// By runtime name; a runtime that the suite names a worker for may have any other.
    private static let byName: [String: [String]] = [
        "onnxruntime": ofOnnxRuntime, "onnxruntime-gpu": ofOnnxRuntime, "onnxruntime-openvino": ofOnnxRuntime,
        "openvino": ["provider", "precision", "properties"],
        "litert": ["provider", "xnnpack"],
        "executorch": ofWorkers, "tvm": ofWorkers, "mnn": ofWorkers, "ncnn": ofWorkers,
        "litert-interpreter": ofWorkers, "tflite-micro": ofWorkers,
    ]

    private static let ofOnnxRuntime = [
        "provider", "provider_options", "graph_optimization", "arena", "memory_pattern", "session_config",
    ]

    /// What the worker protocol promises to a worker of any runtime.
    private static let ofWorkers = ["provider", "precision", "options"]

    /// The runtimes that Pawl runs, or ships a worker for.
    public static var names: [String] { byName.keys.sorted() }

    /// - Parameter inWorker: whether the suite names a worker that runs it; the runtime may then be a stranger.
    /// - Returns: nil for a runtime that the table does not know.
    public static func taken(by name: String, inWorker: Bool = false) -> [String]? {
        byName[name] ?? (inWorker ? ofWorkers : nil)
    }

    /// The key of free-form entries, which every runtime calls as it likes.
    public static func entriesKey(of name: String, inWorker: Bool = false) -> String {
        let taken = taken(by: name, inWorker: inWorker)
        return ["session_config", "properties"].first { taken?.contains($0) ?? true } ?? "options"
    }

    static let all = [
        "provider", "provider_options", "graph_optimization", "arena", "memory_pattern", "session_config", "precision",
        "properties", "xnnpack", "options",
    ]
}
