import Foundation

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
