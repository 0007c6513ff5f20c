import Foundation
import GoldenSets
import InferenceCore
import Records
import Suites
import Support
import TestSupport
import Testing

@testable import Harness
@testable import Worker

@Suite("What a worker does wrong in the middle of a conversation is named, in every phase", .hangLimit)
struct PhaseFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var rule: String
        var kind: CellFailure.Kind
        var words: String
        var testDescription: String { rule }
    }

    static let faults = [
        Fault(rule: "garbage", kind: .protocolViolation, words: "announced"),
        Fault(rule: "too-much", kind: .protocolViolation, words: "announced"),
        Fault(rule: "nonsense", kind: .protocolViolation, words: "makes no sense: at reply: "),
        Fault(rule: "mute-frame", kind: .protocolViolation, words: "makes no sense"),
        Fault(rule: "die", kind: .exit, words: "exited with code 1"),
        Fault(rule: "crash", kind: .crash, words: "SIGSEGV"),
        Fault(rule: "silent", kind: .timeout, words: "no reply to"),
    ]

    /// Calls, each with the phase in which it comes first.
    static let calls = [
        ("hello", "evaluate"), ("load", "evaluate"), ("evaluate-to-files", "evaluate"), ("evaluate", "evaluate"),
        ("warm-up", "warm-up"), ("block", "measure"), ("memory", "measure"),
    ]

    @Test("Garbage, too much, nothing, or its death costs the cell", arguments: faults, calls)
    func fault(_ fault: Fault, call: (name: String, phase: String)) throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(
            ["fp32": "latency_us 20"], launches: 1, gates: [HarnessFixture.budget],
            timeoutSeconds: fault.kind == .timeout ? 1 : 20)
        let run = try fixture.measure(plan, tampering: Self.inline(call.name) + ["\(fault.rule) \(call.name)"])
        let failure = try #require(run.cells[0].failure)
        #expect(failure.kind == fault.kind && failure.phase == call.phase)
        #expect(failure.message.contains(fault.words), "\(failure.message)")
        #expect(run.status == .incomplete)
    }

    @Test("In the profile it costs the profile only", arguments: faults)
    func inProfile(_ fault: Fault) throws {
        let run = try measure(["\(fault.rule) profile"], timeoutSeconds: fault.kind == .timeout ? 1 : 20)
        #expect(run.cells[0].failure == nil && run.status == .complete)
        #expect(
            run.warnings.contains { $0.contains("no operator profile") && $0.contains(fault.words) }, "\(run.warnings)")
    }

    @Test("At the end it costs nothing: all that was measured is there", arguments: faults)
    func inShutdown(_ fault: Fault) throws {
        let run = try measure(["\(fault.rule) shutdown"])
        #expect(run.cells[0].failure == nil && run.status == .complete)
        #expect(run.cells[0].launches.count == 1)
    }

    /// Answers that are frames and replies, and yet cannot be.
    static let wrongAnswers = [
        ("set evaluate rows 0", "returned 0"), ("set evaluate rows 9", "returned 9"),
        ("set evaluate rows -1", "returned -1"),
        ("set evaluate rows 7", "8 shapes of 'scores' for 7 samples"),
        ("set evaluate outputs.scores.data \"AAAA\"", "too few bytes"),
        ("set evaluate outputs.scores.shapes [[1],[1],[1],[1],[1],[1],[1],[1]]", "too many bytes"),
        ("set evaluate outputs.scores.shapes [[-1],[1],[1],[1],[1],[1],[1],[1]]", "cannot have the shape"),
        (
            "set evaluate outputs.scores.shapes [[4611686018427387904,4],[1],[1],[1],[1],[1],[1],[1]]",
            "cannot have the shape"
        ),
        ("drop evaluate outputs.scores", "lacks output 'scores'"),
        ("set evaluate-to-files rows 3", "3"),
        ("set evaluate-to-files rows 4611686018427387904", "4611686018427387904"),
        ("set load runtime.version \"2\"", "the worker opened scripted 2"),
        ("set load runtime.name \"other\"", "the worker opened other 1"),
        ("set hello protocolVersion 1", "speaks protocol 1"),
        ("set hello runtimes [{\"name\":\"scripted\",\"version\":\"2\"}]", "does not run scripted 1"),
        ("set block valuesNanoseconds [1,2,3]", "the worker sent 3"),
        ("set block wallNanoseconds 1", "'block' is implausible: its values sum up to"),
        ("set block wallNanoseconds 9223372036854775807", "'block' is implausible: wallNanoseconds is"),
        ("set block cpuNanoseconds 18446744073709551615", "'block' is implausible: 'cpuNanoseconds'"),
        ("set warm-up typicalNanoseconds 0", "'warm-up' is implausible: 'typicalNanoseconds' is 0"),
        ("set warm-up typicalNanoseconds 1e308", "'warm-up' is implausible: 'typicalNanoseconds'"),
        ("set warm-up inferences 0", "'warm-up' is implausible: 0 inferences"),
        ("set warm-up stampNanoseconds -1", "'warm-up' is implausible: 'stampNanoseconds'"),
        ("set warm-up nanoseconds 9223372036854775807", "'warm-up' is implausible: nanoseconds"),
        ("set memory peakMemoryBytes 0", "'memory' is implausible: 'peakMemoryBytes' is 0"),
        ("set memory peakMemoryBytes 1000", "'memory' is implausible: 'peakMemoryBytes' is 1000"),
        ("set memory peakMemoryBytes 9223372036854775807", "'memory' is implausible: 'peakMemoryBytes'"),
        ("set load floorMemoryBytes 1000000000000", "'memory' is implausible: 'peakMemoryBytes'"),
        ("set load rotationCount 1000000000", "'load' is implausible: 'rotationCount'"),
        ("set load rotationCount 0", "'load' is implausible: 'rotationCount'"),
        ("set load loadNanoseconds 9223372036854775807", "'load' is implausible: loadNanoseconds"),
    ]

    @Test("Answers that cannot be are an error that says so", arguments: wrongAnswers)
    func wrongAnswer(rule: String, words: String) throws {
        let call = String(rule.split(separator: " ")[1])
        let failure = try #require(try measure(Self.inline(call) + [rule]).cells[0].failure)
        #expect(failure.message.contains(words), "\(failure.message)")
        #expect(words.contains("is implausible") == (failure.kind == .implausible))
    }

    @Test("Values of no time, or of centuries, are implausible, and so is what does not add up")
    func implausibleBlocks() {
        func problem(_ values: [UInt64], wall: UInt64, cpu: UInt64 = 1) -> String? {
            Plausibility.problem(
                BlockCall.Reply(wallNanoseconds: wall, cpuNanoseconds: cpu, valuesNanoseconds: values))
        }
        #expect(problem([100_000, 200_000], wall: 300_000) == nil)
        // Rounded to microseconds each, on a clock of its own.
        #expect(problem([100_600, 200_600], wall: 300_000) == nil)
        #expect(problem([100_000, 200_000], wall: 290_000)?.contains("sum up to 300000") == true)
        #expect(problem([100_000, 0], wall: 100_000) == "1 of 2 values took 0 ns")
        #expect(problem([9_000_000_000_000_000_000, 9_000_000_000_000_000_000], wall: 1)?.contains("a day") == true)
    }

    @Test("A reply that is larger than a frame may be ends the worker")
    func oversizeReply() throws {
        let failure = try #require(try measure(Self.inline("evaluate") + ["too-much evaluate"]).cells[0].failure)
        #expect(failure.message.contains("'evaluate' over \(Frame.maximumBytes) bytes"), "\(failure.message)")
    }

    /// Without the capability to write files, a worker is asked for its answers.
    private static func inline(_ call: String) -> [String] {
        call == EvaluateCall.name ? ["set hello capabilities [\"profile\"]"] : []
    }

    private func measure(_ rules: [String], timeoutSeconds: Double = 20) throws -> RunRecord {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(
            ["fp32": "latency_us 20"], launches: 1, gates: [HarnessFixture.budget], timeoutSeconds: timeoutSeconds)
        return try fixture.measure(plan, tampering: rules)
    }
}

