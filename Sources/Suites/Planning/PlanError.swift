import Diagnostics

/// Everything that keeps a suite from being measured on this machine, all at once.
public struct PlanError: DiagnosableError {
    public var diagnostics: [Diagnostic]

    public var blame: Blame { .of(diagnostics) }

    public init(diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics
    }
}
