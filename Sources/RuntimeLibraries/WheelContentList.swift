import Foundation
import Support

/// The list of a wheel's files with their digests, `RECORD` in the binary distribution format of Python packages.
///
/// It is CSV: path, `sha256=` and the digest in URL-safe base64 without padding, size; its own line has neither.
enum WheelContentList {
    /// - Parameter listPath: the list's own path in the wheel.
    /// - Returns: nil when a line is none, or a path leads out of the folder.
    static func files(of text: String, listPath: String) -> [LockedFile]? {
        var files: [LockedFile] = []
        for line in text.split(whereSeparator: \.isNewline) where !isOwn(line, listPath) {
            guard let file = file(line) else { return nil }
            files.append(file)
        }
        return files
    }

    /// Without the lines that `files` refuses: for a list of which some files are taken and not all.
    static func usableFiles(of text: String, listPath: String) -> [LockedFile] {
        text.split(whereSeparator: \.isNewline).compactMap { isOwn($0, listPath) ? nil : file($0) }
    }

    private static func isOwn(_ line: Substring, _ listPath: String) -> Bool { line.hasPrefix("\(listPath),") }

    private static func file(_ line: Substring) -> LockedFile? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count == 3, let digest = hexadecimal(fields[1]), let bytes = UInt64(fields[2]) else { return nil }
        let file = LockedFile(path: String(fields[0]), bytes: bytes, sha256: digest)
        return file.staysInside ? file : nil
    }

    private static func hexadecimal(_ field: Substring) -> String? {
        guard field.hasPrefix("sha256=") else { return nil }
        let encoded = field.dropFirst("sha256=".count).replacing("-", with: "+").replacing("_", with: "/")
        guard let digest = Data(base64Encoded: encoded + "="), digest.count == 32 else { return nil }
        return digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
