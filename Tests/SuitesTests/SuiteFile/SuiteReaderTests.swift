import Diagnostics
import Foundation
import Records
import Suites
import Support
import TestSupport
import Testing

@Suite(.hangLimit) struct SuiteReaderTests {
    private static let demo = """
        pawl: 1
        suite: demo
        golden_sets:
          filetypes: ../GoldenSets/filetypes
        runtimes:
          ort: { name: onnxruntime, version: 1.31.1, provider: cpu, threads: 1, graph_optimization: all }
        models:
          filetype:
            golden_set: filetypes
            reference: fp32
            variants:
              fp32:     { file: ../.pawl/models/filetype/fp32.onnx, runtime: ort }
              int8-qdq: { file: ../.pawl/models/filetype/int8-qdq.onnx, runtime: ort }
        gates:
          - { metric: accuracy, against: reference, max_drop: 1 point }
          - { metric: agreement, against: reference, min: 97% }
          - { metric: latency_p50, against: reference, max_increase: 3% }
          - { metric: latency_p99, max: 50 ms }
          - { metric: peak_memory, max: 200 MB }
          - { metric: model_size, against: reference, max_ratio: 0.5 }
          - { metric: latency_p50, against: baseline, max_increase: 3% }
        """

    @Test("A variant is an anchor only where the suite says so") func anchors() throws {
        let text = SuiteText.head.replacing(
            "file: only.onnx, runtime: ort", with: "file: only.onnx, runtime: ort, anchor: true")
        let suite = try SuiteText.read(text)
        #expect(suite.models.flatMap(\.variants).map(\.isAnchor) == [false, false, true])
        let findings = try SuiteText.findings(text.replacing("anchor: true", with: "anchor: perhaps"))
        #expect(findings.map(\.message) == ["'anchor' must be true or false, not 'perhaps'"])
    }

