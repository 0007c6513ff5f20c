/// Words diagnostics for people: the one place that decides how an error looks.
///
///     Suites/nightly.yaml:14:18: error: unknown runtime 'onyx' [suite.unknown-runtime]
///       hint: did you mean 'onnxruntime'? known: litert, onnxruntime, openvino
public struct DiagnosticRenderer: Sendable {
    public var usesColour: Bool

    public init(usesColour: Bool = false) {
        self.usesColour = usesColour
    }

    public func render(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.map(render).joined(separator: "\n")
    }

    public func render(_ diagnostic: Diagnostic) -> String {
        var text = ""
        if let location = diagnostic.location {
            text += style(PrintableText.clean(location.description), "1") + ": "
        }
        text += style("\(diagnostic.severity.rawValue):", colour(of: diagnostic.severity)) + " "
        text += style(continued(diagnostic.message), "1") + " [\(diagnostic.code)]"
        for example in diagnostic.examples ?? [] { text += "\n    " + continued(example) }
        if let cause = diagnostic.cause, !cause.isEmpty { text += "\n  cause: " + continued(cause) }
        if let hint = diagnostic.hint { text += "\n  hint: " + continued(hint) }
        return text
    }

    private func continued(_ text: String) -> String {
        PrintableText.clean(text, keepsLines: true).split(separator: "\n", omittingEmptySubsequences: false).joined(
            separator: "\n    ")
    }

    private func colour(of severity: Diagnostic.Severity) -> String {
        switch severity {
        case .error: "1;31"
        case .warning: "1;33"
        case .note: "1;36"
        }
    }

    private func style(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
