import Diagnostics
import Foundation
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
            (
                "{ name: onnxruntime, library: lib.so, custom_operators: [a.so], provider_library: b.so }", "openvino",
                ["provider_library"]
            ),
        ])
    func keysNotTaken(runtime: String, other: String, expected: [String]) throws {
        let suite = try SuiteText.read(Self.suite(runtime))
        #expect(suite.runtimes["ort"]?.keysNotTaken(by: other) == expected)
    }

    @Test("A library of one's own starts from the suite's folder and may leave out the version")
    func library() throws {
        let suite = try SuiteText.read(
            Self.suite("{ name: onnxruntime, library: ../build/lib.so, custom_operators: [a.so] }"))
        let runtime = try #require(suite.runtimes["ort"])
        #expect(runtime.version.isEmpty)
        #expect(runtime.library?.hasPrefix("/") == true && runtime.library?.hasSuffix("/build/lib.so") == true)
        #expect(runtime.customOperators.map { ($0.path as NSString).lastPathComponent } == ["a.so"])
        #expect(
            try SuiteText.read(Self.suite("{ name: litert, version: 2.3.0, library: l.so }")).runtimes["ort"]?.version
                == "2.3.0")
    }

    @Test("Libraries stand where they are taken, and not where a worker runs the models")
    func misplacedLibraries() throws {
        for text in [
            "{ name: ncnn, version: 1.0.20261020, ‹suite.unknown-key›library: a.so }",
            "{ name: litert, version: 2.3.0, ‹suite.unknown-key›custom_operators: [a.so] }",
            "{ name: onnxruntime, version: 1.31.1, worker: [ssh, b], custom_operators: ‹suite.invalid-value›[a.so] }",
            "{ name: onnxruntime, version: 1.31.1, custom_operators: [a.so, ‹suite.invalid-value›./a.so] }",
        ] {
            let marked = MarkedText(Self.suite(text))
            #expect(MarkedText.marks(of: try SuiteText.findings(marked.text)) == marked.marks, "\(text)")
        }
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
