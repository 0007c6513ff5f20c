import Records
import TestSupport
import Testing

@testable import Explanation

@Suite("Advice from a profile", .hangLimit)
struct AdviceTests {
    private func subject(
        _ operators: [(type: String, microseconds: Double)], provider: String = "CPUExecutionProvider",
        fallback: Bool? = false, runtime: String = "onnxruntime", options: [String: String] = ["threads": "1"],
        tail: Double = 1.2, cores: Int? = 2
    ) -> AdviceSubject {
        AdviceSubject(
            operators: operators.map {
                OperatorRecord(
                    name: $0.type, type: $0.type, provider: provider, isFallback: fallback,
                    meanNanoseconds: $0.microseconds * 1000)
            },
            runtime: RuntimeRecord(name: runtime, version: "1", libraryDigest: "", provider: "cpu", options: options),
            medianNanoseconds: 1000, tailNanoseconds: 1000 * tail, cores: cores)
    }

    private func rules(_ subject: AdviceSubject) -> [AdviceRule] { Advice.given(subject).map(\.rule) }

    @Test(
        "Each rule speaks of what takes a twentieth of the time, and of nothing else",
        arguments: [
            ("ConvInteger", AdviceRule.dynamicConvolutions), ("QuantizeLinear", .unfusedQuantisation),
            ("DequantizeLinear", .unfusedQuantisation), ("DEQUANTIZE", .unfusedQuantisation), ("Cast", .casts),
            ("Convert", .casts), ("Transpose", .layoutChanges), ("TRANSPOSE", .layoutChanges),
            ("ReorderOutput", .layoutChanges),
        ])
    func operators(type: String, rule: AdviceRule) {
        #expect(rules(subject([("Conv", 90), (type, 10)])) == [rule])
        #expect(rules(subject([("Conv", 97), (type, 3)])) == [])
        // Many small ones count together.
        #expect(rules(subject([("Conv", 90)] + (0..<5).map { _ in (type, 2) })) == [rule])
    }

    @Test("A usual model gets none")
    func none() {
        #expect(rules(subject([("Conv", 60), ("MatMulInteger", 20), ("Relu", 20)])) == [])
        #expect(rules(subject([])) == [])
        #expect(rules(subject([("Cast", 0), ("Conv", 0)])) == [])
        #expect(rules(subject([("Cast", .nan), ("Conv", 5)])) == [])
    }

    @Test("The largest share comes first, and the evidence has the measurement")
    func evidence() throws {
        let advice = Advice.given(subject([("ConvInteger", 630), ("Conv", 270), ("Cast", 100)]))
        #expect(advice.map(\.rule) == [.dynamicConvolutions, .casts])
        #expect(advice[0].evidence == "ConvInteger takes 63 % of the profiled time (1 operator, 630 µs)")
        #expect(advice.allSatisfy { !$0.suggestion.isEmpty && !$0.rule.title.isEmpty })
        #expect(abs(try #require(advice[1].share) - 0.1) < 1e-12)
    }

    @Test("Where operators ran counts, and in how many bits")
    func places() throws {
        let left = subject([("TopK", 30), ("Gather", 10)], fallback: true)
        let advice = try #require(Advice.given(left).first)
        #expect(advice.rule == .fallback && advice.evidence.hasSuffix("in CPUExecutionProvider"))
        // A runtime that does not tell has not fallen back.
        #expect(rules(subject([("TopK", 30)], fallback: nil)) == [])
        let halves = [("Convolution", 50.0)]
        let asked = ["threads": "1", "precision": "f32"]
        #expect(
            rules(subject(halves, provider: "brgconv_avx512_bf16", runtime: "openvino", options: asked))
                == [.silentPrecision])
        #expect(rules(subject(halves, provider: "brgconv_avx512_f32", runtime: "openvino", options: asked)) == [])
        #expect(
            rules(
                subject(
                    halves, provider: "brgconv_avx512_bf16", runtime: "openvino",
                    options: ["threads": "1", "precision": "bf16"])) == [])
    }

    @Test("Threads are held against cores and the tail")
    func threads() {
        let conv = [("Conv", 50.0)]
        #expect(rules(subject(conv, options: ["threads": "4"])) == [.threadsAboveCores])
        #expect(rules(subject(conv, options: ["threads": "4"], cores: nil)) == [])
        #expect(rules(subject(conv, options: ["threads": "2"], tail: 3.1)) == [.spinning])
        #expect(rules(subject(conv, options: ["threads": "2"], tail: 1.3)) == [])
        let still = ["threads": "2", "session_config.session.intra_op.allow_spinning": "0"]
        #expect(rules(subject(conv, options: still, tail: 3.1)) == [])
        #expect(rules(subject(conv, runtime: "openvino", options: ["threads": "2"], tail: 3.1)) == [])
    }
}
