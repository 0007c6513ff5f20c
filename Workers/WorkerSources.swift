/// The workers in other languages that ship with Pawl, compiled into it: an installation writes them beside the runtime.
public enum WorkerSources {
    /// One file of a worker.
    public struct File: Sendable, Hashable {
        /// Relative to the folder that is installed, with forward slashes.
        public let path: String
        public let content: [UInt8]
    }

    /// The package `pawl_worker`, of `Workers/python`.
    public static let python: [File] = [
        ("__init__", PackageResources.__init___py),
        ("__main__", PackageResources.__main___py),
        ("callable_runtime", PackageResources.callable_runtime_py),
        ("command_line", PackageResources.command_line_py),
        ("errors", PackageResources.errors_py),
        ("files", PackageResources.files_py),
        ("frames", PackageResources.frames_py),
        ("hosts", PackageResources.hosts_py),
        ("interface", PackageResources.interface_py),
        ("litert_interpreter_runtime", PackageResources.litert_interpreter_runtime_py),
        ("loaded_model", PackageResources.loaded_model_py),
        ("memory", PackageResources.memory_py),
        ("mnn_runtime", PackageResources.mnn_runtime_py),
        ("ncnn_runtime", PackageResources.ncnn_runtime_py),
        ("reading", PackageResources.reading_py),
        ("samples", PackageResources.samples_py),
        ("service", PackageResources.service_py),
        ("settings", PackageResources.settings_py),
        ("shared_object", PackageResources.shared_object_py),
        ("tensors", PackageResources.tensors_py),
        ("tflite_file", PackageResources.tflite_file_py),
        ("tflite_micro_runtime", PackageResources.tflite_micro_runtime_py),
        ("timing", PackageResources.timing_py),
        ("tvm_runtime", PackageResources.tvm_runtime_py),
        ("watcher", PackageResources.watcher_py),
    ].map { File(path: "pawl_worker/\($0.0).py", content: $0.1) }
}
