/// Reads the kernel's high-water mark and the runtime's own allocator.
public struct MemoryCall: WorkerCall {
    public static let name = "memory"

    public init() {}

    public struct Reply: Codable, Sendable {
        public var peakMemoryBytes: UInt64
        public var plannedArenaBytes: UInt64?
        /// Of a device's own memory, such as a GPU's.
        public var deviceMemoryBytes: UInt64?
    }
}
