import Foundation

/// Asks where files are kept that were sent by digest, and whether they are there.
public struct FilesCall: WorkerCall {
    public static let name = "files"
    public var files: [File]
    /// Whether the digest of what is there is computed again: asked once a run, for storage may fail and people tidy up.
    public var verify: Bool?

    public struct File: Codable, Sendable, Hashable {
        /// 64 lower-case hexadecimal digits.
        public var sha256: String
        public var bytes: UInt64
        /// Such as `.onnx`: runtimes go by it.
        public var suffix: String
        /// The model of several files that it is one of; nil for a file on its own.
        public var folder: Folder?

        public init(sha256: String, bytes: UInt64, suffix: String, folder: Folder? = nil) {
            self.sha256 = sha256
            self.bytes = bytes
            self.suffix = suffix
            self.folder = folder
        }
    }

    /// A place in a model's folder, where runtimes look for files by the names that the model has for them.
    public struct Folder: Codable, Sendable, Hashable {
        /// The model's digest: 64 lower-case hexadecimal digits.
        public var model: String
        /// A path from the folder, which leads nowhere else.
        public var name: String

        public init(model: String, name: String) {
            self.model = model
            self.name = name
        }
    }

    public init(files: [File], verify: Bool? = nil) {
        self.files = files
        self.verify = verify
    }

    public struct Reply: Codable, Sendable {
        /// One for each that was asked for, in that order.
        public var files: [Place]
    }

    public struct Place: Codable, Sendable {
        /// Where it is, or will be.
        public var path: String
        /// Whole, and of that digest.
        public var isPresent: Bool
        /// Where its bytes are to arrive until then: a place that no other worker shares.
        public var incoming: String
    }
}

/// Sends a chunk of a file.
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
