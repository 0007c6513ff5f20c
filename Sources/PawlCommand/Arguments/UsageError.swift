import Diagnostics

/// A command line that cannot be understood.
struct UsageError: DiagnosableError {
    var message: String
    var hint: String

    var blame: Blame { .input }

    var diagnostics: [Diagnostic] { [Diagnostic(code: "usage", message, hint: hint)] }
}
