import CCrypto

/// SHA-256 (FIPS 180-4) as lower-case hexadecimal, computed by OpenSSL's libcrypto.
public enum SHA256 {
    public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest(of: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The 32 bytes of the digest.
    public static func digest(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var count: UInt32 = 0
        let succeeded = EVP_Digest(bytes.baseAddress, bytes.count, &digest, &count, EVP_sha256(), nil)
        precondition(succeeded == 1, "libcrypto has no SHA-256")
        return Array(digest.prefix(Int(count)))
    }

    public static func hexadecimal(of text: String) -> String {
        var text = text
        return text.withUTF8 { hexadecimal(of: UnsafeRawBufferPointer($0)) }
    }

    /// - Throws: `FileError.unreadable`.
    public static func hexadecimal(ofFile path: String) throws(FileError) -> String {
        let file = try MappedFile(path: path)
        return withExtendedLifetime(file) { hexadecimal(of: file.bytes) }
    }
}
