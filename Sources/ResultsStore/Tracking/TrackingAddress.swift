import Foundation

/// Address of a tracking server: `http://HOST:PORT`, perhaps with a path in front of `/api`.
public struct TrackingAddress: Sendable, CustomStringConvertible {
    let url: URL

    /// Without a slash at its end.
    public let description: String

    /// - Throws: `TrackingError.badAddress`.
    public init(_ text: String) throws(TrackingError) {
        guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https", let host = parts.host, !host.isEmpty
        else {
            throw .badAddress(
                Self.withoutSecrets(text), reason: "it does not begin with http:// or https:// and a host")
        }
        guard parts.user == nil, parts.password == nil else {
            throw .badAddress(
                Self.withoutSecrets(text),
                reason: "a name and a password belong into MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD")
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw .badAddress(text, reason: "it has a part behind '?' or '#'")
        }
        let plain = String(text.reversed().drop { $0 == "/" }.reversed())
        guard let url = URL(string: plain) else { throw .badAddress(text, reason: "it is no URL") }
        self.url = url
        description = plain
    }

    /// Whether what is sent there can be read on the way.
    public var isReadableOnTheWay: Bool {
        url.scheme?.lowercased() == "http" && !["localhost", "127.0.0.1", "::1", "[::1]"].contains(url.host ?? "")
    }

    /// What stands before an `@` may be a password.
    private static func withoutSecrets(_ text: String) -> String {
        guard let sign = text.lastIndex(of: "@") else { return text }
        return "…" + text[sign...]
    }
}
