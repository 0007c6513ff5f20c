import Foundation
import Records
import Suites
import Support
import Synchronization
import TestSupport
import Testing

@testable import Harness

@Suite("What a worker can do wrong costs its own cell", .hangLimit)
struct FaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var script: String
        var kind: CellFailure.Kind
        var signal: String?
        var words: String
        var phase: String
        var testDescription: String { script }
    }

    /// The golden set has 8 samples, evaluated by one worker: inferences from the ninth on happen only while latency is
    /// measured.
    static let faults = [
        Fault(script: "fail load", kind: .error, words: "the script says so", phase: "evaluate"),
        Fault(script: "fail inference:3", kind: .error, words: "the script says so", phase: "evaluate"),
        Fault(script: "crash load", kind: .crash, signal: "SIGSEGV", words: "SIGSEGV", phase: "evaluate"),
        Fault(script: "crash inference:9", kind: .crash, signal: "SIGSEGV", words: "SIGSEGV", phase: "warm-up"),
        Fault(script: "exit load", kind: .exit, words: "code 7", phase: "evaluate"),
        Fault(script: "hang inference:2", kind: .timeout, words: "within 1", phase: "evaluate"),
        Fault(
            script: "exhaust load", kind: .outOfMemory, signal: "SIGABRT", words: "out of memory", phase: "evaluate"),
        Fault(script: "nan inference:2", kind: .error, words: "sample-1", phase: "evaluate"),
    ]

    @Test("It becomes that cell's failure, and the rest of the run goes on", arguments: faults)
    func faultBecomesFailure(_ fault: Fault) throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(
            ["fp32": "latency_us 20", "bad": fault.script, "good": "latency_us 20"], launches: 1,
            gates: [HarnessFixture.latencyGate], timeoutSeconds: fault.kind == .timeout ? 1 : 20)
        let run = try fixture.measure(plan)

        #expect(run.status == .incomplete)
        let failure = try #require(run.cells[1].failure)
        #expect(failure.kind == fault.kind)
        #expect(failure.signal == fault.signal)
        #expect(failure.phase == fault.phase)
        #expect(failure.message.contains(fault.words), "\(failure.message)")
        if fault.kind == .crash {
            #expect(failure.hint?.contains("another version of scripted") == true, "\(failure.hint ?? "no hint")")
        }
        if fault.script == "exit load" {
            #expect(failure.exitCode == 7)
            #expect(failure.standardErrorTail == ["scripted runtime: leaving at load"])
        }
        for good in [run.cells[0], run.cells[2]] {
            #expect(good.failure == nil)
            #expect(good.accuracy != nil)
            #expect(good.launches.contains { $0.blocks.count == 4 })
        }
    }

    @Test("A candidate whose reference crashed is still measured, alone")
    func candidateOutlivesReference() throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(
            ["fp32": "crash inference:9", "int8": "latency_us 20"], launches: 3, gates: [HarnessFixture.latencyGate])
        let run = try fixture.measure(plan)
        #expect(run.cells[0].failure?.kind == .crash)
        #expect(run.cells[1].failure == nil)
        #expect(run.cells[1].launches.count == 2)
        #expect(run.cells[1].launches.allSatisfy { $0.pair == nil })
    }

    @Test(
        "A worker that breaks the protocol is stopped and named",
        arguments: [
            ("garbage", CellFailure.Kind.protocolViolation, "announced"), ("too-much", .protocolViolation, "announced"),
            ("nonsense", .protocolViolation, "makes no sense"), ("older", .protocolViolation, "speaks protocol 1"),
            ("nothing", .exit, "exited with code 0"),
            ("silence", .timeout, "no reply to 'hello'"),
        ])
    func protocolBreach(mode: String, kind: CellFailure.Kind, words: String) throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(["fp32": "classes 4"], launches: 1, timeoutSeconds: 1)
        let failure = try #require(try fixture.measure(plan, mode: mode).cells[0].failure)
        #expect(failure.kind == kind)
        #expect(failure.message.contains(words), "\(failure.message)")
    }

    @Test("A worker that does not exist is an error of every cell, not a crash of ours")
    func missingWorker() throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(["fp32": "classes 4"], launches: 1)
        let starter = WorkerStarter(
            command: WorkerCommand(arguments: ["/nonexistent/worker"]), interruption: Interruption(), timeoutSeconds: 1)
        #expect(throws: WorkerFailure.self) { try starter.start(for: plan.cells[0]) }
        #expect(plan.cells.count == 1)
    }

    @Test("An interruption keeps what was measured and leaves no worker behind")
    func interruptionKeepsResults() throws {
        let fixture = try HarnessFixture()
        let plan = try fixture.plan(
            ["fp32": "latency_us 50", "int8": "latency_us 50"], launches: 1000, gates: [HarnessFixture.latencyGate])
        let interruption = Interruption()
        let steps = Atomic<Int>(0)
        let run = try fixture.measure(plan, interruption: interruption) { event in
            if case .stepFinished = event, steps.add(1, ordering: .relaxed).newValue == 5 { interruption.trigger() }
        }
        #expect(run.status == .interrupted)
        #expect(run.cells[0].accuracy != nil)
        #expect(run.cells.allSatisfy { $0.launches.count == 3 && $0.failure == nil })
        #expect(childProcesses().isEmpty)
    }

    @Test("Signals that end a worker are named; a kill from outside points at memory")
    func signalNames() {
        #expect(WorkerFailure(waitStatus: 11, standardErrorTail: []).signal == "SIGSEGV")
        let killed = WorkerFailure(waitStatus: 9, standardErrorTail: [])
        #expect(killed.kind == .outOfMemory && killed.signal == "SIGKILL" && killed.hint != nil)
        let exited = WorkerFailure(waitStatus: 3 << 8, standardErrorTail: ["last words"])
        #expect(exited.kind == .exit && exited.exitCode == 3 && exited.standardErrorTail == ["last words"])
    }

    private func childProcesses() -> [String] {
        let children = try? String(contentsOfFile: "/proc/self/task/\(getpid())/children", encoding: .utf8)
        return (children ?? "").split(separator: " ").map(String.init)
    }
}
