import Foundation
import Support

/// Downloads kept by digest in the user's cache, shared by all checkouts.
public struct DownloadCache: Sendable {
    /// Absolute.
    public let path: String

    public init(path: String) {
        self.path = URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// `$XDG_CACHE_HOME/pawl`, else `~/.cache/pawl`.
    public static func ofUser(environment: [String: String] = ProcessInfo.processInfo.environment) -> DownloadCache {
        // The XDG specification: a relative path there is invalid and ignored.
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") {
            return DownloadCache(path: cache + "/pawl")
        }
        let home = environment["HOME"] ?? NSHomeDirectory()
        return DownloadCache(path: home + "/.cache/pawl")
    }

    /// Where a download of this digest is kept.
    public func location(ofSHA256 digest: String) -> String { "\(path)/sha256/\(digest)" }

    /// Where a worker keeps what supervisors on other machines sent.
    public var receivedFiles: String { "\(path)/received" }

    enum Lookup: Equatable {
        case found(path: String)
        case missing
        /// Something is there that does not have the digest it is filed under.
        case damaged
    }

    /// Looks a download up and checks its digest: a cache is written by other programs too.
    func lookUp(_ digest: String) -> Lookup {
        let location = location(ofSHA256: digest)
        guard FileManager.default.fileExists(atPath: location) else { return .missing }
        guard (try? SHA256.hexadecimal(ofFile: location)) == digest else { return .damaged }
        return .found(path: location)
    }

    /// Files a download; another program filing the same at the same time does no harm.
    func keep(_ file: String, as digest: String) throws(FileError) -> String {
        let location = location(ofSHA256: digest)
        try AtomicFile.replace(location) { temporary throws(FileError) in
            do {
                try FileManager.default.copyItem(atPath: file, toPath: temporary)
            } catch {
                throw .unwritable(path: temporary, reason: error.localizedDescription)
            }
        }
        return location
    }
}
