import Diagnostics
import Suites
import TestSupport
import Testing

@Suite("Keys that only some runtimes take", .hangLimit) struct RuntimeKeysTests {
    @Test(
        "XNNPACK is LiteRT's, and on unless it is switched off", arguments: [("", true), (", xnnpack: false", false)])
    func xnnpackIsRead(key: String, expected: Bool) throws {
        let suite = try SuiteText.read(Self.suite("{ name: litert, version: 2.3.0\(key) }"))
        #expect(suite.runtimes["ort"]?.usesXNNPACK == expected)
    }

    @Test("What a runtime would ignore is a finding, with what it takes")
    func inapplicableKeys() throws {
        let marked = MarkedText(
            Self.suite(
                "{ name: litert, version: 2.3.0, ‹suite.unknown-key›arena: true, xnnpack: ‹suite.invalid-value›no }"))
        let findings = try SuiteText.findings(marked.text)
        #expect(MarkedText.marks(of: findings) == marked.marks)
        #expect(findings.first?.hint?.contains("xnnpack") == true)
        let other = MarkedText(Self.suite("{ name: onnxruntime, version: 1.31.1, ‹suite.unknown-key›xnnpack: true }"))
        #expect(MarkedText.marks(of: try SuiteText.findings(other.text)) == other.marks)
    }

    @Test(
        "Another runtime in the place of one does not take all of its keys",
        arguments: [
            ("{ name: onnxruntime, version: 1.31.1, threads: 2 }", "openvino", []),
            (
                "{ name: onnxruntime, version: 1.31.1, arena: false, session_config: { a: b } }", "openvino",
                ["arena", "session_config"]
            ),
            ("{ name: onnxruntime, version: 1.31.1, arena: false }", "onnxruntime", []),
            (
                "{ name: openvino, version: 2026.3.0, precision: f16, properties: { a: b } }", "litert",
                ["precision", "properties"]
            ),
            ("{ name: mine, version: 1, worker: [x], options: { a: b } }", "yours", []),
            ("{ name: mine, version: 1, worker: [x], options: { a: b } }", "onnxruntime", ["options"]),
            ("{ name: onnxruntime, version: 1.31.1, arena: false }", "nonsense", []),
        ])
    func keysNotTaken(runtime: String, other: String, expected: [String]) throws {
        let suite = try SuiteText.read(Self.suite(runtime))
        #expect(suite.runtimes["ort"]?.keysNotTaken(by: other) == expected)
    }

    @Test("A misspelt runtime stands among all other mistakes; one with a worker may have any name")
    func misspelt() throws {
        let marked = MarkedText(
            """
            pawl: 1
            suite: demo
            golden_sets: { g: a }
            runtimes:
              ort: { name: ‹suite.unknown-runtime-name›onxruntime, version: 1.31.1 }
              board: { name: my-board, version: 1, worker: [ssh, board] }
              own: { name: ‹suite.unknown-runtime-name›my-board, version: 1 }
            models: { m: { golden_set: g, variants: { v: { file: v.onnx, runtime: ‹suite.unknown-runtime›otr } } } }
            gates: [{ metric: ‹suite.invalid-value›latency_p5, max: 1 ms }]

            """)
        let findings = try SuiteText.findings(marked.text)
        #expect(MarkedText.marks(of: findings) == marked.marks, "\(findings)")
        let hints = findings.filter { $0.code == "suite.unknown-runtime-name" }.compactMap(\.hint)
        #expect(hints.first?.hasPrefix("did you mean 'onnxruntime'? known: executorch, litert") == true)
        #expect(hints.allSatisfy { $0.contains("worker: [PROGRAM, ...]") })
    }

    private static func suite(_ runtime: String) -> String {
        """
        pawl: 1
        suite: demo
        golden_sets: { g: a }
        runtimes: { ort: \(runtime) }
        models: { m: { golden_set: g, variants: { v: { file: v.tflite, runtime: ort } } } }

        """
    }
}