    @Test("The demo suite is read whole, without a finding") func demoSuite() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("Suites/demo.yaml")
        try AtomicFile.write(Self.demo, to: file)
        let suite = try SuiteReader.read(file: file)
        #expect(suite.name == "demo" && suite.file == file && suite.warnings == [])
        #expect(suite.digest == SHA256.hexadecimal(of: Self.demo))
        #expect(suite.goldenSets["filetypes"]?.path == folder.file("GoldenSets/filetypes"))
        let runtime = try #require(suite.runtimes["ort"])
        #expect(runtime.name == "onnxruntime" && runtime.version == "1.31.1" && runtime.threads == 1)
        #expect(runtime.graphOptimization == "all" && runtime.usesArena && runtime.usesMemoryPattern)
        let model = try #require(suite.models.first)
        #expect(model.name == "filetype" && model.reference == "fp32" && model.goldenSet == "filetypes")
        #expect(model.variants.map(\.name) == ["fp32", "int8-qdq"])
        #expect(model.variants[1].file.path == folder.file(".pawl/models/filetype/int8-qdq.onnx"))
        #expect(model.variants[1].location.line == 13)
        #expect(
            suite.gates.map(\.limit) == [
                .maximumDrop(0.01), .minimum(0.97), .maximumIncrease(0.03), .maximum(50e6), .maximum(200e6),
                .maximumRatio(0.5), .maximumIncrease(0.03),
            ])
        #expect(suite.gates.map(\.against).suffix(2) == [.reference, .baseline])
        #expect(suite.gates.map(\.index) == Array(0..<7))
        #expect(suite.gates.map(\.location.line) == Array(15...21))
        #expect(suite.measurement == MeasurementPolicy() && suite.onInconclusive == .fail)
        #expect(
            suite.gates.map(\.ruleText) == [
                "accuracy at most 1 point below the reference", "agreement with the reference at least 97 %",
                "latency p50 at most +3 % above the reference", "latency p99 at most 50 ms",
                "peak memory at most 200 MB", "model size at most 0.5 times the reference",
                "latency p50 at most +3 % above the baseline",
            ])
    }

    @Test("Slices are read, and said in the gate's words")
    func slices() throws {
        let gates = """
            gates:
              - { metric: accuracy, against: reference, max_drop: 2 points, models: [filetype], slices: [label, camera], min_samples: 20 }
              - { metric: top_k_accuracy, against: reference, max_drop: 2 points, models: [filetype], slices: [label] }

            """
        let suite = try SuiteText.read(SuiteText.head + gates)
        #expect(suite.gates.map(\.slices) == [["label", "camera"], ["label"]])
        #expect(suite.gates.map(\.minimumSamples) == [20, 1])
        #expect(
            suite.gates.map(\.ruleText) == [
                "accuracy at most 2 points below the reference in every slice by label and camera of 20 samples or more",
                "top-k accuracy at most 2 points below the reference in every slice by label",
            ])
    }

    @Test("Precision and properties are read, and the precision is the model's own by default")
    func precisionAndProperties() throws {
        let text = """
            pawl: 1
            suite: all
            golden_sets: { g: set }
            runtimes:
              plain: { name: openvino, version: 2026.4.1 }
              brain: { name: openvino, version: 2026.4.1, precision: bf16, properties: { ENABLE_CPU_PINNING: NO } }
            models:
              m: { golden_set: g, variants: { v: { file: v.onnx, runtime: plain } } }
            """
        let runtimes = try SuiteText.read(text).runtimes
        #expect(runtimes["plain"]?.precision == "f32" && runtimes["plain"]?.sessionConfiguration == [:])
        #expect(runtimes["brain"]?.precision == "bf16")
        #expect(runtimes["brain"]?.sessionConfiguration == ["ENABLE_CPU_PINNING": "NO"])
    }

    @Test("Every optional key is read") func optionalKeys() throws {
        let text = """
            pawl: 1
            suite: all
            golden_sets: { g: /data/./sets//g/../h }
            runtimes:
              ort:
                name: onnxruntime
                version: "1.20"
                provider: cpu
                provider_options: { arena_extend_strategy: kNextPowerOfTwo }
                threads: 4
                graph_optimization: extended
                arena: false
                memory_pattern: false
                session_config: { session.intra_op.allow_spinning: 0 }
            models:
              m: { golden_set: g, variants: { v: { file: v.onnx, runtime: ort } } }
            gates:
              - { metric: kl_divergence, against: baseline, max: 0.01, models: ["m*"], variants: ["?"] }
            measurement:
              { launches: 8, quads: 3, block_time: 5 ms, block_inferences: 7, warm_up_cap: 1.5 s, phase_timeout: 2 min,
                reuse_answers: never }
            on_inconclusive: skip
            """
        let suite = try SuiteText.read(text)
        #expect(suite.goldenSets["g"]?.path == "/data/sets/h")
        let runtime = try #require(suite.runtimes["ort"])
        #expect(runtime.version == "1.20" && runtime.threads == 4 && runtime.graphOptimization == "extended")
        #expect(!runtime.usesArena && !runtime.usesMemoryPattern)
        #expect(runtime.providerOptions == ["arena_extend_strategy": "kNextPowerOfTwo"])
        #expect(runtime.sessionConfiguration == ["session.intra_op.allow_spinning": "0"])
        #expect(suite.models.first?.reference == nil)
        #expect(
            suite.measurement
                == MeasurementPolicy(
                    looks: [8], quads: 3, minimumBlockValues: 7, minimumBlockNanoseconds: 5_000_000,
                    warmUpCapNanoseconds: 1_500_000_000, phaseTimeoutSeconds: 120, reuseEvaluationsSeconds: nil))
        #expect(suite.onInconclusive == .skip)
        let gate = try #require(suite.gates.first)
        #expect(gate.applies(toModel: "m", variant: "v") && !gate.applies(toModel: "m", variant: "vv"))
        #expect(gate.ruleText == "KL divergence from the baseline at most 0.01 nats")
    }

    @Test(
        "looks follow from the number of launches, or are as written",
        arguments: [
            ("{}", [8, 12, 16, 24, 32]), ("{ launches: 16 }", [8, 12, 16]), ("{ launches: 64 }", [16, 24, 32, 48, 64]),
            ("{ launches: 2 }", [2]), ("{ launches: 9 }", [9]), ("{ looks: [4, 6] }", [4, 6]),
            ("{ looks: [10], launches: 10 }", [10]),
        ])
    func looks(text: String, looks: [Int]) throws {
        let measurement = try SuiteText.read(SuiteText.head + "measurement: \(text)\n").measurement
        #expect(measurement.looks == looks)
        #expect(measurement.launches == looks.last)
        #expect(measurement.budgetSeconds == nil && measurement.cellBudgetSeconds == nil)
    }

    @Test(
        "evaluations are reused for a time, by default a week, or never",
        arguments: [
            ("{}", 604_800.0), ("{ reuse_answers: never }", nil), ("{ reuse_answers: 1 day }", 86_400),
            ("{ reuse_answers: 2.5 days }", 216_000), ("{ reuse_answers: 12 h }", 43_200),
            ("{ reuse_answers: 3d }", 259_200),
        ])
    func reuse(text: String, seconds: Double?) throws {
        #expect(
            try SuiteText.read(SuiteText.head + "measurement: \(text)\n").measurement.reuseEvaluationsSeconds == seconds
        )
    }

    @Test(
        "evaluations are not reused for a time that is none", arguments: ["7", "0 days", "-1 day", "always", "7 weeks"])
    func senselessReuse(text: String) throws {
        let findings = try SuiteText.findings(SuiteText.head + "measurement: { reuse_answers: \(text) }\n")
        #expect(findings.count == 1)
        #expect(findings.first?.message.contains("'reuse_answers'") == true)
        #expect(findings.first?.hint == "write it like '7 days', or 'never'")
    }

    @Test(
        "budgets are durations",
        arguments: [("5 min", 300.0), ("5m", 300), ("90s", 90), ("1.5 h", 5400), ("250 ms", 0.25)])
    func budgets(text: String, seconds: Double) throws {
        let text = SuiteText.head + "measurement: { budget: \(text), cell_budget: 20 s }\n"
        let measurement = try SuiteText.read(text).measurement
        #expect(measurement.budgetSeconds == seconds)
        #expect(measurement.cellBudgetSeconds == 20)
    }

    @Test(
        "schedules and budgets that make no sense are findings",
        arguments: [
            "looks: [8, 8]", "looks: [12, 8]", "looks: []", "looks: [1, 8]", "looks: 8", "looks: [8, x]",
            "looks: [8, 16], launches: 32", "budget: 5", "budget: 5 apples", "budget: 0 s", "cell_budget: -3 s",
        ])
    func senselessMeasurement(text: String) throws {
        #expect(try SuiteText.findings(SuiteText.head + "measurement: { \(text) }\n").count == 1)
    }

    @Test("Paths start from where the suite's folder really is") func pathsFollowLinks() throws {
        let folder = try TemporaryFolder()
        try AtomicFile.write(Self.demo, to: folder.file("real/Suites/demo.yaml"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("real/Suites"))
        let suite = try SuiteReader.read(file: folder.file("link/demo.yaml"))
        #expect(suite.goldenSets["filetypes"]?.path == folder.file("real/GoldenSets/filetypes"))
        #expect(suite.file == folder.file("link/demo.yaml"))
    }

    @Test("A file that is not there, a folder and a huge file are refused") func unreadable() throws {
        let folder = try TemporaryFolder()
        for path in [folder.file("none.yaml"), folder.path] {
            #expect {
                try SuiteReader.read(file: path)
            } throws: { error in
                if case SuiteError.unreadable(.unreadable(path, _)) = error { true } else { false }
            }
        }
        // A sparse file of 100 MB: refused by its size, before a byte is read.
        let huge = folder.file("huge.yaml")
        try AtomicFile.write("", to: huge)
        let handle = try #require(FileHandle(forWritingAtPath: huge))
        try handle.truncate(atOffset: 100_000_000)
        #expect(throws: SuiteError.unreadable(.tooLarge(path: huge, bytes: 100_000_000, limit: 1 << 20))) {
            try SuiteReader.read(file: huge)
        }
    }
}
