/// Opens the conversation.
public struct HelloCall: WorkerCall {
    public static let name = "hello"
    public var protocolVersion: Int

    public init(protocolVersion: Int = workerProtocolVersion) {
        self.protocolVersion = protocolVersion
    }

    public struct Reply: Codable, Sendable {
        public var protocolVersion: Int
        public var processID: Int32
        /// Names of the runtimes this worker can open.
        public var runtimes: [String]
    }
}
