import Foundation

/// Who asks, from the variables that MLflow's own client reads; never from the command line, where others can read it.
public struct TrackingCredentials: Sendable {
    /// Value of the header `Authorization`; nil without credentials.
    let authorization: String?

    public var isEmpty: Bool { authorization == nil }

    /// As in MLflow's client a name with its password goes before a token.
    public init(environment: [String: String]) {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if let name = variable("MLFLOW_TRACKING_USERNAME"), let password = variable("MLFLOW_TRACKING_PASSWORD") {
            authorization = "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()
        } else {
            authorization = variable("MLFLOW_TRACKING_TOKEN").map { "Bearer \($0)" }
        }
    }
}
