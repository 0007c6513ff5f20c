import Foundation
import GoldenSets
import Support
import TestSupport
import Testing

@testable import Worker

@Suite("A worker that keeps the protocol passes every check", .hangLimit)
struct RightWorkerTests {
    @Test("whether or not its samples carry state", arguments: [false, true])
    func passes(hasState: Bool) throws {
        let report = try ConformanceScene(hasState: hasState).report([])
        #expect(report.failures == 0, "\(report.complaint)")
        #expect(report.worker == "scripted-worker")
        let skipped = report.findings.filter { $0.outcome != .passed }
        // A worker cannot have and lack a capability at once, nor a set have and lack state.
        #expect(skipped.count <= 9, "\(skipped.map(\.name))")
    }

    @Test("also through another process that passes its frames on")
    func passesThroughAnotherProcess() throws {
        let report = try ConformanceScene().report(["tampers nothing"])
        #expect(report.failures == 0, "\(report.complaint)")
    }

    @Test("Without a model, what needs none is tried and the rest does not apply")
    func withoutModel() throws {
        let subject = ConformanceSubject(
            command: [Repository.product("scripted-worker")], environment: ProcessInfo.processInfo.environment)
        let report = try ConformanceRun(subject, interruption: Interruption()).report()
        #expect(report.failures == 0, "\(report.complaint)")
        #expect(report.passes > 50)
        #expect(report.findings.contains { $0.outcome == .notApplicable("no --model") })
    }

    @Test("What is asked for and is not there is no failure of the worker's")
    func wrongQuestions() throws {
        let scene = try ConformanceScene()
        let material = ConformanceSubject.Material(
            modelPath: scene.folder.file("a.model"), goldenSet: scene.goldenSet)
        func report(_ command: String, _ runtime: RuntimeAddress?) throws {
            let subject = ConformanceSubject(
                command: [command], environment: ProcessInfo.processInfo.environment, material: material,
                runtime: runtime)
            _ = try ConformanceRun(subject, interruption: Interruption()).report()
        }
        let worker = Repository.product("scripted-worker")
        #expect(throws: ConformanceError.runtimeNotNamed(offered: ["scripted"])) { try report(worker, nil) }
        #expect(throws: ConformanceError.noSuchRuntime("other==1", offered: ["scripted"])) {
            try report(worker, RuntimeAddress(name: "other", version: "1"))
        }
        #expect(throws: ConformanceError.self) { try report("/nowhere/worker", nil) }
    }

    @Test("An interruption ends the check and leaves no worker behind")
    func interruption() throws {
        let interruption = Interruption()
        let subject = ConformanceSubject(
            command: [Repository.product("scripted-worker"), "silence"],
            environment: ProcessInfo.processInfo.environment)
        interruption.trigger()
        #expect(throws: ConformanceError.stopped) {
            try ConformanceRun(subject, interruption: interruption).report()
        }
    }
}
