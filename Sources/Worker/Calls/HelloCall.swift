/// Opens the conversation.
public struct HelloCall: WorkerCall {
    public static let name = "hello"
    public var protocolVersion: Int
    /// A small text file of the supervisor's; a worker that can read it sees the same files.
    public var sharedFile: String?

    public init(protocolVersion: Int = workerProtocolVersion, sharedFile: String? = nil) {
        self.protocolVersion = protocolVersion
        self.sharedFile = sharedFile
    }

    public struct Reply: Codable, Sendable {
        public var protocolVersion: Int
        /// For people, such as `pawl-worker 0.1.0`.
        public var worker: String
        /// What this worker can run.
        public var runtimes: [Runtime]
        /// As they are written (`WorkerCapability`); those that this side does not know do no harm.
        public var capabilities: [String]
        /// What `sharedFile` holds; nil when the worker cannot read it.
        public var sharedText: String?
        /// The worker's machine in a line.
        public var device: String?
        /// The same for all workers on one machine until it is started anew, and for none elsewhere (`MachineIdentity`).
        public var machine: String?

        /// Of a worker that has not answered yet.
        public static let nothing = Reply(protocolVersion: 0, worker: "", runtimes: [], capabilities: [])

        public func has(_ capability: WorkerCapability) -> Bool { capabilities.contains(capability.rawValue) }
    }

    public struct Runtime: Codable, Sendable {
        /// As suites name it.
        public var name: String
        /// Nil when it depends on the library that is opened.
        public var version: String?

        public init(name: String, version: String? = nil) {
            self.name = name
            self.version = version
        }
    }
}
