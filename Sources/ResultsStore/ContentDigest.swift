import Support

/// Finds contents that are stored already. What it finds is compared: a digest alone decides nothing.
enum ContentDigest {
    /// The first 8 bytes of the SHA-256 over the parts, each with its length before it.
    static func of(_ parts: [String]) -> Int64 {
        var bytes: [UInt8] = []
        for part in parts {
            withUnsafeBytes(of: UInt64(part.utf8.count).littleEndian) { bytes += $0 }
            bytes += part.utf8
        }
        let digest = bytes.withUnsafeBytes { SHA256.digest(of: $0) }
        return Int64(bitPattern: digest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }
}
