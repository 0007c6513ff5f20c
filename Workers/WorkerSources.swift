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
        ("__init__", PackageResources.__init___py)
    ].map { File(path: "pawl_worker/\($0.0).py", content: $0.1) }
}
