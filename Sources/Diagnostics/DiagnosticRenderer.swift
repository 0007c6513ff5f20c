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
            text += style(printable(location.description).replacing("\n", with: "\u{FFFD}"), "1") + ": "
        }
        text += style("\(diagnostic.severity.rawValue):", colour(of: diagnostic.severity)) + " "
        text += style(continued(diagnostic.message), "1") + " [\(diagnostic.code)]"
        if let cause = diagnostic.cause, !cause.isEmpty { text += "\n  cause: " + continued(cause) }
        if let hint = diagnostic.hint { text += "\n  hint: " + continued(hint) }
        return text
    }

    private func continued(_ text: String) -> String {
        printable(text).split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n    ")
    }

    /// Names come from files of strangers: what moves the cursor, changes colours or turns the reading direction must
    /// not reach a terminal.
    private func printable(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { isDangerous($0) ? "\u{FFFD}" : $0 }))
    }

    private func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\n", "\t": false
        // Bidirectional embeddings, overrides and isolates; line and paragraph separators.
        case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{2028}", "\u{2029}": true
        default: scalar.properties.generalCategory == .control
        }
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
