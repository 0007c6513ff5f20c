import CCrypto

/// SHA-256 (FIPS 180-4) as lower-case hexadecimal, computed by OpenSSL's libcrypto.
public enum SHA256 {
    public static func hexadecimal(of bytes: UnsafeRawBufferPointer) -> String {
        hexadecimal(digits: digest(of: bytes)[...])
    }

    private static func hexadecimal(digits bytes: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
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
        hexadecimal(of: try MappedFile(path: path))
    }

    /// Of a whole file, however large: what was read of a file beyond `chunkBytes` is given back on the way.
    public static func hexadecimal(of file: MappedFile) -> String {
        withExtendedLifetime(file) {
            guard file.bytes.count > chunkBytes else { return hexadecimal(of: file.bytes) }
            let context = EVP_MD_CTX_new()
            defer { EVP_MD_CTX_free(context) }
            precondition(EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1, "libcrypto has no SHA-256")
            for start in stride(from: 0, to: file.bytes.count, by: chunkBytes) {
                let chunk = start..<min(start + chunkBytes, file.bytes.count)
                EVP_DigestUpdate(context, file.bytes.baseAddress! + chunk.lowerBound, chunk.count)
                file.releasePages(chunk)
            }
            var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
            var count: UInt32 = 0
            precondition(EVP_DigestFinal_ex(context, &digest, &count) == 1, "libcrypto could not end a digest")
            return hexadecimal(digits: digest.prefix(Int(count)))
        }
    }

    /// How much of a mapped file is resident at once while it is read from front to back.
    public static let chunkBytes = 32 << 20
}
