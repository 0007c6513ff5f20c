import Diagnostics
import Suites
import TestSupport
import Testing

@Suite(.hangLimit) struct SuiteFindingTests {
    private func expectFindings(_ marked: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws {
        let expected = MarkedText(marked)
        let found = MarkedText.marks(of: try SuiteText.findings(expected.text))
        #expect(found == expected.marks, sourceLocation: sourceLocation)
    }

    @Test("All findings of a suite are listed at once, each at its place") func allFindingsAtOnce() throws {
        try expectFindings(
            """
            ‹suite.missing-key›pawl: ‹suite.format›2
            suite: ‹suite.invalid-name›../demo
            golden_sets:
              ‹suite.invalid-name›-set: a
              filetypes: ‹suite.wrong-type›[a]
            ‹suite.unknown-key›runtime:
              ort: {}
            runtimes:
              ort: { name: onnxruntime, version: 1.31.1, threads: ‹suite.invalid-value›0, arena: ‹suite.invalid-value›yes }
              other: ‹suite.missing-key›{ ‹suite.unknown-key›nmae: x, version: ‹suite.wrong-type›, graph_optimization: ‹suite.invalid-value›al }
            gates:
              - { metric: ‹suite.invalid-value›latency_p51, max: 1 ms }
              - { metric: accuracy, against: ‹suite.invalid-value›refrence, max_drop: ‹suite.unknown-unit›1% }
              - ‹suite.wrong-type›latency
            measurement: { launches: ‹suite.invalid-value›1, block_time: ‹suite.missing-unit›20, warm_up_cap: ‹suite.invalid-value›2000 min }
            on_inconclusive: ‹suite.invalid-value›skipp
            ‹yaml.duplicate-key›suite: again
            """)
    }

    @Test("A key that the runtime would ignore is a mistake") func keysOfAnotherRuntime() throws {
        try expectFindings(
            """
            pawl: 1
            suite: demo
            golden_sets: { filetypes: a }
            runtimes:
              ort: { name: onnxruntime, version: 1.31.1, ‹suite.unknown-key›precision: bf16, ‹suite.unknown-key›properties: {} }
              ov: { name: openvino, version: 2026.4.1, ‹suite.unknown-key›graph_optimization: all, precision: ‹suite.invalid-value›fp16 }
            models:
              m: { golden_set: filetypes, variants: { v: { file: a.onnx, runtime: ort } } }
            """)
        let text = SuiteText.head.replacing("name: onnxruntime", with: "name: openvino, arena: true")
        let finding = try #require(try SuiteText.findings(text).first)
        #expect(finding.message == "unknown key 'arena' in the runtime 'openvino'")
        #expect(
            finding.hint
                == "known: custom_operators, library, name, precision, properties, provider, push, threads, version, worker"
        )
    }

    @Test("Inputs and outputs of a variant that cannot be") func tensorsOfAVariant() throws {
        try expectFindings(
            """
            pawl: 1
            suite: demo
            golden_sets: { filetypes: a }
            runtimes: { lite: { name: litert, version: 2.3.0 } }
            models:
              m:
                golden_set: filetypes
                variants:
                  a: { file: a.tflite, runtime: lite, inputs: ‹suite.wrong-type›[x] }
                  b: { file: a.tflite, runtime: lite, inputs: { x: { ‹suite.unknown-key›nmae: y } } }
                  c: { file: a.tflite, runtime: lite, inputs: { x: { transpose: ‹suite.transpose›[0, 2, 2] } } }
                  d: { file: a.tflite, runtime: lite, inputs: { x: { transpose: [0, ‹suite.invalid-value›-1] } } }
                  e: { file: a.tflite, runtime: lite, inputs: { x: { cast: ‹suite.invalid-value›complex64 } } }
                  f: { file: a.tflite, runtime: lite, outputs: { y: { ‹suite.unknown-key›cast: int32 } } }
                  g: { file: a.tflite, runtime: lite, outputs: { y: one, z: ‹suite.tensor-twice›one } }
                  h: { file: a.tflite, runtime: lite, inputs: { x:  ‹suite.wrong-type›} }
            """)
    }

    @Test("References to what nobody declares are found") func unknownReferences() throws {
        try expectFindings(
            """
            pawl: 1
            suite: demo
            golden_sets: { filetypes: a }
            runtimes: { ort: { name: onnxruntime, version: 1.31.1 } }
            models:
              one:
                golden_set: ‹suite.unknown-golden-set›filetype
                reference: ‹suite.unknown-reference›fp23
                variants:
                  fp32: { file: a.onnx, runtime: ‹suite.unknown-runtime›onyx }
                  ‹suite.invalid-name›a b: { file: a.onnx, runtime: ort }
              two: ‹suite.missing-key›{ golden_set: filetypes }
              three: { golden_set: filetypes, variants: ‹suite.no-variants›{} }
            """)
    }

