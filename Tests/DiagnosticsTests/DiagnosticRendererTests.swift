import Diagnostics
import TestSupport
import Testing

@Suite(.hangLimit) struct DiagnosticRendererTests {
    private let full = Diagnostic(
        code: "suite.unknown-runtime", "unknown runtime 'onyx'",
        at: Diagnostics.SourceLocation(file: "Suites/nightly.yaml", line: 14, column: 18),
        hint: "did you mean 'onnxruntime'?\nknown: litert, onnxruntime", cause: "no such label")

    @Test("Place, severity, message and code stand on the first line, cause and hint below") func wording() {
        #expect(
            DiagnosticRenderer().render(full) == """
                Suites/nightly.yaml:14:18: error: unknown runtime 'onyx' [suite.unknown-runtime]
                  cause: no such label
                  hint: did you mean 'onnxruntime'?
                    known: litert, onnxruntime
                """)
    }

    @Test("What is not there leaves no trace") func bareDiagnostic() {
        let bare = Diagnostic(.warning, code: "a.b", "something odd", cause: "")
        #expect(DiagnosticRenderer().render(bare) == "warning: something odd [a.b]")
        #expect(DiagnosticRenderer().render([bare, bare]).split(separator: "\n").count == 2)
        #expect(DiagnosticRenderer().render([]) == "")
    }

    @Test(
        "Colours mark severity, and only when asked for",
        arguments: zip(
            [Diagnostic.Severity.error, .warning, .note], ["1;31", "1;33", "1;36"]))
    func colours(severity: Diagnostic.Severity, colour: String) {
        let diagnostic = Diagnostic(severity, code: "a.b", "text")
        let coloured = DiagnosticRenderer(usesColour: true).render(diagnostic)
        #expect(coloured.hasPrefix("\u{1B}[\(colour)m\(severity.rawValue):\u{1B}[0m"))
        #expect(!DiagnosticRenderer().render(diagnostic).contains("\u{1B}"))
    }

    @Test(
        "Nothing in a diagnostic can steer a terminal",
        arguments: [
            "\u{1B}[2J", "\r", "\u{7}", "\u{0}", "\u{9B}31m", "\u{7F}", "\u{202E}", "\u{2066}", "\u{2028}",
        ])
    func terminalSafety(attack: String) {
        let place = Diagnostics.SourceLocation(file: "a\(attack)b", line: 1, column: 1)
        let diagnostic = Diagnostic(
            code: "a.b", "message \(attack)", at: place, hint: "hint \(attack)", cause: "cause \(attack)")
        let text = DiagnosticRenderer().render(diagnostic)
        for scalar in attack.unicodeScalars where !scalar.isASCII || scalar.value < 32 || scalar.value == 127 {
            #expect(!text.unicodeScalars.contains(scalar))
        }
        // What ends a line becomes a blank.
        #expect(text.contains(attack == "\r" || attack == "\u{2028}" ? "message  " : "\u{FFFD}"))
    }

    @Test("A line end in a message cannot forge a line of output") func forgedLines() {
        let place = Diagnostics.SourceLocation(file: "a\n::error::b", line: 1, column: 1)
        let text = DiagnosticRenderer().render(
            Diagnostic(
                code: "a.b", "x\n::error::forged", at: place, hint: "y\nerror: forged", cause: "z\nerror: forged"))
        for line in text.split(separator: "\n").dropFirst() { #expect(line.hasPrefix("  ")) }
    }

    @Test("An error's description is its rendered diagnostics") func errorDescription() {
        struct Failure: DiagnosableError {
            let blame = Blame.input
            var diagnostics: [Diagnostic] { [Diagnostic(code: "a.b", "one"), Diagnostic(code: "a.c", "two")] }
        }
        #expect("\(Failure())" == "error: one [a.b]\nerror: two [a.c]")
    }
}
