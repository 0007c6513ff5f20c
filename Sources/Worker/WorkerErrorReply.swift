import Diagnostics

/// What a worker reports instead of a reply: an error as a value.
public struct WorkerErrorReply: Codable, Sendable, Equatable {
    public var code: String
    public var message: String
    public var hint: String?
    public var cause: String?

    public init(code: String, message: String, hint: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    init(_ error: any DiagnosableError) {
        let first = error.diagnostics.first
        self.init(
            code: first?.code ?? "worker.unknown", message: first?.message ?? String(describing: error),
            hint: first?.hint, cause: first?.cause)
    }
}
