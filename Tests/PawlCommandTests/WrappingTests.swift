import Diagnostics
import Reports
import Suites
import TestSupport
import Testing

@testable import PawlCommand

@Suite("Errors on a terminal", .hangLimit)
struct WrappingTests {
    private struct Complaint: DiagnosableError {
        var diagnostics: [Diagnostic]
        var blame: Blame { .input }
    }

    private static let path = "/srv/" + String(repeating: "a-folder-with-a-long-name/", count: 5) + "model.onnx"
    private static let address = "https://example.org/" + String(repeating: "simple/", count: 14) + "?q=1&r=2"
    private static let complaint = Complaint(diagnostics: [
        Diagnostic(
            code: "suite.file",
            "the weights of \(path) are in a file that is shorter than what the model says, and \(address) is where it came from",
            at: SourceLocation(file: "Suites/mine.yaml", line: 14, column: 18),
            hint: "fetch it again, with all the files beside it, and compare their digests with those of the page",
            cause: "the file ends after 4096 bytes, and the tensor 'encoder.weight' needs 16384 of them from 1024 on")
    ])

    private func text(_ output: any CommandOutput, environment: [String: String] = ["NO_COLOR": "1"]) {
        let context = CommandContext(
            environment: environment, workingFolder: "/", output: output, worker: .init(arguments: ["/bin/false"]))
        context.tell(Self.complaint)
        context.warn("the frequency governor is 'powersave'; latencies vary more than they need to, see \(Self.path)")
    }

    @Test(
        "are broken at spaces only, paths and addresses stay whole, cause and hint have lines of their own",
        arguments: [40, 80, 120])
    func terminal(width: Int) {
        let screen = RecordedTerminal(width: width)
        text(screen)
        let lines = screen.diagnostic.split(separator: "\n").map(String.init)
        for line in lines where TextColumns.width(of: line) > width {
            #expect(!line.drop { $0 == " " }.contains(" "), "only one word is wider than the screen: \(line)")
        }
        for word in [Self.path, Self.address] { #expect(screen.diagnostic.contains(word)) }
        #expect(lines.contains { $0.hasPrefix("  cause: the file ends") })
        #expect(lines.contains { $0.hasPrefix("  hint: fetch it again") })
        #expect(lines.contains { $0.hasPrefix("pawl: warning: the frequency") })
        let starts = ["Suites/mine.yaml:14:18: error:", "  cause: ", "  hint: ", "pawl: warning: "]
        for line in lines where !starts.contains(where: line.hasPrefix) {
            #expect(line.hasPrefix("  "), "what goes on is indented: \(line)")
        }
        // Nothing but line breaks is added.
        let plain = RecordedOutput()
        text(plain)
        func words(_ text: String) -> [Substring] { text.split { $0 == " " || $0 == "\n" } }
        #expect(words(screen.diagnostic) == words(plain.diagnostic))
    }

    @Test("in colour are broken where they would be without") func colour() {
        let plain = RecordedTerminal(), coloured = RecordedTerminal()
        text(plain)
        text(coloured, environment: ["TERM": "xterm"])
        #expect(coloured.diagnostic.contains("\u{1B}["))
        #expect(coloured.diagnostic.replacing(#/\x1B\[[0-9;]*m/#, with: "") == plain.diagnostic)
    }

    @Test("go to a file unbroken, to be searched") func file() {
        let output = RecordedOutput()
        text(output)
        let lines = output.diagnostic.split(separator: "\n")
        #expect(lines.count == 4, "\(lines)")
        #expect(lines[0].hasSuffix("is where it came from [suite.file]"))
    }

    @Test("keep runs of spaces, as names may have them") func spaces() {
        let text = "there is no 'a  b.onnx' here, nor anywhere else that a model of this name could be"
        let wrapped = TextColumns.wrapped(text, to: 30, indent: "  ", firstIndent: "")
        #expect(wrapped.hasPrefix("there is no 'a  b.onnx' here,\n  nor"), "\(wrapped)")
    }
}
