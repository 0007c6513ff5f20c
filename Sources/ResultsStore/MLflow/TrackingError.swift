import Diagnostics

/// Why runs could not be sent to a tracking server. No case holds a password or a token.
public enum TrackingError: DiagnosableError, Equatable {
    case badAddress(String, reason: String)
    case cannotReach(address: String, reason: String)
    case timedOut(address: String, seconds: Int)
    /// The server wants to know who asks, or does not let them.
    case notAllowed(address: String, status: Int, hasCredentials: Bool)
    /// What answers there does not speak MLflow's REST interface.
    case notMLflow(address: String, reason: String)
    /// The server understood, and said no.
    case refused(call: String, status: Int, code: String, reason: String)
    case experimentDeleted(name: String)

    public var blame: Blame {
        switch self {
        case .cannotReach, .timedOut, .refused: .machine
        case .badAddress, .notAllowed, .notMLflow, .experimentDeleted: .input
        }
    }

    public var diagnostics: [Diagnostic] { [diagnostic] }

    private var diagnostic: Diagnostic {
        switch self {
        case .badAddress(let address, let reason):
            Diagnostic(
                code: "mlflow.bad-address", "'\(address)' is no address of an MLflow server",
                hint: "such as http://localhost:5000 or https://mlflow.example.org", cause: reason)
        case .cannotReach(let address, let reason):
            Diagnostic(
                code: "mlflow.cannot-reach", "cannot reach the MLflow server at \(address)",
                hint:
                    "is it running, and is this its address? what was sent before stays, and sending again continues from there",
                cause: reason)
        case .timedOut(let address, let seconds):
            Diagnostic(
                code: "mlflow.timed-out", "the MLflow server at \(address) did not answer within \(seconds) s",
                hint: "try again: sending continues where it stopped")
        case .notAllowed(let address, let status, let hasCredentials):
            Diagnostic(
                code: "mlflow.not-allowed",
                "the MLflow server at \(address) does not let you in (HTTP \(status))",
                hint: hasCredentials
                    ? "the token or the password in the environment is not what it expects, or may not write there"
                    : "set MLFLOW_TRACKING_TOKEN, or MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD")
        case .notMLflow(let address, let reason):
            Diagnostic(
                code: "mlflow.not-mlflow", "what answers at \(address) is no MLflow server",
                hint: "give the address that MLFLOW_TRACKING_URI has, without a path of a page", cause: reason)
        case .refused(let call, let status, let code, let reason):
            Diagnostic(
                code: "mlflow.refused", "the MLflow server refused '\(call)' (HTTP \(status), \(code))",
                hint: "what was sent before stays, and sending again continues from there", cause: reason)
        case .experimentDeleted(let name):
            Diagnostic(
                code: "mlflow.experiment-deleted", "MLflow's experiment '\(name)' is deleted",
                hint: "restore it ('mlflow experiments restore'), or name another with --experiment")
        }
    }
}
