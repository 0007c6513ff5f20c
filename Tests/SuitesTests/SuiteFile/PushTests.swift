import Diagnostics
import Suites
import TestSupport
import Testing

@Suite("Commands that copy files to a worker", .hangLimit) struct PushTests {
    @Test(
        "Blanks separate words, quotes keep them together, nothing is expanded",
        arguments: [
            ("scp -q {source} board:{destination}", ["scp", "-q", "{source}", "board:{destination}"]),
            ("  a\t b ", ["a", "b"]), ("", []), ("'a b' \"c 'd'\" e'f g'h ''", ["a b", "c 'd'", "ef gh", ""]),
            ("$HOME `x` \\ ~ *", ["$HOME", "`x`", "\\", "~", "*"]),
        ])
    func words(text: String, expected: [String]) { #expect(CommandLineTokenizer.split(text) == expected) }

    @Test("An open quote is none", arguments: ["'", "a \"b", "it's"])
    func openQuote(text: String) { #expect(CommandLineTokenizer.split(text) == nil) }

    @Test("A suite names a worker by its words; a path starts from the suite's folder, a bare name does not")
    func workerWords() throws {
        let suite = try SuiteText.read(
            Self.suite("worker: [./tools/w, a b], push: [cp, \"{source}\", \"x:{destination}\"]"))
        let runtime = try #require(suite.runtimes["r"])
        #expect(runtime.worker?.first?.hasSuffix("/tools/w") == true && runtime.worker?.first?.hasPrefix("/") == true)
        #expect(runtime.worker?.last == "a b")
        #expect(runtime.push == ["cp", "{source}", "x:{destination}"])
        #expect(try SuiteText.read(Self.suite("worker: [ssh, board]")).runtimes["r"]?.worker == ["ssh", "board"])
    }

    @Test(
        "What cannot be started, and copies that nobody takes, are findings",
        arguments: [
            "worker: ‹suite.invalid-value›[]", "push: ‹suite.invalid-value›[cp, \"{source}\", \"{destination}\"]",
            "worker: [w], push: ‹suite.invalid-value›[cp, \"{source}\"]",
            "worker: [w], push: ‹suite.invalid-value›[\"{source}{destination}\"]",
            "worker: [w], push: ‹suite.invalid-value›[]",
        ])
    func findings(keys: String) throws {
        let marked = MarkedText(Self.suite(keys))
        let findings = try SuiteText.findings(marked.text)
        #expect(MarkedText.marks(of: findings) == marked.marks)
        #expect(findings.allSatisfy { $0.hint?.hasPrefix("such as ") == true })
    }

    private static func suite(_ keys: String) -> String {
        """
        pawl: 1
        suite: demo
        golden_sets: { g: a }
        runtimes: { r: { name: onnxruntime, version: 1.31.1, \(keys) } }
        models: { m: { golden_set: g, variants: { v: { file: v.onnx, runtime: r } } } }

        """
    }

    @Test("Names are put in as they are, in one go")
    func marks() {
        let words = PushTemplate.command(
            ["scp", "{source}", "board:{destination}", "{other}{"], source: "/a {destination};$(x)'",
            destination: "/b c")
        #expect(words == ["scp", "/a {destination};$(x)'", "board:/b c", "{other}{"])
        #expect(PushTemplate.lacking(in: ["{source}", "{destination}"]) == ["{source}"], "the program is no argument")
    }
}
