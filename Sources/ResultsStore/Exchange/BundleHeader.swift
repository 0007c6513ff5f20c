import Foundation

/// The first line of a bundle: `pawlrun 1 <bytes> <digest>`, as `head -1` shows it.
struct BundleHeader {
    static let magic = "pawlrun"
    /// Longer than any line of any version.
    private static let longestLine = 256

    var contentBytes: Int
    /// Lower-case hexadecimal.
    var digest: String

    var line: String { "\(Self.magic) \(RunBundle.version) \(contentBytes) \(digest)\n" }

    /// - Returns: the header and all bytes behind its line.
    static func read(_ data: Data, name: String) throws(BundleError) -> (BundleHeader, Data) {
        guard let end = data.prefix(longestLine).firstIndex(of: UInt8(ascii: "\n")) else {
            throw .notABundle(name: name)
        }
        let line = String(decoding: data[data.startIndex..<end], as: UTF8.self)
        let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        guard words.first == magic, words.count > 1, let version = Int(words[1]), version > 0 else {
            throw .notABundle(name: name)
        }
        guard version <= RunBundle.version else {
            throw .newer(name: name, version: version, known: RunBundle.version)
        }
        guard words.count == 4, let bytes = Int(words[2]), bytes > 0,
            case let header = BundleHeader(contentBytes: bytes, digest: words[3]),
            // Written otherwise, such as with a plus sign, it is not this line.
            header.line == line + "\n"
        else { throw .invalid(name: name, reason: "its first line is damaged") }
        return (header, data[data.index(after: end)...])
    }
}
