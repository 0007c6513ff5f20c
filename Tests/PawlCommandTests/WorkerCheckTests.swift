import Foundation
import RuntimeLibraries
import TestSupport
import Testing

@testable import PawlCommand

@Suite("pawl worker check", .hangLimit)
struct WorkerCheckTests {
    let workspace: Workspace

    init() throws { workspace = try Workspace() }

    @Test("Pawl's own worker keeps the protocol, with a real model", .needsRuntime, .needsDemoModels)
    func ownWorker() throws {
        let outcome = workspace.pawl(
            "worker", "check", "--model", Installation.pawlFolder.path + "/models/filetype/fp32.onnx", "--golden-set",
            Repository.root + "/GoldenSets/filetypes", "--runtime", "onnxruntime==\(Installation.runtimeVersion)", "--",
            Repository.product("pawl"), "worker")
        #expect(outcome.code == 0, "\(outcome.result)")
        #expect(outcome.result.contains("✓  shutdown is answered by an empty object, then code 0"))
        #expect(outcome.result.contains("0 failed"))
        #expect(outcome.diagnostic.isEmpty)
    }

    @Test("A worker that is none fails, with what was sent, what came back and what the protocol says")
    func noWorker() throws {
        let outcome = workspace.pawl("worker", "check", "--", "/bin/cat")
        #expect(outcome.code == 1)
        let flat = outcome.result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(flat.contains("✗ hello is answered with the protocol's version"))
        #expect(flat.contains("wrong: the reply to 'hello' has neither 'reply' nor 'error'"))
        #expect(flat.contains("sent: {\"arguments\":{\"protocolVersion\""))
        #expect(flat.contains("(docs/worker-protocol.md, `hello`)"))
        for line in outcome.result.split(separator: "\n") where !line.contains("{") { #expect(line.count <= 160) }
    }

    @Test("JSON says the same for programs")
    func json() throws {
        let outcome = workspace.pawl("worker", "check", "--format", "json", "--", "/bin/cat")
        #expect(outcome.code == 1)
        let report = try Workspace.json(outcome.result)
        let checks = try #require(report["checks"] as? [[String: Any]])
        let failed = checks.filter { $0["outcome"] as? String == "failed" }
        #expect(report["failed"] as? Int == failed.count && !failed.isEmpty)
        #expect(failed.allSatisfy { $0["sent"] is String && $0["received"] is String && $0["reason"] is String })
        #expect(checks.contains { $0["outcome"] as? String == "not-applicable" })
    }
}
