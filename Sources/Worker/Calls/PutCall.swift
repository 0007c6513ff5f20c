import Foundation

/// Sends a stretch of a file.
public struct PutCall: WorkerCall {
    public static let name = "put"
    public var sha256: String
    /// Of the whole file.
    public var bytes: UInt64
    public var offset: UInt64
    /// At most `maximumBytes`; base64 in JSON.
    public var data: Data

    public static let maximumBytes = 4 << 20

    public init(sha256: String, bytes: UInt64, offset: UInt64, data: Data) {
        self.sha256 = sha256
        self.bytes = bytes
        self.offset = offset
        self.data = data
    }

    public struct Reply: Codable, Sendable {
        /// Bytes that have arrived.
        public var received: UInt64
    }
}