    @Test("Suggestions name what was probably meant") func suggestions() throws {
        let text = SuiteText.head.replacing("runtime: ort }", with: "runtime: otr }")
        let findings = try SuiteText.findings(text)
        #expect(findings.count == 3)
        for finding in findings { #expect(finding.hint == "did you mean 'ort'? known: ort") }
        let unit = try SuiteText.findings(SuiteText.head + "gates: [{ metric: peak_memory, max: 200 mb }]\n")
        #expect(unit.first?.hint?.hasPrefix("did you mean 'MB'?") == true)
        #expect(unit.first?.hint?.contains("KiB, MiB, GiB") == true)
    }

    @Test(
        "A gate that could never say anything useful is refused, at the word that makes it so",
        arguments: [
            "- ‹suite.no-limit›{ metric: accuracy }",
            "- { metric: accuracy, min: 90%, ‹suite.several-limits›max_drop: 1 point, models: [filetype], against: reference }",
            "- ‹suite.no-against›{ metric: accuracy, max_drop: 1 point }",
            "- ‹suite.no-against›{ metric: latency_p50, max_increase: 3% }",
            "- ‹suite.no-against›{ metric: model_size, max_ratio: 0.5 }",
            "- ‹suite.no-against›{ metric: agreement, min: 97% }",
            "- ‹suite.no-against›{ metric: kl_divergence, max: 0.1 }",
            "- { metric: latency_p99, against: ‹suite.needless-against›baseline, max: 50 ms }",
            "- { metric: accuracy, against: ‹suite.needless-against›baseline, min: 90% }",
            "- { metric: latency_p50, against: baseline, ‹suite.limit-kind›max_drop: 1 point }",
            "- { metric: accuracy, against: baseline, ‹suite.limit-kind›max_increase: 1% }",
            "- { metric: accuracy, ‹suite.limit-kind›max: 90% }",
            "- { metric: latency_p50, ‹suite.limit-kind›min: 1 ms }",
            "- { metric: throughput, against: baseline, ‹suite.limit-kind›max_ratio: 0.5 }",
            "- { metric: agreement, against: baseline, ‹suite.limit-kind›max_drop: 1 point }",
            "- { metric: accuracy, min: ‹suite.limit-value›101% }",
            "- { metric: accuracy, min: ‹suite.limit-value›0% }",
            "- { metric: accuracy, against: baseline, max_drop: ‹suite.limit-value›101 points }",
            "- { metric: model_size, against: baseline, max_ratio: ‹suite.limit-value›0 }",
            "- { metric: latency_p50, max: ‹suite.limit-value›0 ms }",
            "- { metric: fallback_operators, max: ‹suite.limit-value›0.5 }",
            "- { metric: fallback_operators, against: baseline, ‹suite.limit-kind›max_ratio: 1 }",
            "- { metric: accuracy, min: ‹suite.missing-unit›0.97 }",
            "- { metric: accuracy, against: baseline, max_drop: ‹suite.missing-unit›1 }",
            "- { metric: latency_p50, against: baseline, max_increase: ‹suite.missing-unit›3 }",
            "- { metric: latency_p50, max: ‹suite.invalid-quantity›-5 ms }",
            "- { metric: latency_p50, max: ‹suite.invalid-quantity›.nan }",
            "- { metric: latency_p50, max: ‹suite.invalid-quantity›1e999 ms }",
            "- { metric: latency_p50, max: 1 ms, models: ‹suite.invalid-value›[] }",
            "- { metric: accuracy, against: reference, max_drop: 1 point, models: [filetype], slices: ‹suite.invalid-value›[] }",
            "- { metric: accuracy, against: reference, max_drop: 1 point, models: [filetype], slices: ‹suite.invalid-value›[a, a] }",
            "- { metric: accuracy, against: reference, max_drop: 1 point, models: [filetype], slices: ‹suite.wrong-type›label }",
            "- { metric: accuracy, against: reference, max_drop: 1 point, models: [filetype], min_samples: ‹suite.needless-min-samples›20 }",
            "- { metric: accuracy, against: reference, max_drop: 1 point, models: [filetype], slices: [label], min_samples: ‹suite.invalid-value›1 }",
            "- { metric: macro_f1, against: reference, max_drop: 1 point, models: [filetype], slices: ‹suite.slices-metric›[label] }",
            "- { metric: accuracy, min: 90%, slices: ‹suite.slices-limit›[label] }",
            "- { metric: latency_p50, max: 1 ms, models: ‹suite.wrong-type›filetype }",
            "- { metric: accuracy, against: ‹suite.no-reference›reference, max_drop: 1 point }",
            "- { metric: accuracy, against: ‹suite.no-reference›reference, max_drop: 1 point, models: [loose] }",
        ])
    func gates(marked: String) throws {
        try expectFindings(SuiteText.head + "gates:\n  " + marked + "\n")
    }

    @Test(
        "Patterns and gates that judge nothing are warnings",
        arguments: [
            "- { metric: latency_p50, max: 1 ms, models: [filetype, ‹suite.idle-pattern›\"file\"] }",
            "- { metric: latency_p50, max: 1 ms, variants: [\"int8*\", ‹suite.idle-pattern›\"int9*\"] }",
            "- { metric: latency_p50, max: 1 ms, models: [loose], variants: [‹suite.idle-pattern›fp32] }",
            "- { metric: model_size, against: ‹suite.idle-gate›reference, max_ratio: 0.5, models: [filetype], variants: [fp32] }",
        ])
    func warnings(marked: String) throws {
        let text = SuiteText.head + "gates:\n  " + marked + "\n"
        try expectFindings(text)
        let warnings = try SuiteText.read(MarkedText(text).text).warnings
        #expect(warnings.allSatisfy { $0.severity == .warning })
    }

    @Test(
        "Sound gates give no finding",
        arguments: [
            "- { metric: throughput, min: 100/s }", "- { metric: load_time, max: 2 s }",
            "- { metric: accuracy, min: 90% }", "- { metric: macro_f1, against: baseline, max_drop: 0.5 points }",
            "- { metric: kl_divergence, against: baseline, max: 0 }",
            "- { metric: model_size, against: baseline, max_ratio: 50% }",
            "- { metric: latency_mean, against: baseline, max_increase: 0% }",
            "- { metric: accuracy, against: reference, max_drop: 1 point, models: [\"file*\"] }",
        ])
    func soundGates(gate: String) throws {
        #expect(try SuiteText.findings(SuiteText.head + "gates:\n  " + gate + "\n") == [])
    }

    @Test(
        "What is no suite at all is refused at its place",
        arguments: [
            "‹yaml.empty›", "‹suite.wrong-type›just text\n", "‹suite.wrong-type›- a\n", "‹suite.wrong-type›~\n",
            "pawl: 1\n‹yaml.tab›\tsuite: a\n", "pawl: ‹yaml.anchor›&a [*a]\n",
        ])
    func noSuite(marked: String) throws { try expectFindings(marked) }

    @Test("Control characters cannot come in through escapes", arguments: ["\\0", "\\e[31m", "\\x07", "\\r"])
    func controlCharacters(escape: String) throws {
        let text = SuiteText.head.replacing("fp32.onnx", with: "\"a\(escape)b\"")
        #expect(try SuiteText.findings(text).map(\.code) == ["suite.invalid-value"])
    }

    @Test(
        "Names that could break out of a file name, a page or a query are refused",
        arguments: [
            "a/b", "..", ".hidden", "-rf", "a b", "a'b", "a\"b", "a<b", "a;b", "a&b", "\u{E9}", "a\\nb", "",
            String(repeating: "a", count: 65),
        ])
    func unsafeNames(name: String) throws {
        let quoted = name.replacing("\"", with: "\\\"")
        let asVariant = SuiteText.head.replacing("only:", with: "\"\(quoted)\":")
        #expect(try SuiteText.findings(asVariant).map(\.code) == ["suite.invalid-name"])
        let asModel = SuiteText.head.replacing("loose:", with: "\"\(quoted)\":")
        #expect(try SuiteText.findings(asModel).map(\.code) == ["suite.invalid-name"])
        let asRuntime = SuiteText.head.replacing(
            "  ort:", with: "  ort: { name: onnxruntime, version: 1.31.1 }\n  \"\(quoted)\":")
        #expect(try SuiteText.findings(asRuntime).map(\.code) == ["suite.invalid-name"])
    }

    @Test("A message is short however long the text is") func longTexts() throws {
        let long = String(repeating: "x", count: 500_000)
        for finding in try SuiteText.findings(
            SuiteText.head.replacing("suite: demo", with: "suite: \(long)\n\(long.prefix(900)): 1"))
        {
            #expect(finding.message.count < 200)
        }
    }

    @Test("Suites with lines and words lost, doubled or moved give findings with a place, or a suite", arguments: 1...8)
    func mutations(seed: UInt64) throws {
        let whole =
            SuiteText.head + """
                gates:
                  - { metric: accuracy, against: reference, max_drop: 1 point, models: ["file*"] }
                  - { metric: latency_p99, max: 50 ms, variants: [fp32] }
                measurement: { launches: 8, block_time: 5 ms }
                """
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func next(_ bound: Int) -> Int {
            // Marsaglia's xorshift64 (2003): the same mutations on every machine.
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        for _ in 0..<100 {
            var words = whole.split(separator: " ", omittingEmptySubsequences: false)
            for _ in 0...next(3) {
                switch next(3) {
                case 0: words.remove(at: next(words.count))
                case 1: words.insert(words[next(words.count)], at: next(words.count))
                default: words.swapAt(next(words.count), next(words.count))
                }
            }
            for finding in try SuiteText.findings(words.joined(separator: " ")) {
                let place = try #require(finding.location)
                #expect(place.line >= 1 && place.column >= 1 && !finding.message.isEmpty)
            }
        }
    }
}