@Suite("Two versions of a runtime never share a process", .hangLimit)
struct ProcessOfVersionTests {
    @Test("In a run of two versions each process opens one library")
    func oneLibraryAProcess() throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(
            ["old": "latency_us 20", "new": "latency_us 20"], launches: 2, gates: [HarnessFixture.latencyGate],
            versions: ["1", "2"])
        let run = try fixture.measure(plan)
        #expect(run.status == .complete)
        #expect(run.cells.map(\.runtime.version) == ["1", "2"])

        let log = try String(contentsOfFile: fixture.folder.file("opened"), encoding: .utf8)
        var versions: [String: Set<String>] = [:]
        for line in log.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            versions[words[0], default: []].insert(words[1])
        }
        #expect(versions.values.allSatisfy { $0.count == 1 }, "\(log)")
        #expect(Set(versions.values.flatMap { $0 }) == ["1", "2"])
        // The evaluation, two launches and the profile of each.
        #expect(versions.count >= 8, "\(log)")
    }

    @Test("A worker that is asked for a second library refuses")
    func secondLibrary() throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(["a": "latency_us 20"])
        let worker = try WorkerProcess(
            WorkerCommand(arguments: [Repository.product("scripted-worker")]), interruption: Interruption(),
            timeoutSeconds: 20)
        defer { worker.shutDown() }
        func load(_ version: String) throws {
            _ = try worker.call(
                LoadCall(
                    runtime: RuntimeAddress(
                        name: "scripted", version: version, libraryPath: fixture.folder.file("library-\(version)")),
                    modelPath: plan.cells[0].modelFile.path, options: SessionOptions(),
                    samples: plan.goldenSets[0].set.feed.files, rotationLimit: 1, pinToCore: nil),
                timeoutSeconds: 20)
        }
        try load("1")
        try load("1")
        let failure = #expect(throws: WorkerFailure.self) { try load("2") }
        #expect(failure?.message.contains("opens no second one") == true)
    }
}
