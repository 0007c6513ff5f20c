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

/// Who asks, from the variables that MLflow's own client reads; never from the command line, where others can read it.
public struct TrackingCredentials: Sendable {
    /// Value of the header `Authorization`; nil without credentials.
    let authorization: String?

    /// What must never be shown: the token or password, and both as they are sent.
    private let secrets: [String]

    public var isEmpty: Bool { authorization == nil }

    /// As in MLflow's client a name with its password goes before a token.
    public init(environment: [String: String]) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let name = variable("MLFLOW_TRACKING_USERNAME"), let password = variable("MLFLOW_TRACKING_PASSWORD") {
            let encoded = Data("\(name):\(password)".utf8).base64EncodedString()
            authorization = "Basic " + encoded
            secrets = [encoded, password]
        } else {
            let token = variable("MLFLOW_TRACKING_TOKEN")
            authorization = token.map { "Bearer \($0)" }
            secrets = [token].compactMap(\.self)
        }
    }

    /// A text of the server, without what it was sent in confidence.
    func blackened(in text: String) -> String {
        secrets.reduce(text) { text, secret in
            [secret, secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret].reduce(text) {
                $0.replacing($1, with: "***")
            }
        }
    }
}
