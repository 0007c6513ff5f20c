import Foundation

/// Length-prefixed frames: four bytes, little endian, then that many bytes of UTF-8 JSON.
public enum Frame {
    /// No side accepts more; the limit keeps a broken peer from exhausting memory.
    public static let maximumBytes = 64 << 20
    public static let headerBytes = 4

    public static func encode(_ payload: Data) -> Data {
        let count = UInt32(payload.count)
        var frame = Data(capacity: headerBytes + payload.count)
        for shift in [0, 8, 16, 24] as [UInt32] { frame.append(UInt8(truncatingIfNeeded: count >> shift)) }
        frame.append(payload)
        return frame
    }

    /// The payload's length that a header announces; nil when it is over the limit.
    public static func payloadBytes(ofHeader header: some Collection<UInt8>) -> Int? {
        let count = header.reversed().reduce(0) { $0 << 8 | Int($1) }
        return count <= maximumBytes ? count : nil
    }
}

/// The JSON envelopes around calls and replies.
public enum Envelope {
    public struct Call<Arguments: Codable & Sendable>: Codable, Sendable {
        public var call: String
        public var arguments: Arguments
    }

    /// Reads the name of a call, whatever its arguments.
    struct Name: Codable { var call: String }

    public struct Response<Reply: Codable & Sendable>: Codable, Sendable {
        public var reply: Reply?
        public var error: WorkerErrorReply?
    }

    public static func encode<Call: WorkerCall>(_ call: Call) throws -> Data {
        try JSONEncoder().encode(Envelope.Call(call: Call.name, arguments: call))
    }
}
